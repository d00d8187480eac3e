import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { counted, money } from '../model/amounts-text.ts';
import { absolute, add, type Decimal, isNegative, isZero, subtract, ZERO } from '../model/money.ts';

/** What accepting an order puts into the books, in money. */
export interface IntoBooks {
  readonly invoice: Decimal;
  /** How many payments its store shows, which follow the order. */
  readonly payments: number;
  readonly paid: Decimal;
  /** The payments less the invoice: above zero it is an overpayment, below zero it stays open. */
  readonly leftOver: Decimal;
}

/** @returns null for what is no order, or differs by no amount */
export async function intoBooks(
  ledger: Pick<Ledger, 'belongingTo'>,
  { store, entity, sourceId, amount, difference }: LedgerRecord,
): Promise<IntoBooks | null> {
  if (entity !== 'orders' || amount === null || difference === null) return null;
  const payments = (await ledger.belongingTo(store, 'payments', sourceId)).filter(({ state }) => state !== 'skipped');
  const paid = add(ZERO, ...payments.map((one) => one.amount ?? ZERO));
  const invoice = add(amount, difference);
  return { invoice, payments: payments.length, paid, leftOver: subtract(paid, invoice) };
}

/** Whether money is left over that its store does not show: what is not paid at all is open on both sides alike. */
export function isLeftOver(books: IntoBooks | null): books is IntoBooks {
  return books !== null && books.payments > 0 && !isZero(books.leftOver);
}

export function intoBooksText({ invoice, payments, paid, leftOver }: IntoBooks): string {
  const paidText = payments === 0 ? 'no payment' : `${counted(payments, 'payment')} of ${money(paid)} in all`;
  const off = money(absolute(leftOver));
  const left = isZero(leftOver)
    ? 'nothing is left over'
    : isNegative(leftOver)
      ? `${off} stays open`
      : `${off} is paid too much (an overpayment)`;
  return `an invoice of ${money(invoice)} and ${paidText}: ${left}`;
}
