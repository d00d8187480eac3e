import { type Decimal, parseDecimal } from '../../model/money.ts';
import { fieldKey } from '../field-key.ts';
import { columnsOfLine, columnsOfOrder } from './order-field-columns.ts';

/**
 * - `tax`: of the order, of a line or of its shipping.
 * - `sum`: what the order or a line comes to.
 * - `charge`: what is taken off, or comes on top: a discount, a surcharge, freight.
 */
type MoneyKind = 'tax' | 'sum' | 'charge';

/** An amount in a column that nothing reads, though its name speaks of money. */
export interface UnreadAmount {
  readonly column: string;
  readonly kind: MoneyKind;
  /** Its name says that it is of the shipping. */
  readonly ofShipping: boolean;
  readonly amount: Decimal;
  /** The place of its row among those of the order. */
  readonly row: number;
}

const TAX = ['gst', 'taxes', 'tax', 'vat'];
const SHIPPING = ['shipping', 'freight', 'postage', 'delivery'];
const CHARGE = [
  'discounts', 'discount', 'coupon', 'voucher', 'rebate', 'surcharge', 'fees', 'fee', 'rounding', 'adjustment', 'handling',
  'insurance',
]; // biome-ignore format: a table
const SUM = ['subtotal', 'total', 'amount', 'amt', 'value', 'sum'];
/** Of what, and how. A name with any other word, such as `Tax Number` or `Total Weight`, is not of money. */
const OTHER = [
  'order', 'invoice', 'line', 'item', 'product', 'sales', 'sale', 'sub', 'grand', 'net', 'gross', 'including', 'incl', 'inc',
  'excluding', 'excl', 'exc', 'ex', 'percent', 'rate', 'aud', 'nzd',
]; // biome-ignore format: a table
/** These go with a charge alone: the amount of a payment is no sum of the order. */
const OF_CHARGES = [
  'payment',
  'credit',
  'card',
  'gift',
  'paypal',
  'transaction',
  'service',
  'cost',
  'charges',
  'charge',
];

const wordsOf = (...groups: readonly (readonly string[])[]): string => groups.flat().join('|');
const MONEY = new RegExp(`^(?:${wordsOf(TAX, SHIPPING, CHARGE, SUM, OTHER)})+$`);
const MONEY_OF_CHARGES = new RegExp(`^(?:${wordsOf(TAX, SHIPPING, CHARGE, SUM, OTHER, OF_CHARGES)})+$`);
const has = (words: readonly string[]): RegExp => new RegExp(wordsOf(words));
const BESIDE_TAX = new RegExp(`(?:including|incl|inc|excluding|excl|exc|ex)(?:${wordsOf(TAX)})`);

const read: ReadonlySet<string> = new Set(
  [
    ...Object.values(columnsOfOrder),
    ...Object.values(columnsOfLine),
    ['Amount Paid', 'Surcharge Percent', 'Coupon Code'],
  ]
    .flat()
    .map((name) => fieldKey(name)),
);

/** By field key: the program asks each row for the same few. */
const kinds = new Map<string, MoneyKind | null>();

/** The amounts of one row that nothing reads. @param row its place among those of the order */
export function unreadMoney(cells: ReadonlyMap<string, string>, row: number): UnreadAmount[] {
  const found: UnreadAmount[] = [];
  for (const column of cells.keys()) {
    const kind = kindOf(column);
    if (kind === null) continue;
    const amount = parseDecimal((cells.get(column) ?? '').trim().replace(/^(-?)\$/, '$1'));
    if (amount !== undefined) found.push({ column, kind, ofShipping: has(SHIPPING).test(column), amount, row });
  }
  return found;
}

function kindOf(key: string): MoneyKind | null {
  let kind = kinds.get(key);
  if (kind === undefined) {
    kind = read.has(key) ? null : kindOfName(key);
    kinds.set(key, kind);
  }
  return kind;
}

function kindOfName(key: string): MoneyKind | null {
  const isTax = has(TAX).test(key) && !BESIDE_TAX.test(key);
  if (!isTax && has([...CHARGE, ...SHIPPING]).test(key)) return MONEY_OF_CHARGES.test(key) ? 'charge' : null;
  if (!MONEY.test(key)) return null;
  if (isTax) return 'tax';
  return has(SUM).test(key) || BESIDE_TAX.test(key) ? 'sum' : null;
}
