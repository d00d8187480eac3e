import { plural } from '../entities/kinds.ts';
import { isZero } from '../model/money.ts';
import { dayName } from '../page/days.ts';
import { type Html, html, prose } from '../page/html.ts';
import { countCell, counted, money, moneyCell, scrolling } from '../page/words.ts';
import { adviceOn, type MonthPack, type Pair } from './pack.ts';
import { causeWords } from './words.ts';

const KINDS = { overpayment: 'overpayment', credit: 'credit' } as const;

export function creditSection({ stores }: MonthPack): Html {
  return html`<section id="credits"><h2>Credits (${plural('rmas')})</h2>
<p class="soft">Closed returns that were issued in the month, on orders of whatever day.</p>
${scrolling(
  'Credits',
  html`<table><thead><tr><th>store</th><th>side</th><th class="n">credits</th><th class="n">credited</th><th class="n">GST in it</th><th class="n">paid out</th></tr></thead>
${stores.map(
  ({ store, secondary, primary }) =>
    html`<tbody class="store">${(
      [
        ['in its store', secondary],
        ['in the primary', primary],
      ] as const
    ).map(
      ([side, of]) =>
        html`<tr><th scope="row">${store}</th><td>${side}</td>${countCell(of.credits)}${moneyCell(of.credited)}${moneyCell(of.creditedGst)}${moneyCell(of.paidOut)}</tr>`,
    )}</tbody>`,
)}</table>`,
)}</section>`;
}

/** What nobody but a person allocates in Xero. */
export function byHandSection({ byHand }: MonthPack): Html {
  if (byHand.length === 0)
    return html`<section id="by-hand"><h2>To allocate in Xero by hand</h2><p>Nothing.</p></section>`;
  return html`<section id="by-hand"><h2>To allocate in Xero by hand: ${counted(byHand.length, 'record')}</h2>
<p class="soft">As the primary shows it now. An overpayment is credit of its contact; a credit may be allocated to the invoice of its number where that is not paid, or refunded.</p>
${scrolling(
  'To allocate by hand',
  html`<table><thead><tr><th></th><th>store</th><th>what</th><th>number</th><th>contact</th><th class="n">amount</th><th class="n">owed on it</th></tr></thead>
<tbody>${byHand.map(
    (one) =>
      html`<tr><td><i class="tick"></i></td><td>${one.store}</td><td>${KINDS[one.kind]}${one.returnId === null ? '' : ` ${one.returnId}`}</td><th scope="row">${one.number}</th><td>${one.contact}${one.username === '' ? '' : html` <span class="soft">(${one.username})</span>`}</td><td class="n">${money(one.amount)} ${one.currency}</td>${moneyCell(one.owed)}</tr>`,
  )}</tbody></table>`,
)}</section>`;
}

export function differenceSection({ differences }: MonthPack): Html {
  if (differences.length === 0)
    return html`<section id="differences"><h2>Differences</h2><p><span class="verdict good">None</span></p></section>`;
  return html`<section id="differences"><h2>${counted(differences.length, 'difference')}</h2>
${scrolling(
  'Differences one by one',
  html`<table><thead><tr><th>store</th><th>day</th><th>what</th><th>cause</th></tr></thead>
<tbody>${differences.map(
    (one) =>
      html`<tr><th scope="row">${one.store}</th><td>${one.day === null ? '' : dayName(one.day)}</td><td>${prose(one.message)} <span class="soft">${prose(adviceOn(one))}</span></td><td${one.cause === 'unexplained' ? html` class="off"` : null}>${causeWords[one.cause]}</td></tr>`,
  )}</tbody></table>`,
)}</section>`;
}

const standingWords = {
  ties: 'ties',
  differs: 'differs',
  'only-in-store': 'only in its store',
  'only-in-primary': 'only in the primary',
} as const;

/** As the primary has it; where its store has another amount, that too, or nobody sees what makes the order differ. */
function bothCell({ secondary, primary, difference }: Pair): Html {
  if (isZero(difference)) return moneyCell(primary);
  return html`<td class="n off">${money(primary)} <span class="soft">there ${money(secondary)}</span></td>`;
}

/** Every order of the month with both numbers, so that each sum can be ticked off in both stores. */
export function orderSection({ orders }: MonthPack): Html {
  return html`<section id="orders"><h2>Orders to tick off: ${counted(orders.length, 'order')}</h2>
${scrolling(
  'Orders',
  html`<table><thead><tr><th></th><th>day</th><th>store</th><th>number there</th><th>in the primary</th><th>stands</th><th class="n">total there</th><th class="n">in the primary</th><th class="n">GST</th><th class="n">paid</th></tr></thead>
<tbody>${orders.map(
    ({ store, day, sourceId, number, standing, cause, total, gst, paid }) =>
      html`<tr><td><i class="tick"></i></td><td class="n">${day ?? ''}</td><td>${store}</td><td>${sourceId ?? ''}</td><td>${number ?? ''}</td><td>${standingWords[standing]}${cause === null ? '' : html` <span class="soft">${causeWords[cause]}</span>`}</td>${moneyCell(total.secondary)}${moneyCell(total.primary)}${bothCell(gst)}${bothCell(paid)}</tr>`,
  )}</tbody></table>`,
)}</section>`;
}
