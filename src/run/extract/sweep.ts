import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { Head } from '../../entities/definition/reads.ts';
import { plural } from '../../entities/kinds.ts';
import type { ChangeWindow } from '../../entities/reading/in-passes.ts';
import type { EntityName } from '../../model/entities.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import { DailyProgress } from './daily-progress.ts';
import { inPieces } from './in-pieces.ts';
import { readByIds } from './read-by-ids.ts';
import {
  isDue,
  isOfToday,
  MISSED,
  mayMoveWatermarks,
  moveWatermark,
  piecesOf,
  type StoreWindow,
  SWEPT,
  withSource,
} from './store-window.ts';

const DAY = 86_400;
/** Ids that the ledger is asked about at once. */
const ASKED = 1000;

/**
 * Once a day each entity is listed anew over the last days, by ids and change stamps alone, and what is new or differs is
 * read: it showed late, or its stamp runs behind, so that no window ever had it. Payments are looked for by their own dates
 * in every run. What a run may not ask any more is asked by the next one.
 * @param listed what is read of this store
 * @param first everything has just been read
 */
export async function sweepStore(
  window: StoreWindow,
  listed: readonly EntityDefinition[],
  first: boolean,
): Promise<void> {
  if (!mayMoveWatermarks(window.context)) return;
  for (const definition of listed) {
    const { name, read } = definition;
    if (window.store.source.reader(read).heads === undefined) continue;
    if (first) await moveWatermark(window, name, SWEPT);
    else if (await isDue(window, name, SWEPT)) await sweep(window, definition, { isRepeat: false });
    // What runs behind once does so again: then a day is too long.
    else if (await isOfToday(window, name, MISSED)) await sweep(window, definition, { isRepeat: true });
  }
}

async function sweep(
  window: StoreWindow,
  definition: EntityDefinition,
  { isRepeat }: { readonly isRepeat: boolean },
): Promise<void> {
  const { context, store, time } = window;
  const { name: entity } = definition;
  const progress = await DailyProgress.open(context, `${store.fixed.store} listed anew ${entity}`, time.upTo);
  const { bound } = progress.state;
  const beginning = addSeconds(bound, -DAY * context.pipeline.load.sweepDays);
  const earliest = earliestOf(window, definition);
  const from = earliest !== null && beginning < earliest ? earliest : beginning;
  const missed: string[] = [];
  const isDone = await inPieces(
    piecesOf(window),
    progress,
    { from, to: time.listedTo, isRepeat },
    async (source, piece) => {
      const part = withSource(window, source);
      const heads = await listHeads(part, definition, { from: piece.from, upTo: bound, listedTo: piece.to });
      const found = await differing(window, entity, heads);
      await readByIds(part, definition, found.unread);
      missed.push(...found.missed);
    },
  );
  if (isDone) {
    await context.ledger.completeWindow(context.run, store.fixed.store, entity, bound, SWEPT);
    await progress.done();
  }
  if (missed.length === 0) return;
  await moveWatermark(window, entity, MISSED);
  const [example = ''] = missed;
  context.warnings.push({
    store: store.fixed.store,
    entity,
    sourceId: example,
    code: 'shown-late',
    message: `${missed.length} of the ${plural(entity)}, such as ${example}, came to be listed too late, or bear a time that runs behind, so that only the daily listing of the last ${context.pipeline.load.sweepDays} days has shown them. It is repeated in each run for a day.`,
    count: missed.length,
  });
}

/** What the windows began with: what is older was never to be read. */
function earliestOf({ beginning }: StoreWindow, { read: { windows } }: EntityDefinition): Instant | null {
  return windows.by === 'changes' ? windows.begins(beginning) : beginning;
}

async function listHeads(
  { context, store }: StoreWindow,
  { read }: EntityDefinition,
  window: ChangeWindow,
): Promise<readonly Head[]> {
  return (await store.source.reader(read).heads?.(window, { signal: context.signal })) ?? [];
}

/**
 * Those that the ledger does not have, or had under another stamp.
 * @returns missed: those of them of which the ledger can tell that a window should have brought them
 */
async function differing(
  { context, store, time }: StoreWindow,
  entity: EntityName,
  heads: readonly Head[],
): Promise<{ unread: string[]; missed: string[] }> {
  const unread: string[] = [];
  const missed: string[] = [];
  for (let start = 0; start < heads.length; start += ASKED) {
    const page = heads.slice(start, start + ASKED);
    const ids = page.map(({ id }) => id);
    const stamps = await context.ledger.changeStamps(store.fixed.store, entity, ids);
    for (const { id, updatedAt } of page) {
      const known = stamps.get(id);
      if (known !== undefined && (updatedAt === null || known === updatedAt)) continue;
      unread.push(id);
      // A copy that was made before stamps were kept has none; what was changed a moment ago is no late comer.
      if (known !== null && updatedAt !== null && updatedAt <= time.upTo) missed.push(id);
    }
  }
  return { unread, missed };
}
