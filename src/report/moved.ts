import type { FinancialRecord } from '../ledger/record.ts';
import { dayName } from '../page/days.ts';
import { type Html, html } from '../page/html.ts';
import { countCell, counted, money, moneyCell, scrolling } from '../page/words.ts';
import { booksStandingOf } from '../verdict/books-standing.ts';
import type { LedgerFigures } from './figures.ts';
import { sum, sumOrders } from './figures.ts';
import { type Bar, barPlot, spread } from './plot.ts';
import { type Bucket, type Buckets, bucketsOf } from './scale.ts';

/** What was copied and what is quarantined, per store and day of the books. */
export function movedSection({ orders }: LedgerFigures, stores: readonly string[]): Html {
  const shown = orders.filter(
    (order) => booksStandingOf(order) === 'copied' || booksStandingOf(order) === 'quarantined',
  );
  const buckets = bucketsOf(shown.flatMap(({ bookedOn }) => bookedOn ?? []));
  const rows = stores.map((store, place) => ({ store, place, slots: slotsOf(store, shown, buckets) }));
  // For the plot alone; amounts are added up exactly elsewhere.
  const maximum = Math.max(
    0,
    ...rows.flatMap(({ slots }) => slots.map((slot) => Number(slot.copied.total) + Number(slot.quarantined.total))),
  );
  return html`<section id="moved"><h2>What moved, per store and ${buckets.unit}</h2>
<p class="soft">Order totals as their own stores have them, by accounting date: the invoice date, else the local day on which the order was placed. All plots have one scale.</p>
${rows.map(({ store, place, slots }) => storePlot(store, place, slots, buckets, maximum))}
</section>`;
}

interface Slot {
  readonly bucket: Bucket;
  readonly copied: ReturnType<typeof sumOrders>;
  readonly quarantined: ReturnType<typeof sumOrders>;
}

function slotsOf(store: string, orders: readonly FinancialRecord[], buckets: Buckets): Slot[] {
  const lists = buckets.all.map((bucket) => ({
    bucket,
    copied: [] as FinancialRecord[],
    quarantined: [] as FinancialRecord[],
  }));
  for (const order of orders) {
    if (order.store !== store || order.bookedOn === null) continue;
    const slot = lists[buckets.indexOf(order.bookedOn)];
    (booksStandingOf(order) === 'copied' ? slot?.copied : slot?.quarantined)?.push(order);
  }
  return lists.map(({ bucket, copied, quarantined }) => ({
    bucket,
    copied: sumOrders(copied),
    quarantined: sumOrders(quarantined),
  }));
}

function storePlot(store: string, place: number, slots: readonly Slot[], { unit }: Buckets, maximum: number): Html {
  const series = `s${place % 6}`;
  const bars = slots.map(
    ({ bucket, copied, quarantined }): Bar => ({
      title: `${store}, ${bucket.label}: ${counted(copied.orders, 'order')} copied, ${money(copied.total)}${quarantined.orders > 0 ? `; ${counted(quarantined.orders, 'order')} quarantined, ${money(quarantined.total)}` : ''}`,
      parts: [
        { series, value: Number(copied.total) },
        { series: 'held', value: Number(quarantined.total) },
      ],
    }),
  );
  const orders = slots.reduce((total, slot) => total + slot.copied.orders, 0);
  const total = money(sum(slots.map((slot) => slot.copied.total)));
  const filled = slots.filter(({ copied, quarantined }) => copied.orders + quarantined.orders > 0);
  return html`<h3>${store}: ${counted(orders, 'order')} copied, ${total}</h3>
<ul class="key"><li><i class="k${place % 6}"></i>copied</li><li><i class="kheld"></i>in quarantine</li></ul>
${barPlot({
  label: `Orders of ${store} per ${unit}: ${counted(orders, 'order')} copied, in all ${total}`,
  bars,
  maximum,
  marks: spread(slots.length, 7).map((at) => ({ place: at, text: shortLabel(slots[at]?.bucket) })),
})}
<details><summary>The numbers of ${store}, per ${unit}</summary>${scrolling(
    `Numbers of ${store}`,
    html`<table><thead><tr><th>${unit}</th><th class="n">orders copied</th><th class="n">total there</th><th class="n">GST there</th><th class="n">orders quarantined</th><th class="n">total there</th></tr></thead>
<tbody>${filled.map(
      ({ bucket, copied, quarantined }) =>
        html`<tr><th scope="row">${bucket.label}</th>${countCell(copied.orders)}${moneyCell(copied.total)}${moneyCell(copied.gst)}${countCell(quarantined.orders)}${moneyCell(quarantined.total)}</tr>`,
    )}</tbody></table>`,
  )}</details>`;
}

function shortLabel(bucket: Bucket | undefined): string {
  return bucket === undefined ? '' : dayName(bucket.start).replace(/ \d{4}$/, '');
}
