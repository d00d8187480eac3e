import type { OrderSeed, RmaSeed } from '../../../src/fake-store/index.ts';

/** All money here is in whole cents, and all sums are made without the program. */
export type Store = 'west' | 'south';
type Code = 'GST' | 'FREE';

export interface Sold {
  readonly store: Store;
  readonly id: string;
  /** The day in the books, in the store's own zone. */
  readonly day: string;
  /** UTC */
  readonly placed: string;
  /** Left out: the day placed counts. */
  readonly invoiced?: string;
  readonly lines: readonly (readonly [cents: number, code: Code])[];
  readonly shipping: number;
  readonly paid: readonly {
    readonly cents: number;
    readonly method: string;
    readonly utc: string;
    readonly day: string;
  }[];
  readonly returned?: { readonly cents: number; readonly code: Code; readonly day: string; readonly paidOut: number };
}

/** What each method is called in the primary. */
export const methods: Readonly<Record<Store, Readonly<Record<string, string>>>> = {
  west: { Cash: 'West - Cash', PayPal: 'West - PayPal', Zip: 'West - PayPal' },
  south: { Cash: 'South - Cash', Card: 'South - Card' },
};

export const taxIn = (cents: number): number => Math.floor((cents * 2 + 11) / 22);
export const total = ({ lines, shipping }: Sold): number => lines.reduce((sum, [cents]) => sum + cents, shipping);
/** Each amount of tax is rounded by itself, as the secondaries do. */
export const gst = ({ lines, shipping }: Sold): number =>
  lines.reduce((sum, [cents, code]) => sum + (code === 'FREE' ? 0 : taxIn(cents)), taxIn(shipping));
/** The primary rounds the tax of all lines at once. */
export const gstInPrimary = ({ lines, shipping }: Sold): number =>
  taxIn(lines.reduce((sum, [cents, code]) => sum + (code === 'FREE' ? 0 : cents), 0)) + taxIn(shipping);

export const isOctober = (day: string): boolean => day.startsWith('2026-10-');

/** First and last moments of October in each store, and their neighbours: UTC, and the day there. */
const edges: Readonly<Record<Store, readonly (readonly [utc: string, day: string])[]>> = {
  west: [
    ['2026-09-30 15:59:59', '2026-09-30'],
    ['2026-09-30 16:00:00', '2026-10-01'],
    ['2026-10-31 15:59:59', '2026-10-31'],
    ['2026-10-31 16:00:00', '2026-11-01'],
  ],
  south: [
    ['2026-09-30 14:29:59', '2026-09-30'],
    ['2026-09-30 14:30:00', '2026-10-01'],
    ['2026-10-31 13:29:59', '2026-10-31'],
    ['2026-10-31 13:30:00', '2026-11-01'],
  ],
};

/** Taxed, GST-free, and three lines of 1.05 whose tax comes to 0.30 line by line and to 0.29 in one sum. */
const baskets: readonly Sold['lines'][] = [
  [[2200, 'GST']],
  [[1999, 'GST'], [745, 'FREE']],
  [[105, 'GST'], [105, 'GST'], [105, 'GST']],
  [[3350, 'FREE']],
  [[1, 'GST'], [4217, 'GST'], [333, 'FREE'], [105, 'GST']],
]; // biome-ignore format: a table

function plain(store: Store, place: number): Sold {
  const date = `2026-10-${String(2 + ((place * 5) % 28)).padStart(2, '0')}`;
  const lines = baskets[place % baskets.length] ?? [];
  const shipping = place % 3 === 0 ? 995 : 0;
  const method = Object.keys(methods[store])[place % Object.keys(methods[store]).length] ?? '';
  const whole = lines.reduce((sum, [cents]) => sum + cents, shipping);
  return {
    ...{ store, id: `N${200 + place}`, day: date, placed: `${date} 02:00:00`, invoiced: date, lines, shipping },
    // Every fourth by two methods, every seventh not at all.
    paid:
      place % 7 === 6
        ? []
        : place % 4 === 0
          ? [paid(100, 'Cash', date), paid(whole - 100, method, date)]
          : [paid(whole, method, date)],
  };
}

function paid(cents: number, method: string, day: string): Sold['paid'][number] {
  return { cents, method, utc: `${day} 02:30:00`, day };
}

