import type { LedgerRecord } from '../../ledger/record.ts';
import { type Order, orderSchema } from '../../model/order.ts';
import { isRecordFault } from '../../model/record-fault.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { isAskedOrder } from '../context/narrowing.ts';
import type { RunBasics } from '../context/parts.ts';

const PAGE = 500;

export interface StagedOrder {
  readonly key: LedgerRecord;
  readonly order: Order;
}

/** One whose content can't be taken is left to its own loading, which quarantines it. */
function orderIn(key: LedgerRecord): StagedOrder[] {
  try {
    return [{ key, order: orderSchema.parse(JSON.parse(key.payload ?? '')) }];
  } catch (error) {
    if (!isRecordFault(error)) throw error;
    return [];
  }
}

/** All orders of a store that wait to be loaded by this run, page by page, in the order of their source ids. */
export async function* stagedOrders(
  { ledger, narrowing }: Pick<RunBasics, 'ledger' | 'narrowing'>,
  { fixed }: Pick<StoreRun, 'fixed'>,
): AsyncGenerator<StagedOrder[]> {
  let after = '';
  for (;;) {
    const page = await ledger.staged(fixed.store, 'orders', PAGE, after);
    const selected = page.filter(({ sourceId }) => isAskedOrder(narrowing, sourceId));
    yield selected.flatMap(orderIn);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.sourceId;
  }
}
