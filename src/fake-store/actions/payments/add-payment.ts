import { type Amount, compare, readAmount, roundToCents, ZERO } from '../../amount.ts';
import { sendMail } from '../../mails.ts';
import type { StoredOrder } from '../../records/order-record.ts';
import { storedPayment } from '../../records/payment-record.ts';
import { keptReference } from '../../references.ts';
import type { PaymentMethod } from '../../seed.ts';
import type { StoreState } from '../../state.ts';
import { toldPayment } from '../../tell-lies.ts';
import { readTime } from '../../time.ts';
import { innerMaps, textOf, type ValueMap } from '../../value.ts';
import { writtenTime } from '../date-field.ts';
import { enterStatus } from '../orders/enter-status.ts';
import { missing, Refused } from '../refused.ts';
import { amountOwed, bookPayment } from './book-payment.ts';

function methodOf(state: StoreState, record: ValueMap): PaymentMethod {
  const id = textOf(record.PaymentMethodID);
  const name = textOf(record.PaymentMethodName);
  if (id === '' && name === '') throw missing('PaymentMethodName');
  const method = state.config.paymentMethods.find((known) =>
    name === '' ? known.id === id : known.name.toLowerCase() === name.toLowerCase(),
  );
  if (method === undefined) throw new Refused(`Cannot find Payment Method ${name === '' ? id : name}`);
  return method;
}

function amountPaid(state: StoreState, record: ValueMap, order: StoredOrder): Amount {
  const text = textOf(record.AmountPaid);
  if (text === '') throw missing('AmountPaid');
  const exact = readAmount(text);
  if (exact === undefined) throw new Refused('AmountPaid has a wrong format');
  const amount = roundToCents(exact);
  if (compare(amount, ZERO) <= 0 && state.switches.nonPositivePayment === 'error') {
    throw new Refused(`AmountPaid ${text} is not more than zero`);
  }
  if (state.switches.overpayment === 'error' && compare(amount, amountOwed(state, order)) > 0) {
    throw new Refused(`AmountPaid ${text} is more than is owed for Order ${order.OrderID}`);
  }
  return amount;
}

/** A status change of the store's own, with all that follows from one. */
function pickByItself(state: StoreState, orderId: string): void {
  const order = state.order(orderId);
  if (!state.switches.fullPaymentPicks || order?.OrderStatus !== 'New') return;
  const picked = { ...order, OrderStatus: 'Pick' };
  enterStatus(state, picked, order.OrderStatus);
  state.putOrder(picked);
}

/** A date only: of a time no source tells, and there is no UTC variant. */
function datePaid(state: StoreState, record: ValueMap, warnings: string[]): string | undefined {
  const text = textOf(record.DatePaid);
  const day = readTime(text)?.slice(0, 10);
  return writtenTime(state, { DatePaid: day ?? text }, 'DatePaid', warnings);
}

/** No check for a payment that was booked before: the reference knows of none (section 2.4). */
export function addPayment(state: StoreState, record: ValueMap, warnings: string[]): ValueMap {
  const orderId = textOf(record.OrderID);
  if (orderId === '') throw missing('OrderID');
  const order = state.order(orderId);
  if (order === undefined) throw new Refused(`Cannot find Order ${orderId}`);
  const method = methodOf(state, record);
  const amount = amountPaid(state, record, order);
  const sent = storedPayment({
    PaymentID: state.nextPaymentId(),
    OrderID: order.OrderID,
    AmountPaid: amount,
    CurrencyCode: order.CurrencyCode,
    DatePaid: datePaid(state, record, warnings) ?? state.now(),
    PaymentMethod: method.id,
    PaymentMethodName: method.name,
    CardAuthorisation: keptReference(
      textOf(record.CardAuthorisation),
      state.switches.references.CardAuthorisation,
      state.now(),
    ),
    PaymentNotes: innerMaps(record.TransactionNotes, 'TransactionNote')
      .map((note) => `${textOf(note.Title)}: ${textOf(note.Description)}`)
      .join('\n'),
  });
  const payment = toldPayment(state, sent);
  const target = state.order(payment.OrderID) ?? order;
  if (bookPayment(state, target, payment)) {
    sendMail(state, target, 'receipt');
    pickByItself(state, target.OrderID);
  }
  if (state.orderPaymentHiddenFor > 0)
    state.hideFromReads(`order payment ${payment.PaymentID}`, state.orderPaymentHiddenFor);
  if (state.paymentHiddenFor > 0) state.hideFromReads(`payment ${payment.PaymentID}`, state.paymentHiddenFor);
  return { PaymentID: payment.PaymentID };
}
