import type { Ledger } from '../../ledger/ledger.ts';
import { DROPPED } from '../../ledger/quarantine.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Decimal } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';

/** What the ledger knows of the orders and payments of a sample, as far as it changes what a run would do with them. */
export interface Decided {
  /** Copied, or dropped by a person: no run holds it for what a new one would be held for. */
  isSettled(entity: 'orders' | 'payments', sourceId: string): boolean;
  /** The cents that a person has accepted of an order's total. */
  acceptedOf(orderId: string): Decimal | undefined;
}

export const nothingDecided: Decided = { isSettled: () => false, acceptedOf: () => undefined };

export async function decidedAlready(
  ledger: Pick<Ledger, 'known'> | undefined,
  store: string,
  orders: readonly Order[],
): Promise<Decided> {
  if (ledger === undefined) return nothingDecided;
  const known = (entity: EntityName, ids: readonly string[]) => ledger.known(store, entity, ids);
  const records = {
    orders: await known(
      'orders',
      orders.map(({ id }) => id),
    ),
    payments: await known(
      'payments',
      orders.flatMap(({ payments }) => payments.map(({ id }) => id)),
    ),
  };
  return {
    isSettled: (entity, sourceId) => isSettled(records[entity].get(sourceId)),
    acceptedOf: (orderId) => records.orders.get(orderId)?.accepted ?? undefined,
  };
}

function isSettled(record: LedgerRecord | undefined): boolean {
  if (record === undefined) return false;
  const { state, reason } = record;
  return state === 'loaded' || state === 'linked' || (state === 'skipped' && reason === DROPPED);
}
