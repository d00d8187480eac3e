import type { LedgerRecord } from '../../ledger/record.ts';
import { upperKey } from '../../model/text-key.ts';
import { addSeconds, localDateOf } from '../../model/time.ts';
import { listOrders } from '../../neto/orders.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { stopIfAsked } from '../context/context.ts';
import type { DailyWork, RunBasics } from '../context/parts.ts';
import type { DailyProgress } from './daily-progress.ts';

const DAY = 86_400;
/** Orders that were read before; at least one of them must come with each answer. */
const WITNESSES = 3;
/** With the witnesses, as many as one request takes. */
const PAGE = 100 - WITNESSES;

/**
 * Once a day: copied orders of the last days that their store does not show any more. Nothing in the API tells of a
 * deleted order, so they are asked for by their ids, twice, together with orders that are known to be there: a store
 * that shows none of all has taken rights away, and nothing is decided.
 * @returns whether all have been looked for
 */
export async function findGoneOrders(
  context: RunBasics & DailyWork,
  store: StoreRun,
  progress: DailyProgress,
): Promise<boolean> {
  const { ledger, run, daily } = context;
  const { store: name, timeZone } = store.fixed;
  const { bound, since } = progress.state;
  const from = localDateOf(addSeconds(bound, -DAY * store.secondary.payments.lookBackDays), timeZone);
  const witnesses = await ledger.recentIds(name, 'orders', WITNESSES);
  for (;;) {
    stopIfAsked(context);
    const copies = await ledger.copiesNotRead(since, name, 'orders', PAGE, progress.state.after, from);
    const last = copies.at(-1);
    if (last === undefined) return true;
    const look = async () => missingOf(context, store, await missingOf(context, store, copies, witnesses), witnesses);
    const gone = await daily.step({ clients: [store.client], kind: 'comparing' }, look);
    if (gone === undefined) return false;
    await ledger.decide(
      run,
      gone.result.map((key) => ({
        kind: 'quarantine',
        key,
        reason: 'source-gone',
        message: `${key.sourceId} was copied as ${key.targetId ?? ''}, and is not in its store any more.`,
      })),
    );
    await progress.save({ after: last.sourceId });
  }
}

/** Those that an answer leaves out which is not empty. */
async function missingOf(
  { signal }: RunBasics & DailyWork,
  { client }: StoreRun,
  records: readonly LedgerRecord[],
  witnesses: readonly string[],
): Promise<LedgerRecord[]> {
  if (records.length === 0) return [];
  const ids = [...new Set([...records.map(({ sourceId }) => sourceId), ...witnesses])];
  const there = new Set<string>();
  for await (const { orders } of listOrders(client, { ids }, { signal })) {
    for (const { id } of orders) there.add(upperKey(id));
  }
  return there.size === 0 ? [] : records.filter(({ sourceId }) => !there.has(upperKey(sourceId)));
}
