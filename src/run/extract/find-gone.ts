import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { EntityReader, GoneReads } from '../../entities/definition/reads.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { upperKey } from '../../model/text-key.ts';
import { addSeconds, localDateOf, startOfDay } from '../../model/time.ts';
import { stopIfAsked } from '../context/context.ts';
import type { DailyProgress } from './daily-progress.ts';
import { findGoneOfOrders } from './find-gone-of-orders.ts';
import type { StoreWindow } from './store-window.ts';

const DAY = 86_400;

/** Records that were read before; at least one of them must come with each answer. */
const WITNESSES = 3;

/** With the witnesses, as many as one request takes. */
const PAGE = 100 - WITNESSES;

/** Copies whose source its store has deleted: nothing in the API says so (U33). @returns whether all have been looked for */
export async function findGone(
  window: StoreWindow,
  definition: EntityDefinition,
  progress: DailyProgress,
): Promise<boolean> {
  const { read } = definition;
  if (read.gone === undefined) return true;
  if (read.ofOrder === undefined) return findGoneAlone(window, { ...definition, gone: read.gone }, progress);
  return findGoneOfOrders(window, { ...definition, gone: read.gone }, progress);
}

/**
 * Once a day: copies of the last days that their store does not show any more, of what belongs to nothing else. Where there
 * are many, the store lists what changed since, which is most of them. The others are asked for by their ids, twice, together with records that are known to be there: a store that shows none of all has taken
 * rights away, and nothing is decided.
 * @returns whether all have been looked for
 */
async function findGoneAlone(
  window: StoreWindow,
  { name, read, gone: { reason } }: EntityDefinition & { readonly gone: GoneReads },
  progress: DailyProgress,
): Promise<boolean> {
  const { context, store } = window;
  const { ledger, run, daily } = context;
  const { store: storeName, timeZone } = store.fixed;
  const { bound, since } = progress.state;
  const from = localDateOf(addSeconds(bound, -DAY * store.secondary.payments.lookBackDays), timeZone);
  const witnesses = await ledger.recentIds(storeName, name, WITNESSES);
  const reader = store.source.reader(read);
  let listed: ReadonlySet<string> | undefined;
  for (;;) {
    stopIfAsked(context);
    const copies = await ledger.copiesNotRead(since, storeName, name, PAGE, progress.state.after, from);
    const last = copies.at(-1);
    if (last === undefined) return true;
    if (copies.length === PAGE && listed === undefined && reader.shownSince !== undefined) {
      const list = () => reader.shownSince?.(startOfDay(from, timeZone), { signal: context.signal });
      const step = await daily.step({ clients: [store.source], kind: 'listing' }, async () => await list());
      if (step === undefined) return false;
      listed = new Set(step.result?.map(upperKey));
    }
    const unseen = copies.filter(({ sourceId }) => listed?.has(upperKey(sourceId)) !== true);
    if (unseen.length === 0) {
      await progress.save({ after: last.sourceId });
      continue;
    }
    const look = async () => missingOf(window, reader, await missingOf(window, reader, unseen, witnesses), witnesses);
    const gone = await daily.step({ clients: [store.source], kind: 'comparing' }, look);
    if (gone === undefined) return false;
    await ledger.decide(
      run,
      gone.result.map((key) => ({
        kind: 'quarantine',
        key,
        reason,
        message: `${key.sourceId} was copied as ${key.targetId ?? ''}, and is not in its store any more.`,
      })),
    );
    await progress.save({ after: last.sourceId });
  }
}

/** Those that an answer leaves out which is not empty. */
async function missingOf(
  window: StoreWindow,
  reader: EntityReader,
  records: readonly LedgerRecord[],
  witnesses: readonly string[],
): Promise<LedgerRecord[]> {
  if (records.length === 0) return [];
  const ids = [...new Set([...records.map(({ sourceId }) => sourceId), ...witnesses])];
  const there = new Set((await idsThere(window, reader, ids)).map(upperKey));
  return there.size === 0 ? [] : records.filter(({ sourceId }) => !there.has(upperKey(sourceId)));
}

/** By a listing of their ids alone, where there is one. */
async function idsThere(
  { context: { signal } }: StoreWindow,
  reader: EntityReader,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (reader.there !== undefined) return reader.there(ids, { signal });
  const found: string[] = [];
  for await (const { records, quarantined } of reader.byIds(ids, { signal })) {
    found.push(...records.map(({ sourceId }) => sourceId));
    found.push(...quarantined.filter(({ reason }) => reason !== 'vanished').map(({ sourceId }) => sourceId));
  }
  return found;
}
