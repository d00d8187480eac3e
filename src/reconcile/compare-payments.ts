import { FROM_FILE } from '../model/from-file.ts';
import { meantMethod, sameMethod } from '../model/method-names.ts';
import { equal, formatMoney, isNegative } from '../model/money.ts';
import { isCancelled } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { readReference, referenceIn } from '../model/payment-reference.ts';
import { firstThatComeTo } from '../run/load/file-sums.ts';
import type { OrderCase } from './cases.ts';
import { paymentFindings } from './compared-fields.ts';
import { difference } from './make-difference.ts';
import type { ComparedField, Difference } from './result.ts';

/** The payments of one order that both sides have. Those of a missing, extra or cancelled order go with it. */
export function comparePayments(one: OrderCase): Difference[] {
  const [copy] = one.live;
  if (one.source === null || copy === undefined || isCancelled(one.source)) return [];
  const open = [...copy.payments];
  const found: Difference[] = [];
  const unmatched: Payment[] = [];
  for (const payment of one.sourcePayments) {
    const [first, ...more] = takeAll(open, (existing) => bears(one, existing, payment.id));
    if (first === undefined) unmatched.push(payment);
    else found.push(...compareFields(one, payment, first));
    for (const second of more) found.push(doubled(one, payment, second));
  }
  // Deleted in its store and keyed anew alike: the copy of the one before stands for it.
  const keyedAnew = unmatched.filter(
    (payment) => takeAll(open, (existing) => isOurs(one, existing) && isAlike(one, payment, existing), 1).length > 0,
  );
  // Keyed by hand for the same money, or with its reference altered: what the books need is there.
  const left = unmatched.filter((each) => !keyedAnew.includes(each));
  const parts = partsOfSum(one, left, open);
  found.push(
    ...parts.flatMap(({ payment, sum }) => compareFields(one, payment, sum, ['method', 'paid-on', 'currency'])),
  );
  const single = left.filter((each) => !parts.some((part) => part.payment === each));
  const byHands = pairedByHand(one, single, open);
  for (const payment of single) {
    const byHand = byHands.get(payment);
    found.push(...(byHand === undefined ? [missing(one, payment)] : compareFields(one, payment, byHand)));
  }
  return [...found, ...open.map((existing) => extra(one, existing))];
}

/** What came by a file as one sum, before its store showed the payments that it stands for. */
function partsOfSum(
  one: OrderCase,
  left: readonly Payment[],
  open: Payment[],
): readonly { readonly payment: Payment; readonly sum: Payment }[] {
  const id = `${FROM_FILE}${one.source?.id ?? ''}`;
  const [sum, ...more] = open.filter((existing) => bears(one, existing, id));
  if (sum === undefined || more.length > 0 || left.some(({ amount }) => isNegative(amount))) return [];
  const parts = firstThatComeTo(left, sum.amount);
  if (parts === undefined) return [];
  open.splice(open.indexOf(sum), 1);
  return parts.map((payment) => ({ payment, sum }));
}

/** Equal payments are paired by their day first, so that what differs is told of the right one. Takes those out of `open`. */
function pairedByHand(one: OrderCase, payments: readonly Payment[], open: Payment[]): Map<Payment, Payment> {
  const pairs = new Map<Payment, Payment>();
  const closeness = [
    (payment: Payment, existing: Payment) => isAlike(one, payment, existing),
    (payment: Payment, existing: Payment) => payment.paidOn === existing.paidOn,
    () => true,
  ];
  for (const isClose of closeness) {
    for (const payment of payments) {
      if (pairs.has(payment)) continue;
      const [existing] = takeAll(open, (each) => mayBe(one, each, payment) && isClose(payment, each), 1);
      if (existing !== undefined) pairs.set(payment, existing);
    }
  }
  return pairs;
}

function isAlike(one: OrderCase, payment: Payment, existing: Payment): boolean {
  const method = sameMethod(targetMethod(one, payment), existing.method);
  return equal(payment.amount, existing.amount) && payment.paidOn === existing.paidOn && method;
}

/** The primary's name of a payment's method. */
export function targetMethod({ store }: Pick<OrderCase, 'store'>, { method }: Payment): string {
  return meantMethod(store.rules.payments.methods, method);
}

function isOurs({ store }: OrderCase, existing: Payment): boolean {
  return referencePrefixesOf(store).some(
    (referencePrefix) => referenceIn(existing.authorisation, referencePrefix) !== undefined,
  );
}

/** Whatever the primary has put around the reference. */
function bears({ store }: OrderCase, existing: Payment, id: string): boolean {
  return referencePrefixesOf(store).some(
    (referencePrefix) => readReference(existing.authorisation, { prefix: referencePrefix, id }) === 'whole',
  );
}

