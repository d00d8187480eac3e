import type { FakeStore } from '../../../src/fake-store/index.ts';
import { add, type Decimal, decimal, formatMoney, parseDecimal, subtract } from '../../../src/model/money.ts';

/** What a store has sold, was paid and gave back. */
export interface Books {
  readonly orders: Decimal;
  readonly payments: Decimal;
  readonly returns: Decimal;
}

/** Cancelled orders are nobody's, and of the primary only what is approved reaches Xero. */
export function booksOf(store: FakeStore): Books {
  const sold = store
    .orders()
    .filter(({ OrderStatus, CompleteStatus }) => OrderStatus !== 'Cancelled' && CompleteStatus === 'Approved');
  const numbers = new Set(sold.map(({ OrderID }) => OrderID));
  return {
    orders: sum(sold.map(({ GrandTotal }) => GrandTotal)),
    payments: sum(store.payments().flatMap(({ OrderID, AmountPaid }) => (numbers.has(OrderID) ? [AmountPaid] : []))),
    returns: sum(store.rmas().flatMap(({ OrderID, RefundTotal }) => (numbers.has(OrderID) ? [RefundTotal] : []))),
  };
}

/** By how much the one has more than the other: `orders -11.00`; `equal` where it does not. */
export function beside(primary: Books, secondary: Books): string {
  const parts = (['orders', 'payments', 'returns'] as const).flatMap((name) => {
    const more = subtract(primary[name], secondary[name]);
    return Number(more) === 0 ? [] : [`${name} ${formatMoney(more)}`];
  });
  return parts.join(', ') || 'equal';
}

/** What the program said is out of the books: `1 order (11.00) and 1 payment (11.00)`. */
export function saidOut(words: string): string {
  const [, said = ''] = /Out of the books for good: ([^.]+(?:\.\d\d[^.]*)*)/.exec(words) ?? [];
  const parts = [...said.matchAll(/(order|payment|return)s? \((-?[\d.]+)\)/g)].map(([, what, amount = '0']) => {
    return Number(amount) === 0 ? '' : `${what}s ${formatMoney(subtract(decimal(0), decimal(amount)))}`;
  });
  return parts.filter(Boolean).join(', ') || 'equal';
}

function sum(amounts: readonly string[]): Decimal {
  return add(decimal(0), ...amounts.map((amount) => parseDecimal(amount) ?? decimal('0')));
}
