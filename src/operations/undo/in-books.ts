import type { LedgerRecord } from '../../ledger/record.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { upperKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { type OrderState, readExportedIds, readOrderStates, readUnexportedIds } from '../../neto/orders.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { readRmasOfOrders } from '../../neto/rmas.ts';
import { isByHand } from '../../run/copies/by-hand.ts';

/** What the primary has of some copies, and of what hangs on them. All by ids in upper case. */
interface Books {
  readonly states: ReadonlyMap<string, OrderState>;
  readonly exported: ReadonlySet<string>;
  /** Those that the primary shows as not exported. */
  readonly pending: ReadonlySet<string>;
  readonly paid: ReadonlySet<string>;
  /** Undefined where the primary does not show returns to this key. */
  readonly returned: ReadonlySet<string> | undefined;
}

/** @throws ConsolidatorError */
export async function readBooks(
  primary: NetoClient,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Books> {
  const options = { signal };
  const states = await readOrderStates(primary, ids, options);
  const exported = await readExportedIds(primary, ids, options);
  const pending = await readUnexportedIds(primary, ids, options);
  const { payments } = await readPaymentsOfOrders(primary, ids, options);
  const paid = new Set(payments.map(({ orderId }) => upperKey(orderId)));
  return { states, exported, pending, paid, returned: await returnedAmong(primary, ids, options) };
}

async function returnedAmong(
  primary: NetoClient,
  ids: readonly string[],
  options: { readonly signal: AbortSignal | undefined },
): Promise<ReadonlySet<string> | undefined> {
  try {
    const returns = await readRmasOfOrders(primary, ids, options);
    return new Set(returns.map(({ orderId }) => upperKey(orderId)));
  } catch (error) {
    const isWithheld = error instanceof ConsolidatorError && ['request-refused', 'http-refused'].includes(error.code);
    if (isWithheld) return undefined;
    throw error;
  }
}

/** @returns what a person must do, or undefined where the copy can be cancelled: nothing of it may be in the books */
export function hindrance(copy: LedgerRecord, books: Books): string | undefined {
  const id = upper(copy);
  const state = books.states.get(id);
  if (isByHand(copy))
    return 'It was entered in the primary by hand and linked: this program neither made it nor takes it back.';
  if (copy.state === 'writing') return 'What became of its write is not known yet: start a run, then undo again.';
  if (state === undefined) return 'It is not in the primary: nothing to do there. `drop` it if it is quarantined.';
  if (isCancelled(state)) return undefined;
  if (state.payments.length > 0 || books.paid.has(id))
    return 'It has payments, which Neto lets nobody remove by program: credit it by an RMA in the primary.';
  if (books.returned === undefined)
    return 'The primary does not show to this key whether it has returns: cancel it there by hand if it has none.';
  if (books.returned.has(id)) return 'It has a return, whose credit would stand alone: see to both in the primary.';
  if (books.exported.has(id) || !books.pending.has(id))
    return 'It was exported to the books: credit it in the primary and let the credit go to Xero.';
  return undefined;
}

export function isCancelled(state: OrderState | undefined): boolean {
  return state?.status.toLowerCase() === 'cancelled';
}

export function upper({ targetId }: Pick<LedgerRecord, 'targetId'>): string {
  return upperKey(targetId ?? '');
}
