import { plural } from '../entities/kinds.ts';
import { financialEntities } from '../entities/registry.ts';
import type { FinancialRecord } from '../ledger/record.ts';
import { methodKey } from '../model/method-names.ts';
import { type Decimal, subtract, ZERO } from '../model/money.ts';
import { monthName } from '../page/days.ts';
import { type Html, html } from '../page/html.ts';
import { countCell, counted, money, moneyCell, scrolling } from '../page/words.ts';
import { booksStandingOf, copyAmount } from '../verdict/books-standing.ts';
import { grouped, type LedgerFigures, monthOf, sum, sumCopies, sumMoney, sumOrders } from './figures.ts';
import { type Bar, barPlot } from './plot.ts';

function copiedOf(financialRecords: readonly FinancialRecord[]): FinancialRecord[] {
  return financialRecords.filter((record) => booksStandingOf(record) === 'copied');
}

/** Per store: what was sold, what came in, what went back, what is still owed. */
export function moneySection({ orders, payments, others }: LedgerFigures, stores: readonly string[]): Html {
  const sold = copiedOf(orders);
  const booked = copiedOf(payments);
  const row = (orders: readonly FinancialRecord[], paid: readonly FinancialRecord[]): Html => {
    const { total, orders: number } = sumCopies(orders);
    const { moneyIn, moneyOut } = sumMoney(paid);
    return html`${countCell(number)}${moneyCell(total)}${moneyCell(moneyIn)}${moneyCell(moneyOut)}${moneyCell(subtract(total, moneyIn, moneyOut))}`;
  };
  return html`<section id="money"><h2>Money in and out</h2>
<p class="soft">What has been copied, with the amounts that stand in the primary. Refunds count here once they are copied; what is quarantined stands above.</p>
${scrolling(
  'Money in and out per store',
  html`<table><thead><tr><th>store</th><th class="n">orders</th><th class="n">total in the primary</th><th class="n">money in</th><th class="n">money out</th><th class="n">not paid</th></tr></thead>
<tbody>${stores.map((store) => html`<tr><th scope="row">${store}</th>${row(of(store, sold), of(store, booked))}</tr>`)}</tbody>
<tfoot><tr><th scope="row">all</th>${row(sold, booked)}</tr></tfoot></table>`,
)}
<h3>Payments by method</h3>
${scrolling('Payments by method', methodTable(payments))}
${othersPart(others)}
</section>`;
}

/** What else was read and counts in the books, with what it adds to them or takes off. */
function othersPart(others: readonly FinancialRecord[]): Html | null {
  const read = others.filter((one) => booksStandingOf(one) !== 'left-out');
  const kinds = financialEntities().flatMap((definition) =>
    grouped(
      read.filter(({ entity }) => entity === definition.name),
      ({ store }) => store,
    ).map(([store, list]) => ({ definition, store, list })),
  );
  if (kinds.length === 0) return null;
  return html`<h3>What else counts</h3>
${scrolling(
  'What else counts in the books',
  html`<table><thead><tr><th>store</th><th></th><th class="n">read</th><th class="n">in the primary</th><th class="n">waiting, in its store</th></tr></thead>
<tbody>${kinds.map(({ definition: { name, financial }, store, list }) => {
    const signed = (amount: Decimal): Decimal => (financial.sign === 'adds' ? amount : subtract(ZERO, amount));
    const copied = copiedOf(list);
    const rest = list.filter((one) => booksStandingOf(one) !== 'copied');
    return html`<tr><td>${store}</td><td>${plural(name)}</td>${countCell(list.length)}${moneyCell(signed(sum(copied.map(copyAmount))))}${moneyCell(signed(sum(rest.map(({ amount }) => amount))))}</tr>`;
  })}</tbody></table>`,
)}`;
}

function methodTable(payments: readonly FinancialRecord[]): Html {
  const rows = grouped(
    payments.filter((payment) => booksStandingOf(payment) !== 'left-out'),
    ({ store, method }) => `${store}\u0000${methodKey(method ?? '')}`,
  );
  return html`<table><thead><tr><th>store</th><th>method there</th><th class="n">payments</th><th class="n">in the primary</th><th class="n">waiting, in its store</th></tr></thead>
<tbody>${rows.map(([, list]) => {
    const copied = copiedOf(list);
    const rest = list.filter((payment) => booksStandingOf(payment) !== 'copied');
    const [first] = list;
    return html`<tr><td>${first?.store}</td><td>${first?.method ?? 'not known'}</td>${countCell(list.length)}${moneyCell(sum(copied.map(copyAmount)))}${moneyCell(sum(rest.map(({ amount }) => amount)))}</tr>`;
  })}</tbody></table>`;
}

/** GST of copied orders per month of the books. */
export function gstSection({ orders }: LedgerFigures, stores: readonly string[]): Html {
  const months = grouped(copiedOf(orders), monthOf);
  const gst = (list: readonly FinancialRecord[]) => sumOrders(list).gst;
  const bars = months.map(
    ([month, list]): Bar => ({
      title: `${monthName(month)}: GST ${money(gst(list))}`,
      parts: stores.map((store, place) => ({ series: `s${place % 6}`, value: Number(gst(of(store, list))) })),
    }),
  );
  const maximum = Math.max(0, ...months.map(([, list]) => Number(gst(list))));
  return html`<section id="gst"><h2>GST per month</h2>
<p class="soft">Of the orders that are copied, as their own stores have them, by accounting date: both the totals and the GST. What the primary has of each is compared by <code>reconcile</code> and the daily proof.</p>
<ul class="key">${stores.map((store, place) => html`<li><i class="k${place % 6}"></i>${store}</li>`)}</ul>
${barPlot({
  label: `GST per month, ${counted(months.length, 'month')}`,
  bars,
  maximum,
  marks: months.map(([month], place) => ({ place, text: monthName(month) })),
})}
${scrolling(
  'GST per month',
  html`<table><thead><tr><th>month</th>${stores.map((store) => html`<th class="n">total in ${store}</th><th class="n">GST there</th>`)}<th class="n">total in all</th><th class="n">GST there</th></tr></thead>
<tbody>${months.map(([month, list]) => html`<tr><th scope="row">${monthName(month)}</th>${gstCells(stores, list)}</tr>`)}</tbody>
<tfoot><tr><th scope="row">all</th>${gstCells(
    stores,
    months.flatMap(([, list]) => list),
  )}</tr></tfoot></table>`,
)}</section>`;
}

function gstCells(stores: readonly string[], list: readonly FinancialRecord[]): Html[] {
  const parts = [...stores.map((store) => of(store, list)), list].map(sumOrders);
  return parts.map(({ total, gst }) => html`${moneyCell(total)}${moneyCell(gst)}`);
}

function of(store: string, list: readonly FinancialRecord[]): FinancialRecord[] {
  return list.filter((record) => record.store === store);
}
