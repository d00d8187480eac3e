import { z } from 'zod';
import { counted, listed, money } from './amounts-text.ts';
import { dayWords } from './day-words.ts';
import { add, compare, type Decimal, decimalSchema, ZERO } from './money.ts';
import { type LocalDate, localDateSchema } from './time.ts';

/** What orders come to that a person is asked for their yes to: nobody says yes to a number alone. */
export const askedOrdersSchema = z.strictObject({
  /** By currency, as their store shows them; empty: it names none. */
  sums: z.array(
    z.strictObject({
      currency: z.string(),
      orders: z.int().min(1),
      total: decimalSchema,
      /** GST in it. */
      tax: decimalSchema,
      /** Of these orders, those whose total, or whose GST, is not known: they stand in neither sum. */
      unknownTotals: z.int().min(0),
      unknownTaxes: z.int().min(0),
    }),
  ),
  /** Accounting dates; null where none is known. */
  first: localDateSchema.nullable(),
  last: localDateSchema.nullable(),
  /** The first and the last ones, and the one of the highest total. */
  examples: z.array(
    z.strictObject({
      sourceId: z.string(),
      /** The number that its copy would get; null where that is not known. */
      targetId: z.string().nullable(),
      day: localDateSchema.nullable(),
      total: decimalSchema.nullable(),
      currency: z.string(),
    }),
  ),
});
export type AskedOrders = z.infer<typeof askedOrdersSchema>;
export type AskedOrder = AskedOrders['examples'][number] & { readonly tax: Decimal | null };

/** Orders of a store that a run copies only after a person's yes. */
export interface Unconfirmed {
  readonly store: string;
  /** As far as they were read. */
  readonly orders: number;
  /** What they come to; left out by earlier versions. */
  readonly comesTo?: AskedOrders | undefined;
}

/** From each end by their days. */
const NAMED = 3;

export function askedOrdersOf(orders: readonly AskedOrder[]): AskedOrders {
  const byDay = orders.filter(({ day }) => day !== null).toSorted((a, b) => ((a.day ?? '') < (b.day ?? '') ? -1 : 1));
  const highest = orders.reduce<AskedOrder | undefined>(
    (most, one) => (one.total !== null && (most?.total == null || compare(one.total, most.total) > 0) ? one : most),
    undefined,
  );
  const named = byDay.length === 0 ? orders : byDay;
  const some = new Set([...named.slice(0, NAMED), ...(highest === undefined ? [] : [highest]), ...named.slice(-NAMED)]);
  return {
    sums: [...Map.groupBy(orders, ({ currency }) => currency)].map(([currency, own]) => sumOf(currency, own)),
    first: byDay[0]?.day ?? null,
    last: byDay.at(-1)?.day ?? null,
    examples: [...some].map(({ sourceId, targetId, day, total, currency }) => ({
      ...{ sourceId, targetId, day, total, currency },
    })),
  };
}

function sumOf(currency: string, orders: readonly AskedOrder[]): AskedOrders['sums'][number] {
  const totals = orders.flatMap(({ total }) => total ?? []);
  const taxes = orders.flatMap(({ tax }) => tax ?? []);
  return {
    ...{ currency, orders: orders.length, total: add(ZERO, ...totals), tax: add(ZERO, ...taxes) },
    ...{ unknownTotals: orders.length - totals.length, unknownTaxes: orders.length - taxes.length },
  };
}

/** `They come to 2,211.00, with GST of 201.00, and are booked from 1 May 2026 to 12 July 2026.`, and some of them. */
export function askedOrdersLines({ sums, first, last, examples }: AskedOrders): string[] {
  const days =
    first === null || last === null
      ? ''
      : first === last
        ? `, and are booked on ${wholeDay(first)}`
        : `, and are booked from ${wholeDay(first)} to ${wholeDay(last)}`;
  const some = examples.map(
    ({ sourceId, targetId, day, total, currency }) =>
      `${sourceId}${targetId === null ? '' : ` as ${targetId}`}${[
        day === null ? '' : wholeDay(day),
        total === null ? '' : amountWords(total, currency),
      ]
        .filter(Boolean)
        .map((word) => `, ${word}`)
        .join('')}`,
  );
  return [
    `They come to ${listed(sums.map((one) => sumText(one, sums.length > 1)))}${days}.`,
    ...(some.length === 0 ? [] : [`Such as ${some.join('; ')}.`]),
  ];
}

function sumText(
  { currency, orders, total, tax, unknownTotals, unknownTaxes }: AskedOrders['sums'][number],
  isOneOfMany: boolean,
): string {
  const without = (number: number, what: string): string =>
    number === 0 ? '' : `, without ${counted(number, 'order')} whose ${what} is not known`;
  const gst = `with GST of ${money(tax)} in it${without(unknownTaxes, 'GST')}`;
  const many = isOneOfMany ? ` (${counted(orders, 'order')})` : '';
  return `${amountWords(total, currency)}${many}${without(unknownTotals, 'total')}, ${gst}`;
}

export function amountWords(amount: Decimal, currency: string): string {
  return currency === '' ? money(amount) : `${money(amount)} ${currency}`;
}

/** Old ones may be of other years. */
export function wholeDay(day: LocalDate): string {
  return `${dayWords(day)} ${day.slice(0, 4)}`;
}
