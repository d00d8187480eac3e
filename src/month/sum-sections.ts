import { add, type Decimal, isZero, subtract, ZERO } from '../model/money.ts';
import { type Html, html } from '../page/html.ts';
import { countCell, counted, money, moneyCell, scrolling } from '../page/words.ts';
import { sumOfMeasures } from './measures.ts';
import type { GstRow, Measures, MonthPack, Pair, StoreMonth } from './pack.ts';
import { causeWords, taxWords } from './words.ts';

/** What each store sold, as the primary has it; stores of one currency are added up. */
export function salesSection({ stores }: MonthPack): Html {
  const row = (name: string, of: Measures): Html =>
    html`<tr><th scope="row">${name}</th>${countCell(of.orders)}${moneyCell(of.total)}${moneyCell(of.gst)}${moneyCell(of.shipping)}${moneyCell(of.paid)}${moneyCell(of.credited)}</tr>`;
  const currencies = [...Map.groupBy(stores, ({ currency }) => currency)];
  return html`<section id="sales"><h2>Sales per store</h2>
<p class="soft">As they stand in the primary. Shipping is in the total; what was paid is on these orders, whenever it was paid.</p>
${currencies.map(([currency, own]) =>
  scrolling(
    'Sales per store',
    html`<table><thead><tr><th>store${currency === '' ? '' : `, ${currency}`}</th><th class="n">orders</th><th class="n">total</th><th class="n">GST in it</th><th class="n">shipping</th><th class="n">paid</th><th class="n">credited</th></tr></thead>
<tbody>${own.map(({ store, primary }) => row(store, primary))}</tbody>
${own.length < 2 ? null : html`<tfoot>${row('all', sumOfMeasures(own.map(({ primary }) => primary)))}</tfoot>`}</table>`,
  ),
)}</section>`;
}

const rows = [
  ['total', 'sales'],
  ['gst', 'GST of sales'],
  ['shipping', 'shipping'],
  ['paid', 'paid on these orders'],
  ['paidInMonth', 'paid in the month'],
  ['credited', 'credited in the month'],
  ['creditedGst', 'GST of credits'],
  ['paidOut', 'paid out on these credits'],
] as const;

/** How both sides tie: each sum, and what its difference is made of. */
export function tieSection({ stores }: MonthPack): Html {
  return html`<section id="tie"><h2>Both sides</h2>
<p class="soft">Each sum as the store has it, as the primary has it, and what makes the difference.</p>
${scrolling(
  'Both sides per store',
  html`<table><thead><tr><th>store</th><th></th><th class="n">in its store</th><th class="n">in the primary</th><th class="n">difference</th></tr></thead>
${stores.map(tieRows)}</table>`,
)}</section>`;
}

function tieRows(one: StoreMonth): Html {
  const { store, secondary, primary, difference, causes, ledger } = one;
  const count = (key: 'orders' | 'credits', name: string, head: string | null): Html =>
    html`<tr><th scope="row">${head}</th><td>${name}</td>${countCell(secondary[key])}${countCell(primary[key])}${countCell(difference[key], { off: true })}</tr>
${causes.filter(({ of }) => of[key] !== 0).map(({ cause, of }) => html`<tr><td></td><td class="soft" colspan="3">of it ${causeWords[cause]}</td>${countCell(of[key])}</tr>`)}`;
  return html`<tbody>${count('orders', 'orders', store)}
${rows.map(
  ([
    key,
    name,
  ]) => html`<tr><td></td><td>${name}</td>${moneyCell(secondary[key])}${moneyCell(primary[key])}${moneyCell(difference[key], { off: true })}</tr>
${causes.filter(({ of }) => !isZero(of[key])).map(({ cause, of }) => html`<tr><td></td><td class="soft" colspan="3">of it ${causeWords[cause]}</td>${moneyCell(of[key])}</tr>`)}`,
)}
${count('credits', 'credits', null)}
<tr><td></td><td class="soft" colspan="4">${ledgerWords(ledger)}</td></tr></tbody>`;
}

/** What the ledger says of the primary's side: a copy that is in quarantine may stand there, and is not among these. */
function ledgerWords({ orders, total, quarantined }: StoreMonth['ledger']): string {
  const beside = quarantined === 0 ? '' : `, beside ${counted(quarantined, 'order')} in quarantine`;
  return `by the ledger ${counted(orders, 'order')} stand in the primary, over ${money(total)}${beside}`;
}

