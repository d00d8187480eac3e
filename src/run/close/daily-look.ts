import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { upperKey } from '../../model/text-key.ts';
import { addSeconds, type Instant, type LocalDate, localDateOf, millisecondsOf } from '../../model/time.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { selected, stopIfAsked } from '../context/context.ts';
import { isNarrowed } from '../context/narrowing.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';
import { COPIES_SLICE } from '../extract/store-window.ts';
import type { ChangedInPrimary } from './changed-in-primary.ts';
import { LookMemory } from './look-memory.ts';

const DAY = 86_400;
/** As many as one request takes. */
const PAGE = 100;
/** Days that are looked at in each look. */
const RECENT = 45;
/** Looks in which each older copy has its turn: at one a day, and some minutes more, less than 14 days. */
const TURNS = 13;
/** Days that older copies are looked at: back to the lock date, but no further; and where there is no lock date. */
const OLDEST = 400;
const OLDEST_WITHOUT_LOCK = 120;

export interface LookAt {
  /** The store's own time. */
  readonly bound: Instant;
  readonly changed: ChangedInPrimary;
}

export interface DailyLook {
  readonly entity: 'orders' | 'payments' | 'rmas';
  /** What is to be done about these copies. @throws ConsolidatorError where one of the two stores can't be read */
  judge(records: readonly LedgerRecord[], memory: LookMemory): Promise<Decision[]>;
}

/**
 * Once a day: copies of one entity that the primary may not hold any more as they were made. Those of the last 45 days,
 * those on orders that the primary lists as changed, and a part of the older ones, so that each has its turn within 14
 * days. What a run may not ask any more is asked by the next one.
 * @param context `pacedContext`
 */
export async function lookDaily(
  context: ReadingRun & DailyWork,
  store: StoreRun,
  { entity, judge }: DailyLook,
  { bound, changed }: LookAt,
): Promise<void> {
  const { ledger, run, narrowing } = context;
  if (isNarrowed(narrowing) || !selected(context, store, entity)) return;
  const { store: name } = store.fixed;
  const since = await ledger.watermark(name, entity, COPIES_SLICE);
  if (since !== null && millisecondsOf(bound) - millisecondsOf(since) < DAY * 1000) return;
  // Of money no earlier version has kept a mark, so that nothing tells which version its copies are of.
  const isNew = since === null && entity === 'orders';
  const memory = await LookMemory.open(ledger, entity === 'orders' ? name : `${name} ${entity}`, {
    firstRun: isNew ? 0 : run,
    turns: TURNS,
  });
  // All copies were read back just now.
  if (since === null) {
    await memory.save();
    return ledger.completeWindow(run, name, entity, bound, COPIES_SLICE);
  }
  const changedIds = await changed.since(since);
  if (changedIds === undefined) return;
  const { progress } = memory.state;
  const begun = progress === null || progress.bound > bound ? { bound, after: '' } : progress;
  const due = dueCopies(store, { bound: begun.bound, turn: memory.state.looks % TURNS });
  const owners = await ledger.standingUnder('orders', [...changedIds]);
  const changedOrders = [...owners.values()].flatMap((some) =>
    some.filter((one) => one.store === name).map(({ sourceId }) => sourceId),
  );
  for (let { after } = begun; ; ) {
    stopIfAsked(context);
    const { records, last } = await nextCopies(context, store, entity, { after, due, changedIds, changedOrders });
    const judging = { clients: [context.primary, store.source], kind: 'comparing' } as const;
    const judged = await context.daily.step(judging, async () => (records.length === 0 ? [] : judge(records, memory)));
    if (judged === undefined) return memory.save({ progress: { bound: begun.bound, after } });
    await ledger.decide(run, judged.result);
    await memory.save({ progress: { bound: begun.bound, after: last ?? after } });
    if (last === undefined) break;
    after = last;
  }
  await memory.save({ progress: null, looks: memory.state.looks + 1 });
  await ledger.completeWindow(run, name, entity, begun.bound, COPIES_SLICE);
}

interface Due {
  /** None of an earlier day is due, but for those that have changed. */
  readonly from: LocalDate;
  readonly has: (record: LedgerRecord, isChanged: boolean) => boolean;
}

function dueCopies(
  { fixed: { timeZone, lockDate } }: StoreRun,
  given: { readonly bound: Instant; readonly turn: number },
): Due {
  const daysAgo = (days: number): LocalDate => localDateOf(addSeconds(given.bound, -DAY * days), timeZone);
  const recent = daysAgo(RECENT);
  const oldest = lockDate === undefined ? daysAgo(OLDEST_WITHOUT_LOCK) : later(lockDate, daysAgo(OLDEST));
  const has: Due['has'] = ({ state, targetId, bookedOn, sourceId }, isChanged) => {
    if (state !== 'loaded' || targetId === null) return false;
    const day = bookedOn ?? null;
    if (day === null || day >= recent || isChanged) return true;
    return day > oldest && turnOf(sourceId) === given.turn;
  };
  return { from: recent < oldest ? recent : oldest, has };
}

function later(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}

/** The same for ever, and evenly spread. */
function turnOf(sourceId: string): number {
  let sum = 7;
  for (const letter of sourceId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % TURNS;
}

interface Next {
  readonly after: string;
  readonly due: Due;
  readonly changedIds: ReadonlySet<string>;
  /** The same, of this store, by their source ids. */
  readonly changedOrders: readonly string[];
}

/** The next of the due ones, as many as one request takes. @returns `last` undefined where there are no more */
async function nextCopies(
  { ledger }: ReadingRun & DailyWork,
  { fixed }: StoreRun,
  entity: DailyLook['entity'],
  { after: from, due, changedIds, changedOrders }: Next,
): Promise<{ readonly records: readonly LedgerRecord[]; readonly last: string | undefined }> {
  const records: LedgerRecord[] = [];
  for (let after = from; ; ) {
    const only = { bookedFrom: due.from, orders: changedOrders };
    const page = await ledger.copies(fixed.store, entity, PAGE, after, only);
    const parents = page.flatMap(({ parent }) => parent ?? []);
    const orders = entity === 'orders' ? new Map() : await ledger.known(fixed.store, 'orders', parents);
    for (const record of page) {
      after = record.sourceId;
      const order: LedgerRecord | undefined = entity === 'orders' ? record : orders.get(record.parent ?? '');
      const isChanged = changedIds.has(upperKey(order?.targetId ?? ''));
      if (due.has(record, isChanged) && records.push(record) === PAGE) return { records, last: after };
    }
    if (page.length < PAGE) return { records, last: undefined };
  }
}
