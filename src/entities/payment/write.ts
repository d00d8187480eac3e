import type { PaymentDraft } from '../../model/drafts.ts';
import { sameMethod } from '../../model/method-names.ts';
import { equal, formatMoney } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { referenceOf } from '../../model/payment-reference.ts';
import type { NetoClient } from '../../neto/client.ts';
import { addPayments, listPayments, readPaymentsOfOrders } from '../../neto/payments.ts';
import type { Writes } from '../definition/definition.ts';
import type { Difference, LoadTarget } from '../writing/load-target.ts';
import {
  cameBackAltered,
  findReferenced,
  forgetful,
  type Referenced,
  type ReferenceMemory,
  type ShownRecord,
  seenOfReference,
  withoutOthers,
} from '../writing/referenced.ts';
import { elsewhereAmong, rangesOfDays, timesOf } from '../writing/stands-elsewhere.ts';
import { comparePayment, type ExpectedPayment } from './compare.ts';

/** A payment to be booked. `expected` is left out in intents of earlier versions, where the draft has to do. */
export type PaymentCopy = PaymentDraft & { readonly expected?: ExpectedPayment | undefined };

/**
 * Books payments over the API. A payment has no id that we could choose: its key is our reference, the first word of its
 * authorisation, so the target id of an item is that reference.
 */
export function paymentTarget(
  client: NetoClient,
  signal?: AbortSignal,
  memory: ReferenceMemory = forgetful,
): LoadTarget<PaymentCopy, Referenced<Payment>> {
  return {
    async lookUp(items, { areThere } = {}) {
      const orderIds = [...new Set(items.map(({ draft }) => draft.orderId))];
      const until = (authorisations: readonly string[]): boolean => {
        const found = new Set(authorisations.map((text) => referenceOf(text).toLowerCase()));
        return items.every(({ targetId }) => found.has(targetId.toLowerCase()));
      };
      const { payments } = await readPaymentsOfOrders(client, orderIds, { signal, areThere, until });
      const own = await withoutOthers(payments, items, memory);
      return findReferenced(items, own.map(shownPayment), (draft) => draft, memory);
    },
    write: async (items) => {
      const wordAlone = await memory.sendsWordAlone();
      const answer = await addPayments(
        client,
        items.map(({ draft }) => (wordAlone ? { ...draft, authorisation: referenceOf(draft.authorisation) } : draft)),
        { signal },
      );
      // The ids in the answer are the primary's own numbers, which tell nothing about which payments they are of.
      return { ...answer, ids: [], taken: answer.ids.length };
    },
    isCopyOf: ({ draft }, { existing }) => existing.orderId.toLowerCase() === draft.orderId.toLowerCase(),
    doubt: (_item, found) => (found.kind === 'doubtful' ? found.reading : undefined),
    compare: ({ expected, ...draft }, { existing }) =>
      expected === undefined ? compareWithDraft(draft, existing) : comparePayment(expected, existing),
    async elsewhere(written) {
      const payments = new Map<string, Payment>();
      const days = rangesOfDays(written.map(({ item }) => item.draft.paidOn));
      // A primary that alters the order may alter the day too, and then books it on the one on which it came.
      for (const range of [...days, ...timesOf(written)]) {
        for await (const page of listPayments(client, range, { signal, onUnreadable: () => {} })) {
          for (const payment of page.payments) payments.set(payment.id, payment);
        }
      }
      return elsewhereAmong(written, [...payments.values()].map(shownPayment), (draft) => draft, memory);
    },
    async readBack({ key, draft }, { kind, existing }) {
      const sent = (await memory.sendsWordAlone()) ? referenceOf(draft.authorisation) : draft.authorisation;
      for (const seen of seenOfReference('payments', [{ sent, shown: existing.authorisation }])) client.tell?.(seen);
      if (kind === 'certain' && cameBackAltered(draft.authorisation, existing.authorisation))
        await memory.noteAltered(key);
    },
  };
}

export const paymentSteps = {
  add: {
    done: 'added',
    keyless: true,
    onCopy: ({ orderId }: PaymentCopy) => orderId,
    open: ({ primary, signal, references }) => paymentTarget(primary, signal, references('payments')),
  },
} as const satisfies Writes['steps'];

export function shownPayment(payment: Payment): ShownRecord<Payment> {
  return { orderId: payment.orderId, amount: payment.amount, texts: [payment.authorisation], existing: payment };
}

/** Of intents that an earlier version has left open. */
function compareWithDraft(draft: PaymentDraft, existing: Payment): Difference[] {
  const differences: Difference[] = [];
  if (!equal(draft.amount, existing.amount)) {
    differences.push({ field: 'amount', meant: formatMoney(draft.amount), held: formatMoney(existing.amount) });
  }
  if (!sameMethod(draft.methodName, existing.method)) {
    differences.push({ field: 'method', meant: draft.methodName, held: existing.method });
  }
  if (draft.paidOn !== null && draft.paidOn !== existing.paidOn) {
    differences.push({ field: 'date', meant: draft.paidOn, held: existing.paidOn ?? 'none' });
  }
  return differences;
}
