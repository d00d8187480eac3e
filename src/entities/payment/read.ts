import { contentHash } from '../../model/content-hash.ts';
import { methodKey } from '../../model/method-names.ts';
import type { Payment } from '../../model/payment.ts';
import type { Instant } from '../../model/time.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { paymentsMustShow } from '../../neto/must-show.ts';
import { listPayments, readPaymentsOfOrders } from '../../neto/payments.ts';
import type { ExtractedPage, ExtractedRecord, QuarantinedRecord } from '../reading/extracted-record.ts';
import { holder, recordsOf } from '../reading/unreadable.ts';
import { paymentPosting } from './financial.ts';

const ORDERS = 100;

/** The payments of a window of DatePaid, the only date that a store filters payments by. @throws ConsolidatorError */
export async function* extractPaymentsByDate(
  client: NetoClient,
  window: { readonly from: Instant; readonly to: Instant },
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  const quarantined: QuarantinedRecord[] = [];
  for await (const { payments } of listPayments(client, window, {
    ...options,
    mustShow: paymentsMustShow,
    onUnreadable: holder(quarantined),
  })) {
    const records = recordsOf(payments, paymentRecord, ({ id }) => id, quarantined);
    yield { records, quarantined: quarantined.splice(0) };
  }
}

/** All payments of these orders. @throws ConsolidatorError */
export async function* extractPaymentsOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  for (let start = 0; start < orderIds.length; start += ORDERS) {
    const quarantined: QuarantinedRecord[] = [];
    const ids = orderIds.slice(start, start + ORDERS);
    const { payments } = await readPaymentsOfOrders(client, ids, {
      ...options,
      mustShow: paymentsMustShow,
      onUnreadable: holder(quarantined),
    });
    yield { records: recordsOf(payments, paymentRecord, ({ id }) => id, quarantined), quarantined };
  }
}

export function paymentRecord(payment: Payment): ExtractedRecord {
  const { id, orderId, currency, method } = payment;
  const { amount, day: paidOn } = paymentPosting(payment);
  return {
    sourceId: id,
    // Names of methods are compared without their case wherever they are used.
    hash: contentHash({ amount, currency, method: methodKey(method), paidOn }),
    formerHash: contentHash({ amount, currency, method, paidOn }),
    payload: JSON.stringify(payment),
    parent: orderId,
    amount,
    facts: { bookedOn: paidOn, currency, method },
  };
}
