import type { FinancialRecord } from '../ledger/record.ts';
import { monthName } from '../page/days.ts';
import { type Html, html } from '../page/html.ts';
import { count, counted, money, moneyCell, scrolling } from '../page/words.ts';
import { booksStandingOf } from '../verdict/books-standing.ts';
import { grouped, type LedgerFigures, monthOf, sum, sumOrders } from './figures.ts';

/** Beyond this a page takes a phone too long; `reconcile --csv` has them all. */
const LISTED = 5_000;

const reportStatuses = {
  copied: 'copied',
  quarantined: 'quarantined',
  open: 'not decided yet',
  'left-out': 'left out',
} as const;

/** Every order with both of its numbers, so that each sum above can be ticked off in both stores. */
export function orderSection({ orders, payments }: LedgerFigures): Html {
  const counting = orders.filter((order) => booksStandingOf(order) !== 'left-out');
  const paid = Map.groupBy(
    payments.filter((payment) => booksStandingOf(payment) === 'copied'),
    ({ store, parent }) => `${store} ${parent}`,
  );
  const months = grouped(counting, monthOf).reverse();
  let room = LISTED;
  return html`<section id="orders"><h2>Every order, to tick off</h2>
<p class="soft">${counted(counting.length, 'order')} with their numbers in both stores, and the amounts as their own stores have them (<i>there</i>). ${count(orders.length - counting.length)} more were left out by the rules of the pipeline file.</p>
${months.map(([month, list]) => {
  const shown = list.slice(0, Math.max(0, room));
  room -= shown.length;
  const { orders: number, total } = sumOrders(list);
  const rest = list.length - shown.length;
  return html`<details><summary>${monthName(month)}: ${counted(number, 'order')}, ${money(total)} there</summary>
${scrolling(`Orders of ${monthName(month)}`, orderTable(shown, paid))}
${rest > 0 ? html`<p class="soft">And ${count(rest)} more; <code>reconcile --csv</code> writes all.</p>` : null}</details>`;
})}</section>`;
}

function orderTable(list: readonly FinancialRecord[], paid: ReadonlyMap<string, readonly FinancialRecord[]>): Html {
  const sorted = [...list].sort((a, b) =>
    (a.bookedOn ?? '') < (b.bookedOn ?? '') ? -1 : a.bookedOn === b.bookedOn ? 0 : 1,
  );
  return html`<table><thead><tr><th>day</th><th>store</th><th>number there</th><th>number in the primary</th><th>status there</th><th>stands</th><th class="n">total there</th><th class="n">GST there</th><th class="n">paid there</th></tr></thead>
<tbody>${sorted.map((order) => {
    const payments = paid.get(`${order.store} ${order.sourceId}`) ?? [];
    return html`<tr><td class="n">${order.bookedOn ?? ''}</td><td>${order.store}</td><td>${order.sourceId}</td><td>${order.targetId ?? ''}</td><td>${order.status ?? ''}</td><td>${reportStatuses[booksStandingOf(order)]}</td>${moneyCell(order.amount ?? sum([]))}${moneyCell(order.tax ?? sum([]))}${moneyCell(sum(payments.map(({ amount }) => amount)))}</tr>`;
  })}</tbody></table>`;
}
