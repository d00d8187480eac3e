import type { LedgerRecord } from '../../ledger/ledger.ts';
import { addSeconds, type Instant, localDateOf, millisecondsOf } from '../../model/time.ts';
import { listOrders } from '../../neto/orders.ts';
import { type RunContext, type StoreRun, stopIfAsked } from './context.ts';

const DAY = 86_400;
/** Orders that were read before; at least one of them must come with each answer. */
const WITNESSES = 3;
/** With the witnesses, as many as one request takes. */
const PAGE = 100 - WITNESSES;
/** The mark up to which copied orders have been looked for. */
export const GONE_SLICE = 'gone';

/**
 * Once a day: copied orders of the last days that their store does not show any more. Nothing in the API tells of a
 * deleted order, so they are asked for by their ids, twice, together with orders that are known to be there: a store
 * that shows none of all has taken rights away, and nothing is decided.
 * @param bound the store's own time
 */
export async function findGoneOrders(context: RunContext, store: StoreRun, bound: Instant): Promise<void> {
  const { ledger, run } = context;
  const { store: name, timeZone } = store.fixed;
  const looked = await ledger.cursor(name, 'orders', GONE_SLICE);
  if (looked !== null && millisecondsOf(bound) - millisecondsOf(looked) < DAY * 1000) return;
  const from = localDateOf(addSeconds(bound, -DAY * store.secondary.payments.lookBackDays), timeZone);
  const witnesses = await ledger.recentIds(name, 'orders', WITNESSES);
  for (let after = ''; ; ) {
    stopIfAsked(context);
    const copies = await ledger.copiesNotRead(run, name, 'orders', PAGE, after, from);
    const last = copies.at(-1);
    if (last === undefined) break;
    after = last.sourceId;
    const gone = await missingOf(context, store, await missingOf(context, store, copies, witnesses), witnesses);
    await ledger.decide(
      run,
      gone.map((key) => ({
        kind: 'quarantine',
        key,
        reason: 'source-gone',
        message: `${key.sourceId} was copied as ${key.targetId ?? ''}, and is not in its store any more.`,
      })),
    );
  }
  await ledger.completeWindow(run, name, 'orders', bound, GONE_SLICE);
}

/** Those that an answer leaves out which is not empty. */
async function missingOf(
  { signal }: RunContext,
  { client }: StoreRun,
  records: readonly LedgerRecord[],
  witnesses: readonly string[],
): Promise<LedgerRecord[]> {
  if (records.length === 0) return [];
  const ids = [...new Set([...records.map(({ sourceId }) => sourceId), ...witnesses])];
  const there = new Set<string>();
  for await (const { orders } of listOrders(client, { ids }, { signal })) {
    for (const { id } of orders) there.add(id.toUpperCase());
  }
  return there.size === 0 ? [] : records.filter(({ sourceId }) => !there.has(sourceId.toUpperCase()));
}
