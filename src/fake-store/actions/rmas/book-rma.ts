import { type Amount, add, amountOf, negate, subtract, ZERO } from '../../amount.ts';
import type { StoredRma } from '../../records/rma-record.ts';
import type { StoreState } from '../../state.ts';

/** A closed RMA's credit is the customer's to spend, less what was paid out (reference, section 3.6). */
function creditOf(rma: StoredRma | undefined): Amount {
  if (rma === undefined || rma.RmaStatus.toLowerCase() !== 'closed') return ZERO;
  return subtract(amountOf(rma.RefundTotal), amountOf(rma.RefundedTotal));
}

/** Puts an RMA that has its totals, with everything that follows from one. */
export function bookRma(state: StoreState, rma: StoredRma): void {
  const before = state.rma(rma.RmaID);
  state.putRma(rma);
  const order = state.order(rma.OrderID);
  if (order !== undefined && state.switches.rmaBumpsDateUpdated)
    state.putOrder({ ...order, DateUpdated: state.stamp() });
  giveCredit(state, rma.CustomerUsername, subtract(creditOf(rma), creditOf(before)));
}

/** Takes an RMA out of the store again, with the credit that it made. */
export function withdrawRma(state: StoreState, rma: StoredRma): void {
  state.removeRma(rma.RmaID);
  giveCredit(state, rma.CustomerUsername, negate(creditOf(rma)));
}

function giveCredit(state: StoreState, username: string, credit: Amount): void {
  const customer = state.customer(username);
  if (credit === ZERO || customer === undefined || !state.switches.closedRmaCredits) return;
  state.putCustomer({ ...customer, AvailableCredit: add(amountOf(customer.AvailableCredit), credit) });
}
