import type { Payment } from '../../model/payment.ts';
import { paymentReference, referenceOf } from '../../model/payment-reference.ts';

export interface PaymentMatch {
  readonly source: Payment;
  /** The reference by which the ledger knows the copy, whether the primary shows it or not. */
  readonly targetId: string;
}

/**
 * Which payments of one source order are on its copy already: by our reference, else by amount and day, where just as
 * many of one kind stand on both sides. All others are left to a run, which holds what may be there.
 * @param mark what our references begin with: `west:`
 */
export function matchPayments(sources: readonly Payment[], copies: readonly Payment[], mark: string): PaymentMatch[] {
  const matches: PaymentMatch[] = [];
  const open: Payment[] = [];
  const references = new Map(copies.map((copy) => [referenceOf(copy.authorisation).toLowerCase(), copy]));
  const taken = new Set<Payment>();
  for (const source of sources) {
    const targetId = paymentReference(mark, source.id);
    const copy = references.get(targetId.toLowerCase());
    if (copy === undefined) open.push(source);
    else {
      taken.add(copy);
      matches.push({ source, targetId });
    }
  }
  const unnamed = copies.filter((copy) => !taken.has(copy) && !isOurs(copy, mark));
  for (const [kind, group] of grouped(open)) {
    if (grouped(unnamed).get(kind)?.length !== group.length) continue;
    matches.push(...group.map((source) => ({ source, targetId: paymentReference(mark, source.id) })));
  }
  return matches;
}

function isOurs(copy: Payment, mark: string): boolean {
  return referenceOf(copy.authorisation).toLowerCase().startsWith(mark.toLowerCase());
}

function grouped(payments: readonly Payment[]): Map<string, Payment[]> {
  const groups = new Map<string, Payment[]>();
  for (const payment of payments) {
    const kind = `${payment.amount} ${payment.paidOn ?? ''}`;
    groups.set(kind, [...(groups.get(kind) ?? []), payment]);
  }
  return groups;
}