/** Bears nothing of ours, or what may have been made of this payment's reference. */
function mayBe(one: OrderCase, existing: Payment, { id, amount }: Payment): boolean {
  if (!equal(existing.amount, amount)) return false;
  const readings = referencePrefixesOf(one.store).map((referencePrefix) =>
    readReference(existing.authorisation, { prefix: referencePrefix, id }),
  );
  return readings.includes('altered') || !isOurs(one, existing);
}

function referencePrefixesOf({ rules }: OrderCase['store']): readonly string[] {
  return [rules.references.payment, rules.references.overpayment];
}

function takeAll(open: Payment[], wanted: (payment: Payment) => boolean, limit = open.length): Payment[] {
  const taken = open.filter(wanted).slice(0, limit);
  for (const one of taken) open.splice(open.indexOf(one), 1);
  return taken;
}

function compareFields(
  one: OrderCase,
  payment: Payment,
  existing: Payment,
  fields: readonly ComparedField[] = ['amount', 'method', 'paid-on', 'currency'],
): Difference[] {
  const found: Difference[] = [];
  const differs = (field: ComparedField, secondary: string, primary: string, name: string): void => {
    if (!fields.includes(field)) return;
    const message = `${name} of payment ${payment.id} of ${payment.orderId} is ${secondary} in ${one.store.rules.store}, but ${primary} on ${existing.orderId} in the primary.`;
    const remedy = 'Correct the payment in the primary by hand: Neto has no way to do it for you.';
    found.push(
      difference(one, {
        ...paymentKey(payment, existing),
        kind: 'different',
        field,
        secondary,
        primary,
        message,
        remedy,
      }),
    );
  };
  const names = { amount: 'The amount', method: 'The method', date: 'The date', currency: 'The currency' } as const;
  for (const { key, meant, held: shown } of paymentFindings(one, payment, existing)) {
    if (key === 'amount' || key === 'method' || key === 'currency') differs(key, meant, shown, names[key]);
    if (key === 'date') differs('paid-on', meant, shown, names.date);
  }
  return found;
}

function missing(one: OrderCase, payment: Payment): Difference {
  const copy = one.live[0]?.order.id ?? '';
  const what = isNegative(payment.amount)
    ? `The refund of ${formatMoney(payment.amount)} that was keyed as payment ${payment.id}`
    : `Payment ${payment.id} of ${formatMoney(payment.amount)} (${payment.method})`;
  const remedy = isNegative(payment.amount)
    ? 'Record the refund in the primary by hand.'
    : 'Run the pipeline. If the payment is in quarantine, see the reason there.';
  return difference(one, {
    ...paymentKey(payment, undefined),
    kind: 'missing',
    message: `${what} on ${payment.orderId} of ${one.store.rules.store} is not on the copy ${copy}.`,
    remedy,
  });
}

function doubled(one: OrderCase, payment: Payment, second: Payment): Difference {
  return difference(one, {
    ...paymentKey(payment, second),
    kind: 'doubled',
    message: `Payment ${payment.id} of ${payment.orderId} is on ${second.orderId} in the primary twice: ${formatMoney(second.amount)} too much is booked.`,
    remedy: 'Delete one of the two payments in the primary, and in Xero if it got there.',
  });
}

function extra(one: OrderCase, existing: Payment): Difference {
  const why = isOurs(one, existing)
    ? `stands for payment ${idOn(one, existing)} of ${one.store.rules.store}, which is not on ${one.source?.id} (any more)`
    : `has no counterpart on ${one.source?.id} of ${one.store.rules.store}; it was entered in the primary by hand`;
  return difference(one, {
    ...paymentKey(undefined, existing),
    kind: 'extra',
    message: `The payment of ${formatMoney(existing.amount)} (${existing.method}) on ${existing.orderId} in the primary ${why}.`,
    remedy: 'Find out whether the money came in. If not, remove the payment in the primary.',
  });
}

function idOn({ store }: OrderCase, { authorisation }: Payment): string {
  const ids = referencePrefixesOf(store).flatMap(
    (referencePrefix) => referenceIn(authorisation, referencePrefix)?.slice(referencePrefix.length) ?? [],
  );
  return ids[0] ?? '';
}

function paymentKey(payment: Payment | undefined, existing: Payment | undefined): Partial<Difference> {
  return {
    entity: 'payment',
    sourceId: payment?.id ?? null,
    targetId: existing?.orderId ?? null,
    day: payment?.paidOn ?? existing?.paidOn ?? null,
    secondary: payment?.amount ?? null,
    primary: existing?.amount ?? null,
  };
}
