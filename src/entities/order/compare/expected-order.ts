import type { Decimal } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import type { Instant, LocalDate } from '../../../model/time.ts';
import type { FixedRules, StoreRules } from '../../../transform/rules.ts';
import { dueLater } from './due-on.ts';

export type ComparisonRules = FixedRules & Pick<StoreRules, 'primaryGstPercent'>;

/** What was found in the primary, or made there, for this order. */
export interface Resolved {
  readonly username: string;
  /** As the primary spells them, by SKU in upper case. */
  readonly skus: ReadonlyMap<string, string>;
}

interface Range {
  readonly least: Decimal;
  readonly most: Decimal;
}

export interface ExpectedLine {
  readonly sku: string;
  readonly quantity: Decimal;
  /** As its own store shows them; null where it does not. */
  readonly unitPrice: Decimal;
  readonly percent: Decimal | null;
  readonly amount: Decimal | null;
  /** What it comes to, by each way in which its store may mean its discount. */
  readonly sums: readonly Decimal[];
  /** The same with the coupon taken off. */
  readonly couponSums: readonly Decimal[];
  /** Money; null where its store does not show it. */
  readonly tax: Range | null;
  /** `nothing`: it comes to nothing, so that no tax can show whether it is taxed. */
  readonly taxed: 'taxed' | 'free' | 'nothing';
}

export interface RestatedShipping {
  readonly total: Decimal;
  readonly gst: Decimal;
}

/**
 * What the copy of an order must show: made from the order as it was just read and from the rules, by code that shares
 * nothing with what makes the draft. Plain data without anything personal, so that it can wait in an intent.
 */
export interface ExpectedOrder {
  readonly number: string;
  readonly total: Decimal;
  /** By how much the copy's total may lie off: `accounting.tolerance`, or what a person accepted. */
  readonly allowed: Range;
  /** Any of these: the source's own, and where the rules move a surcharge to a line also with its tax. Null: not shown. */
  readonly gst: readonly Decimal[] | null;
  readonly gstPercent: Decimal;
  /** So many amounts of tax are rounded by themselves. */
  readonly roundings: number;
  readonly gstRounding: 'warn' | 'hold';
  readonly account: string;
  /** The house's own address in plain text, a shopper's as a key. */
  readonly email: { readonly kind: 'house'; readonly address: string } | { readonly kind: 'key'; readonly key: string };
  readonly taxInclusive: boolean;
  /** Null: the primary gives the copy its own. */
  readonly invoicedOn: LocalDate | null;
  readonly placedAt: Instant | null;
  /** Set where the day placed is the accounting date. */
  readonly placedOn: LocalDate | null;
  readonly timeZone: string;
  readonly primaryTimeZone: string;
  readonly dueOn: LocalDate | null;
  /** Days that will do as well, of a copy that was made before; left out in what waits in an intent. */
  readonly orDueOn?: readonly LocalDate[] | undefined;
  /** One that a rule of the pipeline file gave must agree, whatever the guard says. */
  readonly dueDates: 'must-agree' | 'said';
  readonly salesChannel: string;
  /** First name, last name and company, as keys; empty where the source has none, which is not compared. */
  readonly names: { readonly billing: readonly string[]; readonly shipping: readonly string[] };
  readonly shipping: {
    /** Total and discount as any one of these pairs; null where the source does not show its shipping. */
    readonly pairs: readonly { readonly total: Decimal; readonly discount: Decimal }[] | null;
    /**
     * Totals that come to the same in a primary that adds the tax of shipping where the source's holds it, or the other
     * way round, and what its GST may come to then less the source's. Left out in intents of earlier versions.
     */
    readonly restated?: readonly RestatedShipping[] | undefined;
    readonly tax: Range | null;
    readonly taxed: 'taxed' | 'free' | 'nothing';
  };
  /** Whether the coupon comes off the lines, or is in their prices already; `either` where the source does not tell. */
  readonly coupon: 'none' | 'off-the-lines' | 'in-the-prices' | 'either';
  readonly lines: readonly ExpectedLine[];
}

/**
 * What a copy must still show on any day after it was made: all that it was made with. Only a primary that sends the goods
 * invoices by itself from then on, whatever its source does, so that its invoice date is its own. A due date that is not
 * its source's is expected where the copy was given one.
 */
export function expectLater(
  expected: ExpectedOrder,
  rules: FixedRules,
  { source, copy }: { readonly source: Order; readonly copy: Order },
): ExpectedOrder {
  const later = rules.purpose === 'fulfil' ? { ...expected, invoicedOn: null } : expected;
  if (source.paymentDueAt !== null) return later;
  const [dueOn = null, ...orDueOn] = dueLater(source, copy, rules);
  return { ...later, dueOn, orDueOn };
}
