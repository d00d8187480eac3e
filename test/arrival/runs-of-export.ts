import { type BatchedOrder, ordersOf } from '../../src/arrival/batches/orders.ts';
import type { Judged } from '../../src/arrival/judged.ts';
import { decimal } from '../../src/model/money.ts';
import type { Instant } from '../../src/model/time.ts';
import type { XeroInvoice } from '../../src/xero/records.ts';
import { copyOf, day, invoiceOf, judged } from './books-of.ts';

/** Five orders a day over eight days, no two of which cost the same; their export runs at noon, so that no day is a batch. */
const dates = [2, 3, 4, 5, 6, 7, 8, 9].map((date) => `2026-11-0${date}`);
export const orders: readonly BatchedOrder[] = ordersOf(
  dates.flatMap((date, of) =>
    [0, 1, 2, 3, 4].map((place) => {
      const cents = 10_000 + (of * 5 + place) ** 2 * 37 + place * 1_001;
      const gst = Math.round(cents / 11);
      return copyOf(`W${100 + of * 5 + place}`, {
        ...{ day: day(date), total: decimal((cents / 100).toFixed(2)), gst: decimal((gst / 100).toFixed(2)) },
        ...{ changedAt: `${date}T${String(8 + place * 2).padStart(2, '0')}:00:00Z` as Instant, payments: [] },
      });
    }),
  ),
);
const copies = orders.map(({ number, day: on, total, gst }) => copyOf(number, { day: on, total, gst, payments: [] }));

/** Orders of each run, three of one day and two of the next, but for the ends. */
export const runs = [3, 8, 13, 18, 23, 28, 33, 38, 40].map((end, place, all) => orders.slice(all[place - 1] ?? 0, end));

export function batchOf(of: readonly BatchedOrder[], place: number, given: Partial<XeroInvoice> = {}): XeroInvoice {
  const cents = (amount: (one: BatchedOrder) => string): string =>
    (of.reduce((all, one) => all + Math.round(Number(amount(one)) * 100), 0) / 100).toFixed(2);
  return invoiceOf(copyOf('B'), {
    ...{ id: `b${place}`, number: `B-${place}`, contactId: 'web', contactName: 'Web store', status: 'AUTHORISED' },
    ...{ day: of[0]?.day ?? null, total: decimal(cents(({ total }) => total)), tax: decimal(cents(({ gst }) => gst)) },
    ...given,
  });
}

export const good = runs.map((of, place) => batchOf(of, place));
export const changed = (place: number, given: Partial<XeroInvoice>): XeroInvoice[] =>
  good.map((one, of) => (of === place ? { ...one, ...given } : one));

export const look = (
  invoices: readonly XeroInvoice[],
  rows: readonly BatchedOrder[] = orders,
  more: Parameters<typeof judged>[1] = {},
): Judged =>
  judged(copies, {
    ...{ invoices, payments: [], ...more },
    settings: { invoices: 'batched', batched: { kind: 'read', rows }, ...more.settings },
  });

/** `different total 5`, of how many orders; of those that are not proven. */
export const open = ({ batches }: Judged): string[] =>
  batches.flatMap(({ verdict, cause, orders: of }) =>
    verdict === 'proven' ? [] : [`${verdict} ${cause} ${of.length}`],
  );
export const proven = ({ batches }: Judged): number => batches.filter(({ verdict }) => verdict === 'proven').length;
export const firstOpen = ({ batches }: Judged): string =>
  batches.find(({ verdict }) => verdict !== 'proven')?.message ?? '';