/** GST by tax code, as a BAS needs it, on both sides; first the figures that a BAS asks for. */
export function gstSection({ stores }: MonthPack): Html {
  return html`<section id="gst"><h2>GST by tax code</h2>
<p class="soft">On an accrual basis: sales by accounting date, credits by the day issued and taken off. Sales with GST and GST-free sales together are what a BAS calls G1, the GST-free ones G3, the GST 1A. A line without GST is GST-free, whatever its code is called.</p>
<p class="soft">These are the copied stores alone. The primary's own sales are not in it, nor anything you entered in Xero by hand: file the return from Xero, and tick these off there.</p>
${basSection(stores)}
${stores.map(
  (one) => html`<h3>${one.store}${one.currency === '' ? '' : `, ${one.currency}`}</h3>
${scrolling(
  `GST of ${one.store}`,
  html`<table><thead><tr><th>side</th><th></th><th>tax code</th><th></th><th class="n">with GST</th><th class="n">GST</th><th class="n">without</th></tr></thead>
${sideRows(one, 'secondary', 'in its store')}${sideRows(one, 'primary', 'in the primary')}
<tfoot><tr><th scope="row" colspan="4">the primary less the store</th>${moneyCell(net(one, 'gross'), { off: true })}${moneyCell(net(one, 'gst'), { off: true })}<td></td></tr>
<tr><th scope="row" colspan="4">of it GST by rounding</th><td></td>${moneyCell(one.gstRounding)}<td></td></tr></tfoot></table>`,
)}`,
)}</section>`;
}

/** What stands in the books: G1, G3 and 1A of each store, and of all with one currency. */
function basSection(stores: readonly StoreMonth[]): Html {
  const booked = ({ gst }: StoreMonth): GstRow[] => gst.filter(({ side }) => side === 'primary');
  const row = (name: string, all: readonly GstRow[]): Html => {
    const free = all.filter(({ tax }) => tax === 'free');
    return html`<tr><th scope="row">${name}</th>${moneyCell(netOf(all, 'gross'))}${moneyCell(netOf(free, 'gross'))}${moneyCell(netOf(all, 'gst'))}</tr>`;
  };
  return html`${[...Map.groupBy(stores, ({ currency }) => currency)].map(([currency, own]) =>
    scrolling(
      'Figures of a BAS',
      html`<table><thead><tr><th>in the primary${currency === '' ? '' : `, ${currency}`}</th><th class="n">sales less credits (G1)</th><th class="n">of it GST-free (G3)</th><th class="n">GST (1A)</th></tr></thead>
<tbody>${own.map((one) => row(one.store, booked(one)))}</tbody>
${own.length < 2 ? null : html`<tfoot>${row('all', own.flatMap(booked))}</tfoot>`}</table>`,
    ),
  )}`;
}

function net({ gst }: StoreMonth, key: 'gross' | 'gst'): Decimal {
  const of = (side: GstRow['side']): Decimal =>
    netOf(
      gst.filter((row) => row.side === side),
      key,
    );
  return subtract(of('primary'), of('secondary'));
}

/** Sales less credits. */
export function netOf(all: readonly GstRow[], key: 'gross' | 'gst' | 'net'): Decimal {
  return add(ZERO, ...all.map((row) => (row.kind === 'sales' ? row[key] : subtract(ZERO, row[key]))));
}

function sideRows({ gst }: StoreMonth, side: GstRow['side'], name: string): Html {
  const own = gst.filter((row) => row.side === side);
  return html`<tbody>${own.map(
    ({ kind, code, tax, gross, gst: of, net: without }) =>
      html`<tr><td>${name}</td><td>${kind}</td><td>${code === '' ? '–' : code}</td><td>${taxWords[tax]}</td>${moneyCell(gross)}${moneyCell(of)}${moneyCell(without)}</tr>`,
  )}<tr><th scope="row" colspan="4">${name}: sales less credits</th>${moneyCell(netOf(own, 'gross'))}${moneyCell(netOf(own, 'gst'))}${moneyCell(netOf(own, 'net'))}</tr></tbody>`;
}

function pairCells({ secondary, primary, difference }: Pair): Html {
  return html`${moneyCell(secondary)}${moneyCell(primary)}${moneyCell(difference, { off: true })}`;
}

/** What was paid in the month, by method. */
export function paymentSection({ stores }: MonthPack): Html {
  return html`<section id="payments"><h2>Payments by method</h2>
<p class="soft">Paid in the month, on orders of whatever day; refunds that were keyed as negative payments are taken off.</p>
${scrolling(
  'Payments by method',
  html`<table><thead><tr><th>store</th><th>method in the primary</th><th></th><th class="n">payments</th><th class="n">in its store</th><th class="n">in the primary</th><th class="n">difference</th></tr></thead>
<tbody>${stores.flatMap(({ store, payments }) =>
    payments.map(
      ({ method, currency, payments: numbers, amount }) =>
        html`<tr><th scope="row">${store}</th><td>${method}</td><td>${currency}</td>${countCell(numbers.primary)}${pairCells(amount)}</tr>`,
    ),
  )}</tbody></table>`,
)}</section>`;
}
