import type { Books } from '../books/books.ts';
import { linesOf } from '../books/invoices.ts';
import { totalsOf } from '../books/lines.ts';
import { Refused } from '../books/refused.ts';
import type { LineSeed } from '../books/seeds.ts';
import { type Cents, centsOf, centsText, divide, fixedOf, roundedCents } from '../cents.ts';
import type { ReadConnectorOptions } from './connector-options.ts';
import type { ConnectorSwitches } from './connector-switches.ts';
import { isYes, type PrimaryLine, type PrimaryOrder } from './primary-records.ts';

export interface DocumentLines {
  readonly lineAmountTypes: 'Inclusive' | 'Exclusive';
  readonly lines: LineSeed[];
}

/** The most that is told as rounding; beyond it an adjustment is an income line. */
const ROUNDING_BOUND = 10n;

/**
 * The lines of an order as a Xero document.
 * @throws Refused for what Neto's export is refused for
 */
export function documentOfOrder(
  books: Books,
  order: PrimaryOrder,
  options: ReadConnectorOptions,
  switches: ConnectorSwitches,
): DocumentLines {
  const shown = order.OrderLine.filter(({ ComponentOfKit }) => ComponentOfKit === '');
  const lines = [...shown.map((line) => lineOfOrder(line, options)), ...otherLines(order, options)];
  const lineAmountTypes = isYes(order.TaxInclusive, true) ? 'Inclusive' : 'Exclusive';
  if (lines.length === 0) throw new Refused('One or more line items must be specified');
  const taxed = switches.tax === 'as-neto' ? withTaxOf(books, order, lines, lineAmountTypes) : lines;
  if (switches.totals === 'from-lines') return { lineAmountTypes, lines: taxed };
  const { total } = totalsOf(linesOf(books, taxed, lineAmountTypes), lineAmountTypes);
  const missing = amount(order.GrandTotal) - total;
  if (missing === 0n) return { lineAmountTypes, lines: taxed };
  return { lineAmountTypes, lines: [...taxed, adjustment(missing, options)] };
}

function lineOfOrder(line: PrimaryLine, { incomeAccount }: ReadConnectorOptions): LineSeed {
  if (/[ /]/.test(line.SKU)) throw new Refused(`Item code '${line.SKU}' is not valid`);
  if (line.ProductName === '' && line.SKU === '') throw new Refused('Description is mandatory');
  const discount = roundedCents(fixedOf(line.ProductDiscount || '0'), 'half-up');
  const coupon = roundedCents(fixedOf(line.CouponDiscount || '0'), 'half-up');
  const percent = fixedOf(line.PercentDiscount || '0');
  const gross = { quantity: fixedOf(line.Quantity || '0'), price: fixedOf(line.UnitPrice || '0') };
  const scale = gross.quantity.scale + gross.price.scale + percent.scale;
  const off = gross.quantity.units * gross.price.units * percent.units;
  const byPercent = divide(off, 10n ** BigInt(scale), 'half-up');
  const discountAmount = discount + coupon + byPercent;
  return {
    description: line.ProductName || line.SKU,
    quantity: line.Quantity || '0',
    unitAmount: line.UnitPrice || '0',
    itemCode: line.SKU,
    accountCode: incomeAccount,
    taxType: taxTypeOf(line.TaxCode),
    ...(discountAmount === 0n ? {} : { discountAmount: centsText(discountAmount) }),
  };
}

function otherLines(order: PrimaryOrder, { incomeAccount, shippingAccount }: ReadConnectorOptions): LineSeed[] {
  const shippingTax = isYes(order.TaxFreeShipping) ? 'EXEMPTOUTPUT' : 'OUTPUT';
  const onLines = order.OrderLine.reduce((sum, { CouponDiscount }) => sum + amount(CouponDiscount), 0n);
  const others: readonly [string, Cents, string, string][] = [
    ['Shipping', amount(order.ShippingTotal) - amount(order.ShippingDiscount), shippingAccount, shippingTax],
    ['Surcharge', amount(order.SurchargeTotal), incomeAccount, 'OUTPUT'],
    ['Coupon', onLines - amount(order.CouponDiscount), incomeAccount, 'OUTPUT'],
    ['Rounding', amount(order.OrderRounding), '860', 'BASEXCLUDED'],
  ];
  return others
    .filter(([, cents]) => cents !== 0n)
    .map(([description, cents, accountCode, taxType]) => ({
      description,
      unitAmount: centsText(cents),
      accountCode,
      taxType,
    }));
}

/** The last taxed line bears what the taxes of the others leave of the order's. */
function withTaxOf(
  books: Books,
  order: PrimaryOrder,
  seeds: readonly LineSeed[],
  lineAmountTypes: 'Inclusive' | 'Exclusive',
): LineSeed[] {
  const lines = linesOf(books, seeds, lineAmountTypes);
  const last = lines.findLastIndex(({ taxType }) => taxType === 'OUTPUT');
  const missing = amount(order.OrderTax) - totalsOf(lines, lineAmountTypes).totalTax;
  const line = lines[last];
  if (line === undefined || missing === 0n) return [...seeds];
  return seeds.map((seed, place) =>
    place === last ? { ...seed, taxAmount: centsText(line.taxAmount + missing) } : seed,
  );
}

function adjustment(cents: Cents, { incomeAccount }: ReadConnectorOptions): LineSeed {
  const isRounding = cents <= ROUNDING_BOUND && cents >= -ROUNDING_BOUND;
  return {
    description: isRounding ? 'Rounding' : 'Adjustment',
    unitAmount: centsText(cents),
    accountCode: isRounding ? '860' : incomeAccount,
    taxType: 'BASEXCLUDED',
  };
}

function taxTypeOf(code: string): string {
  return ['FREE', 'GST FREE', 'EXEMPT'].includes(code.toUpperCase()) ? 'EXEMPTOUTPUT' : 'OUTPUT';
}

export function amount(text: string): Cents {
  return text === '' ? 0n : centsOf(text);
}
