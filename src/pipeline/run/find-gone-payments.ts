import type { ExtractedRecord } from '../../extract/extracted-record.ts';
import { paymentRecord } from '../../extract/payments.ts';
import type { LedgerRecord } from '../../ledger/ledger.ts';
import { readOrders } from '../../neto/orders.ts';
import { readPaymentsById } from '../../neto/payments.ts';
import { type RunContext, type StoreRun, stopIfAsked } from './context.ts';

/** As many as one request takes. */
const PAGE = 100;

/**
 * Copied payments that a reading of all payments has not brought, so that they may have been deleted: nothing in the API
 * says so (U33). They are asked for by their ids, and count as deleted only where their order is there to be seen and
 * names them no more; a store that shows neither may just have taken rights away.
 * @param stage what is there all the same
 */
export async function findGonePayments(
  context: RunContext,
  store: StoreRun,
  stage: (records: readonly ExtractedRecord[]) => Promise<void>,
): Promise<void> {
  const { ledger, run, signal } = context;
  const { store: name } = store.fixed;
  for (let after = ''; ; ) {
    stopIfAsked(context);
    const missing = await ledger.copiesNotRead(run, name, 'payments', PAGE, after);
    const last = missing.at(-1);
    if (last === undefined) return;
    after = last.sourceId;
    const ids = missing.map(({ sourceId }) => sourceId);
    const seen = new Set<string>();
    const there = await readPaymentsById(store.client, ids, { signal, onUnreadable: ({ id }) => seen.add(id) });
    await stage(there.map(paymentRecord));
    for (const { id } of there) seen.add(id);
    const gone = await provenGone(
      context,
      store,
      missing.filter(({ sourceId }) => !seen.has(sourceId)),
    );
    await ledger.decide(
      run,
      gone.map((key) => ({
        kind: 'quarantine',
        key,
        reason: 'payment-gone',
        message: `Payment ${key.sourceId} of ${key.parent} was copied, and is not in its store any more.`,
      })),
    );
  }
}

async function provenGone(
  { signal }: RunContext,
  { client }: StoreRun,
  missing: readonly LedgerRecord[],
): Promise<LedgerRecord[]> {
  const parents = [...new Set(missing.map(({ parent }) => parent ?? ''))];
  if (parents.length === 0) return [];
  const orders = new Map((await readOrders(client, parents, { signal })).orders.map((order) => [order.id, order]));
  return missing.filter(({ parent, sourceId }) => {
    const order = orders.get(parent ?? '');
    return order !== undefined && !order.payments.some(({ id }) => id === sourceId);
  });
}
