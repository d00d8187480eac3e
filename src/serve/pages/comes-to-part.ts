import { type AskedOrders, wholeDay } from '../../model/asked-orders.ts';
import { type Html, html } from '../../page/html.ts';
import { count, counted, listing, money } from '../../page/words.ts';

/** What orders come to that wait for a yes, and some of them with the way to each on both sides; null where a run of an earlier version asked. */
export function comesToPart(pipeline: string, comesTo: AskedOrders | undefined): Html | null {
  if (comesTo === undefined) return null;
  const { sums, first, last, examples } = comesTo;
  const columns = [
    { title: 'Currency' },
    { title: 'Orders', kind: 'n' },
    { title: 'Total', kind: 'n' },
    { title: 'GST in it', kind: 'n' },
  ] as const;
  const without = (number: number): Html | null =>
    number === 0 ? null : html` <span class="soft">without ${counted(number, 'order')} where it is not known</span>`;
  const rows = sums.map(({ currency, orders, total, tax, unknownTotals, unknownTaxes }) => [
    currency === '' ? "the store's own" : currency,
    count(orders),
    html`${money(total)}${without(unknownTotals)}`,
    html`${money(tax)}${without(unknownTaxes)}`,
  ]);
  const days =
    first === null || last === null
      ? null
      : html`<p>${first === last ? `All are booked on ${wholeDay(first)}.` : `The first is booked on ${wholeDay(first)}, the last on ${wholeDay(last)}.`}</p>`;
  return html`${listing('What they come to', columns, rows)}${days}${examplesOf(pipeline, examples)}`;
}

function examplesOf(pipeline: string, examples: AskedOrders['examples']): Html | null {
  if (examples.length === 0) return null;
  const columns = [{ title: 'Order' }, { title: 'Would be' }, { title: 'Day' }, { title: 'Total', kind: 'n' }] as const;
  const rows = examples.map(({ sourceId, targetId, day, total, currency }) => [
    html`<a href="/pipelines/${pipeline}/trace?${new URLSearchParams({ order: sourceId }).toString()}">${sourceId}</a>`,
    targetId === null
      ? ''
      : html`<a href="/pipelines/${pipeline}/trace?${new URLSearchParams({ order: targetId }).toString()}">${targetId}</a>`,
    day === null ? '' : wholeDay(day),
    total === null ? 'not known' : `${money(total)}${currency === '' ? '' : ` ${currency}`}`,
  ]);
  return html`<p>Some of them, with the number that each would get in the primary:</p>${listing('Some of them', columns, rows)}`;
}
