import { absolute, add, compare, type Decimal, decimal, formatMoney, subtract, ZERO } from '../model/money.ts';

/** What staff key may be a cent or two beside. */
const NEAR = decimal('0.02');
/** Parts that one payment is keyed in. */
const PARTS = 4;
/** Beyond this nobody could say which of them it is. */
const MOST = 12;

export interface EnteredMoney {
  /** The primary's own id. */
  readonly id: string;
  readonly amount: Decimal;
}

/** Whether an amount is what staff make of another one by hand: the same to the cent, or nearly. */
export function isNearly(entered: Decimal, amount: Decimal): boolean {
  return compare(absolute(subtract(entered, amount)), NEAR) <= 0;
}

/**
 * Which of those entered by hand come to an amount: one, or some together, to the cent or nearly. The fewest, and of these
 * the nearest. @returns empty where none do
 */
export function comingTo(entered: readonly EnteredMoney[], amount: Decimal): readonly EnteredMoney[] {
  let best: readonly EnteredMoney[] = [];
  const sumOf = (some: readonly EnteredMoney[]): Decimal => add(ZERO, ...some.map((one) => one.amount));
  const off = (some: readonly EnteredMoney[]): Decimal => absolute(subtract(sumOf(some), amount));
  const visit = (some: readonly EnteredMoney[], from: number): void => {
    if (some.length > 0 && isNearly(sumOf(some), amount)) {
      const fewer = best.length === 0 || some.length < best.length;
      if (fewer || (some.length === best.length && compare(off(some), off(best)) < 0)) best = some;
      return;
    }
    if (some.length === PARTS) return;
    for (let next = from; next < entered.length; next += 1) {
      const one = entered[next];
      if (one !== undefined) visit([...some, one], next + 1);
    }
  };
  if (entered.length <= MOST) visit([], 0);
  return best;
}

/** `S1081 has 50.00 (9120) and 30.00 (9121), which were entered by hand: perhaps payment 7 …` */
export function mayBeMessage(what: string, orderId: string, found: readonly EnteredMoney[]): string {
  const each = found.map(({ id, amount }) => `${formatMoney(amount)} (${id})`).join(' and ');
  const sum = found.length > 1 ? `, together ${formatMoney(add(ZERO, ...found.map(({ amount }) => amount)))}` : '';
  return `${orderId} has ${each}${sum}, which this program did not book: perhaps ${what}`;
}
