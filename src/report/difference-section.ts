import type { Pipeline } from '../config/pipeline.ts';
import { plural } from '../entities/kinds.ts';
import { shellWord } from '../model/command-lines.ts';
import { isZero } from '../model/money.ts';
import { localDateOf } from '../model/time.ts';
import { dayName } from '../page/days.ts';
import { type Html, html, prose } from '../page/html.ts';
import { countCell, counted, listing, money, moneyCell, scrolling } from '../page/words.ts';
import {
  type Difference,
  isOverNothing,
  isUnexplained,
  type Reconciliation,
  type StoreResult,
  type XeroResult,
} from '../reconcile/result.ts';
import type { KnownDifferences } from './decided.ts';

const LISTED = 500;

interface DifferenceContent {
  readonly pipeline: Pick<Pipeline, 'primary'>;
  readonly file: string;
  readonly reconciliation: Reconciliation | null;
  readonly known: KnownDifferences;
}

/** What is under way, what waits in quarantine and what a person has decided is no mistake in the books. */
export function isWrong(one: Difference, known: KnownDifferences): boolean {
  return isUnexplained(one) && !known.has(one);
}

/** Whether the two sides agree, where a comparison was made for this page. */
export function differenceSection({ reconciliation: result, file, known, pipeline }: DifferenceContent): Html {
  if (result === null) {
    return html`<section id="differences"><h2>Differences</h2><p>The stores were not compared for this page. <code>neto-consolidator report ${shellWord(file)} --reconcile</code> does so, and so does <code>reconcile</code>.</p></section>`;
  }
  const { differences, stores, xero, notCompared } = result;
  const wrong = differences.filter((one) => isWrong(one, known));
  const of = (kind: 'decided' | 'quarantined') => differences.filter((one) => known.get(one)?.kind === kind).length;
  const [decided, waiting] = [of('decided'), of('quarantined')];
  const agrees = isOverNothing(result)
    ? html`<span class="verdict warn">No orders</span>`
    : result.daysLeft.length > 0
      ? html`<span class="verdict warn">Adds up in part</span>`
      : html`<span class="verdict good">Adds up</span>`;
  const verdict =
    wrong.length === 0
      ? waiting === 0
        ? agrees
        : html`<span class="verdict warn">Adds up, but for what waits for you</span>`
      : html`<span class="verdict bad">${counted(wrong.length, 'difference')}</span>`;
  return html`<section id="differences"><h2>Differences between the stores</h2>
<p>${verdict} Both sides were read from the stores themselves, not from the ledger.${waiting === 0 ? null : html` ${counted(waiting, 'difference')} ${waiting === 1 ? 'is' : 'are'} of what is in quarantine.`}${decided === 0 ? null : html` ${counted(decided, 'difference')} you have decided about; your reason stands below.`}</p>
${scrolling(
  'Both sides per store',
  html`<table><thead><tr><th></th><th class="n">in its store</th><th class="n">in the primary</th><th class="n">difference</th></tr></thead>
${stores.map(storeRows)}</table>`,
)}
${xero === null ? null : xeroPart(xero)}
${differences.length === 0 ? null : list(differences, (one) => adviceOn(one, known, pipeline.primary.timezone))}
${notCompared.map((sentence) => html`<p class="soft">Not compared: ${prose(sentence)}</p>`)}</section>`;
}

function pair(name: string, sums: NonNullable<StoreResult['refunds']>['credit']): Html {
  return html`<tr><td>${name}</td>${moneyCell(sums.secondary)}${moneyCell(sums.primary)}${moneyCell(sums.difference, { off: true })}</tr>`;
}

function storeRows({ store, from, to, sums, refunds, ownRecords = [] }: StoreResult): Html {
  const { secondary, primary, difference } = sums;
  const row = (name: string, field: 'total' | 'gst' | 'shipping' | 'paid'): Html =>
    html`<tr><td>${name}</td>${moneyCell(secondary[field])}${moneyCell(primary[field])}${moneyCell(difference[field], { off: true })}</tr>`;
  return html`<tbody><tr><th scope="rowgroup" colspan="4">${store} <span class="soft">${dayName(from)} to ${to === null ? 'now' : dayName(to)}</span></th></tr><tr><td>orders</td>${countCell(secondary.orders)}${countCell(primary.orders)}${countCell(difference.orders, { off: true })}</tr>
${row('total', 'total')}${row('GST', 'gst')}${row('shipping', 'shipping')}${row('paid', 'paid')}${refunds === null ? null : html`${pair('credited on returns', refunds.credit)}${pair('paid out on returns', refunds.paidOut)}`}${ownRecords.map(ownRows)}</tbody>`;
}

function ownRows({ entity, records, amount }: NonNullable<StoreResult['ownRecords']>[number]): Html {
  return html`<tr><td>${plural(entity)}</td>${countCell(records.secondary)}${countCell(records.primary)}${countCell(records.difference, { off: true })}</tr>${pair(`in ${plural(entity)}`, amount)}`;
}

/** What is to be done, or was. */
function adviceOn(one: Difference, known: KnownDifferences, timeZone: string): string {
  const told = known.get(one);
  if (told === undefined) return one.remedy;
  if (told.kind === 'quarantined') return 'It is in quarantine: decide about it there.';
  const when = told.at === null ? '' : ` on ${dayName(localDateOf(told.at, timeZone))}`;
  return `Decided by you${when}${told.reason === '' ? '' : `: ${told.reason}`}. Nothing is left to do.`;
}

function list(differences: readonly Difference[], adviceOn: (one: Difference) => string): Html {
  const rows = differences.slice(0, LISTED).map((one) => {
    const effect = isZero(one.effect.total) ? one.effect.paid : one.effect.total;
    return [
      one.store,
      one.day === null ? '' : dayName(one.day),
      `${one.kind} ${one.entity}${one.underWay ? ' (under way)' : ''}`,
      html`${prose(one.message)} <span class="soft">${prose(adviceOn(one))}</span>`,
      isZero(effect) ? '–' : money(effect),
    ];
  });
  return html`<h3>One by one</h3>${listing('Differences one by one', columns, rows)}${differences.length > LISTED ? html`<p class="soft">And ${counted(differences.length - LISTED, 'more', 'more')}.</p>` : null}`;
}

const columns = [
  { title: 'store' },
  { title: 'day' },
  { title: 'kind' },
  { title: 'what', kind: 'wide' },
  { title: 'effect', kind: 'n' },
] as const;

function xeroPart({ file, invoices, stores, limits }: XeroResult): Html {
  return html`<h3>Against Xero</h3><p class="soft">${counted(invoices, 'invoice')} in ${file}.</p>
${scrolling(
  'The primary against Xero',
  html`<table><thead><tr><th>store</th><th class="n">copies</th><th class="n">total</th><th class="n">paid</th><th class="n">in Xero</th><th class="n">total</th><th class="n">paid</th></tr></thead>
<tbody>${stores.map(({ store, primary, xero }) => html`<tr><th scope="row">${store}</th>${countCell(primary.invoices)}${moneyCell(primary.total)}${moneyCell(primary.paid)}${countCell(xero.invoices)}${moneyCell(xero.total)}${moneyCell(xero.paid)}</tr>`)}</tbody></table>`,
)}
<details><summary>What Xero's file can't answer</summary><ul>${limits.map((limit) => html`<li>${limit}</li>`)}</ul></details>`;
}
