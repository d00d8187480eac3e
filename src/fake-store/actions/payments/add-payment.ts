import { parseDecimal } from '../../../model/money.ts';
import { sendMail } from '../../mails.ts';
import { storedPayment } from '../../records/payment-record.ts';
import type { PaymentMethod } from '../../seed.ts';
import type { StoreState } from '../../state.ts';
import { innerMaps, textOf, type ValueMap } from '../../value.ts';
import { writtenTime } from '../date-field.ts';
import { missing, Refused } from '../refused.ts';
import { bookPayment } from './book-payment.ts';

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

/** No check for a payment that was booked before: the reference knows of none (section 2.4). */
export function addPayment(state: StoreState, record: ValueMap, warnings: string[]): ValueMap {
  const orderId = textOf(record.OrderID);
  if (orderId === '') throw missing('OrderID');
  const order = state.order(orderId);
  if (order === undefined) throw new Refused(`Cannot find Order ${orderId}`);
  const method = methodOf(state, record);
  const amountText = textOf(record.AmountPaid);
  if (amountText === '') throw missing('AmountPaid');
  const amount = parseDecimal(amountText);
  if (amount === undefined) throw new Refused('AmountPaid has a wrong format');
  const payment = storedPayment({
    PaymentID: state.nextNumber('payment'),
    OrderID: order.OrderID,
    AmountPaid: amount,
    CurrencyCode: order.CurrencyCode,
    DatePaid: writtenTime(state, record, 'DatePaid', warnings) ?? state.now(),
    PaymentMethod: method.id,
    PaymentMethodName: method.name,
    CardAuthorisation: textOf(record.CardAuthorisation),
    PaymentNotes: innerMaps(record.TransactionNotes, 'TransactionNote')
      .map((note) => `${textOf(note.Title)}: ${textOf(note.Description)}`)
      .join('\n'),
  });
  if (bookPayment(state, order, payment)) sendMail(state, order, 'receipt');
  return { PaymentID: payment.PaymentID };
}
