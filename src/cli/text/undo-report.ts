import { plural, singular } from '../../entities/kinds.ts';
import { counted } from '../../model/amounts-text.ts';
import type { UndoEntry, UndoReport } from '../../operations/undo/undo-run.ts';

/** Lines of one kind; the rest is counted. */
const LINES = 10;

/** What is taken back and what is left to a person: by kind, with a line for each of the first orders. */
export function undoText({ run, takenBack, byHand }: UndoReport, dryRun: boolean): string {
  const done = dryRun ? 'would be cancelled in the primary' : 'cancelled in the primary, and quarantined as taken back';
  const ofOrders = new Set(byHand.filter(({ entity }) => entity === 'orders').map(nameOf));
  // What hangs on an order is told with it.
  const alone = byHand.filter(({ entity, store, orderId }) => !hangsOn(entity, ofOrders, store, orderId));
  const kinds = (entries: readonly UndoEntry[]) =>
    [
      ...Map.groupBy(entries, ({ store, entity, message }) => JSON.stringify([store, entity, message])).values(),
    ].flatMap((kind) => kindText(kind, byHand));
  const isCut = [takenBack, alone].some((entries) => entries.length > LINES);
  return [
    `Run ${run}: ${counted(takenBack.length, 'copy', 'copies')} ${done}.`,
    ...kinds(takenBack),
    ...(byHand.length === 0 ? [] : ['', 'Left to a person:', ...kinds(alone)]),
    ...(isCut ? ['', 'With --output json all are named.'] : []),
  ].join('\n');
}

function hangsOn(entity: string, orders: ReadonlySet<string>, store: string, orderId: string | null): boolean {
  return entity !== 'orders' && orderId !== null && orders.has(nameOf({ store, sourceId: orderId }));
}

function nameOf({ store, sourceId }: Pick<UndoEntry, 'store' | 'sourceId'>): string {
  return JSON.stringify([store, sourceId]);
}

function kindText(kind: readonly UndoEntry[], byHand: readonly UndoEntry[]): string[] {
  const [first] = kind;
  if (first === undefined) return [];
  const { store, entity, message } = first;
  const shown = kind.slice(0, LINES);
  return [
    `  ${store}: ${counted(kind.length, singular(entity), plural(entity))}: ${message}`,
    ...shown.map((entry) => `    ${lineOf(entry, byHand)}`),
    ...(kind.length > shown.length ? [`    ... and ${kind.length - shown.length} more of these`] : []),
  ];
}

function lineOf(entry: UndoEntry, byHand: readonly UndoEntry[]): string {
  const { store, entity, sourceId, targetId, orderId } = entry;
  const of = orderId === null ? '' : ` of ${orderId}`;
  if (entity !== 'orders') return `${sourceId}${of} (${targetId})`;
  const own = byHand.filter((one) => one.store === store && one.entity !== 'orders' && one.orderId === sourceId);
  const belonging = [...Map.groupBy(own, (one) => one.entity)].map(([name, some]) => {
    const ids = some.map((one) => one.sourceId).join(', ');
    return `${some.length === 1 ? singular(name) : name} ${ids}`;
  });
  return `${sourceId} (${targetId})${belonging.length === 0 ? '' : ` with ${belonging.join(' and ')}`}`;
}
