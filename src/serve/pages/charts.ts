import { isZero } from '../../model/money.ts';
import { instantOfMilliseconds, localDateOf } from '../../model/time.ts';
import { dayName, monthName } from '../../page/days.ts';
import { type Html, html } from '../../page/html.ts';
import { money, moneyCell, scrolling } from '../../page/words.ts';
import { sum } from '../../report/figures.ts';
import { type Bar, barPlot, spread } from '../../report/plot.ts';
import { page } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { ChartSlots, daysOfMonths, type Measure, measures, monthsOn } from './chart-slots.ts';
import { partsOfPipeline } from './parts.ts';

/** Months on one page: this one, and those that it is compared with. */
const SHOWN = 13;

/** Sales, GST, payments and credits of each store: by month, or by day of one month. */
export async function chartsPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const now = instantOfMilliseconds(visit.site.now());
  const month = asMonth(visit.query('month'));
  const { own, chart, first, last, thisMonth, begin } = await pipeline.look(async (ledger, own) => {
    const thisMonth = localDateOf(now, own.primary.timezone).slice(0, 7);
    const last = month ?? asMonth(visit.query('until')) ?? thisMonth;
    const first = month ?? monthsOn(last, 1 - SHOWN);
    const chart = new ChartSlots(await ledger.daySums(daysOfMonths(first, last)), first, last);
    const begin = own.secondaries.map(({ since }) => since.slice(0, 7)).reduce((a, b) => (a < b ? a : b), thisMonth);
    return { own, chart, first, last, thisMonth, begin };
  });
  const stores = own.secondaries.map(({ name }) => name);
  const address = `/pipelines/${pipeline.name}`;
  const content = html`<h1>Sales, GST, payments and credits</h1>${partsOfPipeline(visit)}
<p class="soft">What was copied, with the amounts that stand in the primary (GST as its store has it), by accounting date.${chart.slots.some((slot) => slot.startsWith(thisMonth)) ? ` ${monthName(thisMonth)} is not over.` : ''}</p>
${monthLinks(`${address}/charts`, { month, first, last, now: thisMonth, begin, chart })}
${
  chart.slots.length === 0
    ? html`<section><p>Nothing was copied ${month === null ? `from ${monthName(first)} to ${monthName(last)}` : `in ${monthName(month)}`}.</p></section>`
    : measures.map((measure) => measurePart(measure, { chart, stores, isDays: month !== null }))
}`;
  return page(visit, {
    title: `Sales, GST, payments and credits, ${pipeline.name}`,
    crumbs: [['Overview', '/'], [pipeline.name, address]], // biome-ignore format: a path
    content,
  });
}

function asMonth(text: string): string | null {
  return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text) ? text : null;
}

interface Range {
  /** The one whose days are shown; null where months are. */
  readonly month: string | null;
  readonly first: string;
  readonly last: string;
  /** The month that goes on now. */
  readonly now: string;
  /** The month that the first of the stores is read from. */
  readonly begin: string;
  readonly chart: ChartSlots;
}

function monthLinks(address: string, { month, first, last, now, begin, chart }: Range): Html {
  const links =
    month === null
      ? [
          // A back-fill may go further back than the stores are read; before what is empty there is nothing.
          chart.slots.length > 0 || first > begin ? link(`${address}?until=${monthsOn(first, -1)}`, 'Earlier') : null,
          ...chart.slots.map((slot) => link(`${address}?month=${slot}`, monthName(slot))),
          last < now ? link(`${address}?until=${monthsOn(last, SHOWN)}`, 'Later') : null,
        ]
      : [
          link(`${address}?month=${monthsOn(month, -1)}`, monthName(monthsOn(month, -1))),
          html`<b>${monthName(month)}</b> `,
          month < now ? link(`${address}?month=${monthsOn(month, 1)}`, monthName(monthsOn(month, 1))) : null,
          link(address, 'All months'),
        ];
  return html`<nav class="parts" aria-label="Months">${links}</nav>`;
}

function link(address: string, name: string): Html {
  return html`<a href="${address}">${name}</a> `;
}
interface Shown {
  readonly chart: ChartSlots;
  readonly stores: readonly string[];
  readonly isDays: boolean;
}

function measurePart(measure: Measure, { chart, stores, isDays }: Shown): Html {
  const nameOf = isDays ? dayName : monthName;
  const { slots } = chart;
  const rows = slots.map((slot) => ({
    slot,
    amounts: stores.map((store) => chart.sumOf(measure, store, slot)),
  }));
  const totals = stores.map((_, place) => sum(rows.map(({ amounts }) => amounts[place] ?? null)));
  const bars = rows.map(
    ({ slot, amounts }): Bar => ({
      title: `${nameOf(slot)}: ${stores.map((store, place) => `${store} ${money(amounts[place] ?? sum([]))}`).join(', ')}`,
      parts: amounts.map((amount, place) => ({ series: `s${place % 6}`, value: Number(amount) })),
    }),
  );
  const total = money(sum(totals));
  const unit = isDays ? 'day' : 'month';
  if (totals.every(isZero)) return html`<section><h2>${measure.title}</h2><p>None were copied.</p></section>`;
  return html`<section><h2>${measure.title}: ${total}</h2>
<ul class="key">${stores.map((store, place) => html`<li><i class="k${place % 6}"></i>${store}: ${money(totals[place] ?? sum([]))}</li>`)}</ul>
${barPlot({
  label: `${measure.title} per ${unit}, in all ${total}`,
  bars,
  maximum: Math.max(
    0,
    ...rows.map(({ amounts }) => amounts.reduce((all, amount) => all + Math.max(0, Number(amount)), 0)),
  ),
  marks: marksOf(slots.length, isDays).map((place) => ({ place, text: shortName(slots[place] ?? '', isDays) })),
})}
<details><summary>The numbers, per ${unit}</summary>${scrolling(
    `${measure.title} per ${unit}`,
    html`<table><thead><tr><th>${unit}</th>${stores.map((store) => html`<th class="n">${store}</th>`)}<th class="n">all</th></tr></thead>
<tbody>${rows.map(({ slot, amounts }) => html`<tr><th scope="row">${nameOf(slot)}</th>${amounts.map((amount) => moneyCell(amount))}${moneyCell(sum(amounts))}</tr>`)}</tbody>
<tfoot><tr><th scope="row">all</th>${totals.map((amount) => moneyCell(amount))}${moneyCell(sum(totals))}</tr></tfoot></table>`,
  )}</details></section>`;
}

/** A day at the very end would be cut off. */
function marksOf(length: number, isDays: boolean): number[] {
  return spread(length, 7).filter((place) => !isDays || length === 1 || place < length - 1);
}

function shortName(slot: string, isDays: boolean): string {
  return isDays ? dayName(slot).replace(/ \d{4}$/, '') : monthName(slot);
}
