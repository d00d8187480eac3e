import { bookPayment } from './actions/payments/book-payment.ts';
import { moneyText, readAmount } from './amount.ts';
import type { Panel, PanelPayment, PaymentChanges } from './fake-store.ts';
import { paymentFromSeed } from './load-seed.ts';
import { known } from './panel-known.ts';
import type { StoredPayment } from './records/payment-record.ts';
import { textFields } from './records/scalar.ts';
import type { StoreState } from './state.ts';
import { readTime } from './time.ts';

function changed(state: StoreState, before: StoredPayment, changes: PaymentChanges): StoredPayment {
  const given = Object.keys(changes) as (keyof PaymentChanges)[];
  const payment = { ...before, ...textFields(given, changes) };
  if (readAmount(payment.AmountPaid) === undefined) throw new Error(`${payment.AmountPaid} is no amount`);
  if (changes.AmountPaid !== undefined) payment.AmountPaid = moneyText(readAmount(payment.AmountPaid) ?? '0');
  payment.DatePaid = readTime(payment.DatePaid) ?? payment.DatePaid;
  if (changes.PaymentMethodName !== undefined) {
    const name = payment.PaymentMethodName.toLowerCase();
    payment.PaymentMethod = state.config.paymentMethods.find((method) => method.name.toLowerCase() === name)?.id ?? '';
  }
  return payment;
}

/** What staff do with payments. */
export function panelPayments(
  state: StoreState,
): Pick<Panel, 'addPayment' | 'changePayment' | 'rekeyPayment' | 'removePayment'> {
  const payment = (id: string) => known(state.payment(id), `payment ${id}`);
  const order = (id: string) => known(state.order(id), `order ${id}`);
  return {
    addPayment(given: PanelPayment) {
      const { OrderID, AmountPaid, PaymentMethodName, ...rest } = given;
      const added = paymentFromSeed(state, order(OrderID), {
        Amount: AmountPaid,
        PaymentType: PaymentMethodName,
        ...rest,
      });
      bookPayment(state, order(OrderID), added);
      return added;
    },
    changePayment(id, changes) {
      const before = payment(id);
      const after = changed(state, before, changes);
      if (after.OrderID !== before.OrderID) state.removePayment(id);
      state.putPayment(after);
      return after;
    },
    rekeyPayment(id, changes = {}) {
      const before = payment(id);
      const after = { ...changed(state, before, changes), PaymentID: state.nextPaymentId() };
      const target = order(after.OrderID);
      state.removePayment(id);
      bookPayment(state, target, after);
      return after;
    },
    removePayment(id) {
      state.removePayment(payment(id).PaymentID);
    },
  };
}
