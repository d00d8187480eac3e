import { type Cents, centsOf, divide, fixedOf, type Midpoint, power, product, roundedCents, sumOf } from '../cents.ts';
import type { Line, LineAmountTypes } from './records.ts';
import type { ReadLine } from './seeds.ts';

export interface LineRules {
  readonly lineAmountTypes: LineAmountTypes;
  readonly midpoint: Midpoint;
  /** Of a tax type, in per cent; undefined for one that the organisation does not have. */
  rateOf(taxType: string): string | undefined;
  newId(): string;
}

/** Line by line as Xero does it: the amount to the cent, then its tax to the cent (reference, section 5). */
export function lineOf(given: ReadLine, rules: LineRules): Line {
  const gross = product(fixedOf(given.quantity), fixedOf(given.unitAmount));
  const discountAmount = discountOf(given, gross, rules.midpoint);
  const lineAmount = roundedCents(gross, rules.midpoint) - discountAmount;
  const taxAmount = given.taxAmount === undefined ? taxOf(lineAmount, given.taxType, rules) : centsOf(given.taxAmount);
  return {
    id: rules.newId(),
    description: given.description,
    quantity: given.quantity,
    unitAmount: given.unitAmount,
    accountCode: given.accountCode,
    taxType: given.taxType,
    lineAmount,
    taxAmount,
    ...(given.itemCode === undefined ? {} : { itemCode: given.itemCode }),
    ...(given.discountRate === undefined ? {} : { discountRate: given.discountRate }),
    ...(discountAmount === 0n ? {} : { discountAmount }),
  };
}

function discountOf(given: ReadLine, gross: { units: bigint; scale: number }, midpoint: Midpoint): Cents {
  if (given.discountAmount !== undefined) return centsOf(given.discountAmount);
  if (given.discountRate === undefined) return 0n;
  const part = product(gross, fixedOf(given.discountRate));
  return roundedCents({ units: part.units, scale: part.scale + 2 }, midpoint);
}

function taxOf(lineAmount: Cents, taxType: string, { lineAmountTypes, midpoint, rateOf }: LineRules): Cents {
  if (lineAmountTypes === 'NoTax') return 0n;
  const { units, scale } = fixedOf(rateOf(taxType) ?? '0');
  const whole = 100n * power(scale);
  return divide(lineAmount * units, lineAmountTypes === 'Inclusive' ? whole + units : whole, midpoint);
}

export function totalsOf(
  lines: readonly Line[],
  lineAmountTypes: LineAmountTypes,
): { subTotal: Cents; totalTax: Cents; total: Cents } {
  const amounts = sumOf(lines.map((line) => line.lineAmount));
  const totalTax = sumOf(lines.map((line) => line.taxAmount));
  const subTotal = lineAmountTypes === 'Inclusive' ? amounts - totalTax : amounts;
  return { subTotal, totalTax, total: subTotal + totalTax };
}
