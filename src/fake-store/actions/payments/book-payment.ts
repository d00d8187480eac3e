import { type Amount, add, amountOf, compare, subtract, ZERO } from '../../amount.ts';
import type { StoredOrder } from '../../records/order-record.ts';
import type { StoredPayment } from '../../records/payment-record.ts';
import type { StoreState } from '../../state.ts';
import { toldOrder } from '../../tell-lies.ts';

function paidOf(state: StoreState, orderId: string): Amount {
  return add(...state.paymentsOf(orderId).map(({ AmountPaid }) => amountOf(AmountPaid)));
}

export function paymentStatusOf(state: StoreState, order: StoredOrder): 'FullyPaid' | 'PartialPaid' | 'Pending' {
  const paid = paidOf(state, order.OrderID);
  if (compare(paid, amountOf(order.GrandTotal)) >= 0) return 'FullyPaid';
  return compare(paid, ZERO) > 0 ? 'PartialPaid' : 'Pending';
}

export function amountOwed(state: StoreState, order: StoredOrder): Amount {
  return subtract(amountOf(order.GrandTotal), paidOf(state, order.OrderID));
}

function overpaidBy(paid: Amount, order: StoredOrder): Amount {
  const rest = subtract(paid, amountOf(order.GrandTotal));
  return compare(rest, ZERO) < 0 ? ZERO : rest;
}

function isApproval(before: StoredOrder, after: StoredOrder): boolean {
  return before.CompleteStatus !== 'Approved' && after.CompleteStatus === 'Approved';
}

/** Books a payment, with everything that follows from one but mail. @returns whether the order became fully paid by it */
export function bookPayment(state: StoreState, order: StoredOrder, payment: StoredPayment): boolean {
  const statusBefore = paymentStatusOf(state, order);
  const overpaidBefore = overpaidBy(paidOf(state, order.OrderID), order);
  state.putPayment(payment);
  const becamePaid = statusBefore !== 'FullyPaid' && paymentStatusOf(state, order) === 'FullyPaid';

  const changed = { ...order };
  if (payment.DatePaid > order.DatePaid) changed.DatePaid = payment.DatePaid;
  if (becamePaid) changed.RealtimeConfirmation = 'FULLY PAID';
  if (becamePaid && state.switches.fullPaymentApproves) changed.CompleteStatus = 'Approved';
  if (state.switches.paymentBumpsDateUpdated) changed.DateUpdated = state.stamp();
  state.putOrder(isApproval(order, changed) ? toldOrder(state, 'approve', changed) : changed);

  const credit = subtract(overpaidBy(paidOf(state, order.OrderID), order), overpaidBefore);
  const customer = state.customer(order.Username);
  if (credit !== ZERO && customer !== undefined) {
    state.putCustomer({ ...customer, AvailableCredit: add(amountOf(customer.AvailableCredit), credit) });
  }
  return becamePaid;
}
