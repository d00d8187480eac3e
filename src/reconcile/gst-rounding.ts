import { roundingsOf } from '../entities/comparing/line-sums.ts';
import { linesToCopy } from '../entities/comparing/source-lines.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  isZero,
  multiply,
  parseDecimal,
  subtract,
  ZERO,
} from '../model/money.ts';
import { isNothing, nothing, plus } from './amounts.ts';
import type { OrderCase } from './cases.ts';
import type { Difference } from './result.ts';

const CENT = decimal('0.01');

/** What the primary says, less what its source does; undefined where one of them is no amount. */
export function apart(meant: string | null, existing: string | null): Decimal | undefined {
  const [there, here] = [parseDecimal(meant ?? ''), parseDecimal(existing ?? '')];
  return there === undefined || here === undefined ? undefined : subtract(here, there);
}

/**
 * At most a cent for each amount that is rounded by itself.
 * @param roundings how many of these there are: the order's lines, and its shipping
 */
export function isGstRounding(
  { entity, kind, field, secondary, primary }: Pick<Difference, 'entity' | 'kind' | 'field' | 'secondary' | 'primary'>,
  roundings: number,
): boolean {
  if (entity !== 'order' || kind !== 'different' || field !== 'gst') return false;
  const off = apart(secondary, primary);
  return off !== undefined && compare(absolute(off), multiply(CENT, decimal(roundings))) <= 0;
}

/** How many amounts of tax of the order are rounded by themselves: as the read-back of its copy counts them. */
export function roundingsOfCase({ source, store }: Pick<OrderCase, 'source' | 'store'>): number {
  return source === null ? 0 : roundingsOf(source, linesToCopy(source, store.rules).length);
}

interface WithoutRounding {
  readonly differences: readonly Difference[];
  /** By how much the GST of the order differs by rounding alone; undefined where it does not. */
  readonly rounding: Decimal | undefined;
}

/**
 * Takes the GST that differs by rounding alone out of an order's differences, to be summed; whatever else it told of the
 * sums is left to the next one. Where `accounting.gstRounding` is hold it stays a difference.
 */
export function withoutGstRounding(one: OrderCase, differences: readonly Difference[]): WithoutRounding {
  const found = differences.find((given) => isGstRounding(given, roundingsOfCase(one)));
  if (found === undefined || one.store.rules.gstRounding === 'hold') return { differences, rounding: undefined };
  const isCounted = one.secondary !== null && one.primary.length === 1;
  const rounding = isCounted ? (apart(found.secondary, found.primary) ?? ZERO) : ZERO;
  const left = { ...found.effect, gst: isZero(found.effect.gst) ? ZERO : subtract(found.effect.gst, rounding) };
  const rest = differences.filter((given) => given !== found);
  const [next] = rest;
  // Nothing else differs, but the order counts on one side alone: this tells why.
  if (next === undefined && !isNothing(left)) return { differences, rounding: undefined };
  const moved = rest.map((given) => (given === next ? { ...given, effect: plus(given.effect, left) } : given));
  return { differences: isNothing(left) ? rest : moved, rounding };
}

/** Of a store's orders, what they come to. */
export function sumOfRoundings(roundings: readonly Decimal[]): { readonly orders: number; readonly gst: Decimal } {
  return { orders: roundings.length, gst: add(nothing.gst, ...roundings) };
}
