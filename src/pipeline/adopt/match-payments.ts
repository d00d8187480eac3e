import { attribute } from '../../model/attribute.ts';
import type { Payment } from '../../model/payment.ts';
import { bearsMark, paymentReference } from '../../model/payment-reference.ts';

export interface PaymentMatch {
  readonly source: Payment;
  /** The reference by which the ledger knows the copy, whether the primary shows it or not. */
  readonly targetId: string;
}

/**
 * Which payments of one source order are on its copy already: by our reference, else by amount and day, where just as
 * many of one kind stand on both sides. All others are left to a run, which holds what may be there; so is what could be
 * the one or the other, since its reference was altered.
 * @param mark what our references begin with: `west:`
 */
export function matchPayments(sources: readonly Payment[], copies: readonly Payment[], mark: string): PaymentMatch[] {
  const matches: PaymentMatch[] = [];
  const open: Payment[] = [];
  const sought = sources.map((source) => ({
    source,
    orderId: '',
    amount: source.amount,
    references: [{ mark, id: source.id }],
    written: true,
  }));
  const shown = copies.map((copy) => ({ copy, orderId: '', amount: copy.amount, texts: [copy.authorisation] }));
  const found = new Map([...attribute(shown, sought)].map(([{ source }, one]) => [source, one]));
  const taken = new Set<Payment>();
  for (const source of sources) {
    const targetId = paymentReference(mark, source.id);
    const one = found.get(source);
    if (one?.kind === 'certain') {
      for (const { copy } of one.shown) taken.add(copy);
      matches.push({ source, targetId });
    } else if (one === undefined || one.reading === 'empty' || one.reading === 'foreign') open.push(source);
  }
  const unnamed = copies.filter((copy) => !taken.has(copy) && !isOurs(copy, mark));
  for (const [kind, group] of grouped(open)) {
    if (grouped(unnamed).get(kind)?.length !== group.length) continue;
    matches.push(...group.map((source) => ({ source, targetId: paymentReference(mark, source.id) })));
  }
  return matches;
}

function isOurs(copy: Payment, mark: string): boolean {
  // Of whatever record: what bears none of the mark, not even its beginning, was entered by hand.
  return bearsMark(copy.authorisation, mark);
}

function grouped(payments: readonly Payment[]): Map<string, Payment[]> {
  const groups = new Map<string, Payment[]>();
  for (const payment of payments) {
    const kind = `${payment.amount} ${payment.paidOn ?? ''}`;
    groups.set(kind, [...(groups.get(kind) ?? []), payment]);
  }
  return groups;
}
