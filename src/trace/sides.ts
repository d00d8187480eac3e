import { ConsolidatorError } from '../model/errors.ts';
import { add, ZERO } from '../model/money.ts';
import { isApproved, type Order } from '../model/order.ts';
import { lowerKey } from '../model/text-key.ts';
import type { NetoClient } from '../neto/client.ts';
import { readOrders } from '../neto/orders.ts';
import type { Side } from './trace.ts';

interface Looked {
  readonly side: Side;
  readonly order: Order | undefined;
}

const NOT_ASKED: Looked = { side: { kind: 'not-asked' }, order: undefined };

/** Reads one order as the store shows it now; a store that can't be reached is a finding, no failure. */
export async function lookAt(client: NetoClient | undefined, id: string | null, signal: AbortSignal): Promise<Looked> {
  if (client === undefined || id === null) return NOT_ASKED;
  try {
    const { orders } = await readOrders(client, [id], { signal });
    const order = orders.find((one) => lowerKey(one.id) === lowerKey(id));
    return { order, side: order === undefined ? { kind: 'not-there' } : sideOf(order) };
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    return { order: undefined, side: { kind: 'unreachable', code: error.code, message: error.message } };
  }
}

function sideOf(order: Order): Side {
  return {
    kind: 'there',
    status: order.status,
    approved: isApproved(order),
    total: order.grandTotal,
    paid: order.payments.reduce((sum, { amount }) => add(sum, amount), ZERO),
    username: order.username,
    updatedAt: order.updatedAt,
  };
}
