import { amountOf, moneyText } from '../../amount.ts';
import { listReply, type Reply } from '../../protocol/reply.ts';
import { PAYMENT_FIELDS, type StoredPayment } from '../../records/payment-record.ts';
import type { StoreState } from '../../state.ts';
import { utcToLocal } from '../../time.ts';
import type { ValueMap } from '../../value.ts';
import { allOf, anyOf, between, filterOf, selectorsOf, wanted } from '../filter.ts';
import { pageOf } from '../paging.ts';

function byNumber(payments: StoredPayment[]): StoredPayment[] {
  return payments.sort((a, b) => Number(a.PaymentID) - Number(b.PaymentID));
}

function candidates(state: StoreState, filter: ValueMap): StoredPayment[] {
  if (!state.switches.orderRights) return [];
  const listed = wanted(filter, 'PaymentID');
  const { paymentIdLists } = state.switches;
  const ids = new Set(paymentIdLists === 'ignored' ? [] : paymentIdLists === 'whole' ? listed : listed.slice(0, 10));
  if (ids.size > 0) return byNumber([...ids].flatMap((id) => state.payment(id) ?? []));
  const orderIds = new Set(wanted(filter, 'OrderID').map((id) => id.toLowerCase()));
  if (orderIds.size === 0) return [...state.payments()];
  return byNumber([...orderIds].flatMap((id) => state.paymentsOf(id)));
}

function rowOf(state: StoreState, payment: StoredPayment, selected: ReadonlySet<string>): ValueMap {
  const row: ValueMap = { PaymentID: payment.PaymentID, OrderID: payment.OrderID };
  for (const name of PAYMENT_FIELDS) if (selected.has(name)) row[name] = payment[name];
  if (selected.has('ID')) row.ID = payment.PaymentID;
  if (selected.has('AmountPaid')) row.AmountPaid = moneyText(amountOf(payment.AmountPaid));
  if (selected.has('DatePaidUTC')) row.DatePaidUTC = payment.DatePaid;
  if (selected.has('DatePaidLocal')) row.DatePaidLocal = utcToLocal(payment.DatePaid, state.config.timezone);
  if (selected.has('CardAuthorisation') && !state.switches.cardAuthorisationReadable) row.CardAuthorisation = '';
  return row;
}

export function getPayment(state: StoreState, body: ValueMap): Reply {
  const filter = filterOf(body);
  const matches = allOf<StoredPayment>([
    anyOf(filter, 'OrderID', ({ OrderID }) => OrderID),
    between(filter, 'DatePaid', ({ DatePaid }) => DatePaid),
  ]);
  const rows = candidates(state, filter)
    .filter(matches ?? (() => true))
    .filter(({ PaymentID }) => state.isVisible(`payment ${PaymentID}`));
  const selected = selectorsOf(filter);
  return listReply(
    'Payment',
    pageOf(rows, filter, state.switches).map((payment) => rowOf(state, payment, selected)),
  );
}
