import type { PaymentDraft } from '../model/drafts.ts';
import { equal, formatMoney } from '../model/money.ts';
import type { Payment } from '../model/payment.ts';
import { referenceOf } from '../model/payment-reference.ts';
import type { NetoClient } from '../neto/client.ts';
import { addPayments, readPaymentsOfOrders } from '../neto/payments.ts';
import type { Difference, LoadTarget } from './load-target.ts';

/**
 * Books payments over the API. A payment has no id that we could choose: its key is our reference, the first word of its
 * authorisation, so the target id of an item is that reference.
 */
export function paymentTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<PaymentDraft, Payment> {
  return {
    async lookUp(items) {
      const orderIds = [...new Set(items.map(({ draft }) => draft.orderId))];
      const until = (authorisations: readonly string[]): boolean => {
        const found = new Set(authorisations.map(keyOf));
        return items.every(({ targetId }) => found.has(targetId.toLowerCase()));
      };
      return byReference((await readPaymentsOfOrders(client, orderIds, { signal, until })).payments);
    },
    write: async (items) => {
      const answer = await addPayments(
        client,
        items.map(({ draft }) => draft),
        { signal },
      );
      // The ids in the answer are the primary's own numbers, which tell nothing about which payments they are of.
      return { ...answer, ids: [], taken: answer.ids.length };
    },
    isCopyOf: ({ draft }, held) => held.orderId.toLowerCase() === draft.orderId.toLowerCase(),
    compare: comparePayment,
  };
}

/** As a look-up of the payment target finds them. */
export function byReference(payments: readonly Payment[]): ReadonlyMap<string, Payment> {
  return new Map(payments.map((payment) => [keyOf(payment.authorisation), payment]));
}

function keyOf(authorisation: string): string {
  return referenceOf(authorisation).toLowerCase();
}

function comparePayment(draft: PaymentDraft, held: Payment): Difference[] {
  const differences: Difference[] = [];
  if (!equal(draft.amount, held.amount)) {
    differences.push({ field: 'amount', meant: formatMoney(draft.amount), held: formatMoney(held.amount) });
  }
  if (draft.methodName.toLowerCase() !== held.method.toLowerCase()) {
    differences.push({ field: 'method', meant: draft.methodName, held: held.method });
  }
  if (draft.paidOn !== null && draft.paidOn !== held.paidOn) {
    differences.push({ field: 'date', meant: draft.paidOn, held: held.paidOn ?? 'none' });
  }
  return differences;
}
