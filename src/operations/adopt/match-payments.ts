import type { Finding } from '../../entities/comparing/finding.ts';
import { compareAdoptedPayment, type PaymentRules } from '../../entities/payment/compare.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import { attribute } from '../../model/attribute.ts';
import type { Payment } from '../../model/payment.ts';
import { bearsPrefix, paymentReference } from '../../model/payment-reference.ts';

interface PaymentMatch {
  readonly source: Payment;
  readonly copy: Payment;
  /** The reference by which the ledger knows the copy, whether the primary shows it or not. */
  readonly targetId: string;
  /** Whether the primary shows our reference. */
  readonly referenced: boolean;
  /** What the copy shows beside its source. */
  readonly findings: readonly Finding[];
}

/** The payments of one order and of its copy. */
interface PaymentsOfOrder {
  readonly sources: readonly Payment[];
  readonly copies: readonly Payment[];
  /** The copy's, in the primary. */
  readonly orderId: string;
}

/**
 * Which payments of one source order are on its copy already: by our reference, else by amount and day, where just as
 * many of one kind stand on both sides. All others are left to a run, which holds what may be there; so is what could be
 * the one or the other, since its reference was altered.
 * @param referencePrefix what our references begin with: `west:`
 */
export function matchPayments(
  { sources, copies, orderId }: PaymentsOfOrder,
  referencePrefix: string,
  rules: PaymentRules,
): PaymentMatch[] {
  const matches: PaymentMatch[] = [];
  const open: Payment[] = [];
  const add = (source: Payment, copy: Payment, referenced: boolean): void => {
    const findings = compareAdoptedPayment(source, copy, rules, orderId);
    matches.push({ source, copy, targetId: paymentReference(referencePrefix, source.id), referenced, findings });
  };
  const sought = sources.map((source) => ({
    source,
    orderId: '',
    amount: source.amount,
    references: [{ prefix: referencePrefix, id: source.id }],
    written: true,
  }));
  const shown = copies.map((copy) => ({ copy, orderId: '', amount: copy.amount, texts: [copy.authorisation] }));
  const found = new Map([...attribute(shown, sought)].map(([{ source }, one]) => [source, one]));
  const taken = new Set<Payment>();
  for (const source of sources) {
    const one = found.get(source);
    if (one?.kind === 'certain') {
      for (const { copy } of one.shown) taken.add(copy);
      const [first] = one.shown;
      // Of several the one that is as meant: that there are more is told when a run is closed.
      add(source, (one.shown.find(({ amount }) => amount === source.amount) ?? first).copy, true);
    } else if (one === undefined || one.reading === 'empty' || one.reading === 'foreign') open.push(source);
  }
  const unnamed = grouped(copies.filter((copy) => !taken.has(copy) && !isOurs(copy, referencePrefix)));
  for (const [kind, group] of grouped(open)) {
    const there = unnamed.get(kind) ?? [];
    if (there.length !== group.length) continue;
    for (const [source, copy] of paired(group, there, rules, orderId)) add(source, copy, false);
  }
  return matches;
}

/** Of one amount and day, so that the rest tells which is whose: first those that agree in all. */
function paired(
  group: readonly Payment[],
  there: readonly Payment[],
  rules: PaymentRules,
  orderId: string,
): [Payment, Payment][] {
  const pairs: [Payment, Payment][] = [];
  let left = [...there];
  const agrees = (source: Payment, copy: Payment): boolean =>
    !compareAdoptedPayment(source, copy, rules, orderId).some(mustAgree);
  const take = (source: Payment, copy: Payment | undefined): void => {
    if (copy === undefined) return;
    pairs.push([source, copy]);
    left = left.filter((one) => one !== copy);
  };
  const open = group.filter((source) => {
    const copy = left.find((one) => agrees(source, one));
    take(source, copy);
    return copy === undefined;
  });
  for (const source of open) take(source, left[0]);
  return pairs;
}

function isOurs(copy: Payment, referencePrefix: string): boolean {
  // Of whatever record: what bears none of the mark, not even its beginning, was entered by hand.
  return bearsPrefix(copy.authorisation, referencePrefix);
}

function grouped(payments: readonly Payment[]): Map<string, Payment[]> {
  return Map.groupBy(payments, ({ amount, paidOn }) => `${amount} ${paidOn ?? ''}`);
}