function special(store: Store): Sold[] {
  const second = store === 'west' ? 'PayPal' : 'Card';
  const of = (id: string, date: string, more: Partial<Sold>): Sold => ({
    ...{ store, id, day: date, placed: `${date} 02:00:00`, invoiced: date, lines: [[2200, 'GST']], shipping: 0 },
    paid: [paid(2200, 'Cash', date)],
    ...more,
  });
  return [
    // Paid and taken back in October, though they are of September.
    of('N301', '2026-09-20', { paid: [paid(700, 'Cash', '2026-09-20'), paid(1500, second, '2026-10-06')] }),
    of('N302', '2026-09-21', { returned: { cents: 1100, code: 'GST', day: '2026-10-07', paidOut: 1100 } }),
    // Of October, and paid and taken back in November.
    of('N303', '2026-10-20', { paid: [paid(2200, second, '2026-11-02')] }),
    of('N304', '2026-10-21', { returned: { cents: 2200, code: 'GST', day: '2026-11-02', paidOut: 0 } }),
    // Taken back in October: paid out in part, and of what is GST-free.
    of('N305', '2026-10-22', { returned: { cents: 1999, code: 'GST', day: '2026-10-25', paidOut: 1000 } }),
    of('N306', '2026-10-23', {
      lines: [[900, 'FREE']],
      paid: [paid(900, second, '2026-10-23')],
      returned: { cents: 900, code: 'FREE', day: '2026-10-26', paidOut: 0 },
    }),
    // Paid too much.
    of('N307', '2026-10-24', { paid: [paid(2500, second, '2026-10-24')] }),
    ...edges[store].map(
      ([placed, day], place): Sold => ({
        ...{ store, id: `N40${place}`, day, placed, lines: [[1100 + place, 'GST'] as const], shipping: 0 },
        paid: [{ cents: 1100 + place, method: 'Cash', utc: placed, day }],
      }),
    ),
  ];
}

export function planted(orders: number): Sold[] {
  return (['west', 'south'] as const).flatMap((store) => [
    ...Array.from({ length: orders }, (_, place) => plain(store, place)),
    ...special(store),
  ]);
}

export const money = (cents: number): string => (cents / 100).toFixed(2);

export function seedOf(sold: Sold): OrderSeed {
  return {
    OrderID: sold.id,
    OrderStatus: 'Dispatched',
    DatePlaced: sold.placed,
    DateUpdated: sold.placed,
    ...(sold.invoiced === undefined ? {} : { DateInvoiced: sold.invoiced }),
    Username: 'shopper',
    Email: 'shopper@example.com',
    BillFirstName: 'Jane',
    BillLastName: 'Smith',
    ...(sold.shipping === 0 ? {} : { ShippingOption: 'Post', ShippingTotal: money(sold.shipping) }),
    OrderLine: sold.lines.map(([cents, code], place) => ({
      SKU: place % 2 === 0 ? 'MUG' : 'BOOK',
      Quantity: 1,
      UnitPrice: money(cents),
      // Each store has a word of its own for what is taxed.
      TaxCode: code === 'FREE' ? 'FREE' : sold.store === 'south' ? 'GST10' : 'GST',
    })),
    OrderPayment: sold.paid.map(({ cents, method, utc }, place) => ({
      Id: `${sold.id.slice(1)}${place}`,
      Amount: money(cents),
      PaymentType: method,
      DatePaid: utc,
    })),
  };
}

export function returnsOf(sold: readonly Sold[]): RmaSeed[] {
  return sold.flatMap(({ id, returned }) =>
    returned === undefined
      ? []
      : [
          {
            RmaID: id.slice(1),
            OrderID: id,
            RmaStatus: 'Closed',
            DateIssued: returned.day,
            DateUpdated: `${returned.day} 02:00:00`,
            RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: money(returned.cents), TaxCode: returned.code }],
            Refund:
              returned.paidOut === 0
                ? []
                : [
                    {
                      RefundAmount: money(returned.paidOut),
                      PaymentMethodName: 'Cash',
                      RefundStatus: 'Refunded',
                      DateRefunded: returned.day,
                    },
                  ],
          },
        ],
  );
}
