import { doneWords, whoWords } from '../../decisions/history-words.ts';
import { singular } from '../../entities/kinds.ts';
import { type Html, html, type Part } from '../../page/html.ts';
import { listing, money } from '../../page/words.ts';
import type { Side, Trace, TracedEvent, TracedOrder, TracedPayment } from '../../trace/trace.ts';
import { labelWords } from '../../trace/verdict.ts';
import { momentOf, type Telling, told } from './words.ts';

const states: Readonly<Record<TracedOrder['state'], readonly [words: string, look: 'good' | 'warn' | 'bad']>> = {
  staged: ['read, not copied yet', 'warn'],
  writing: ['being written; its outcome is not known yet', 'warn'],
  loaded: ['copied', 'good'],
  linked: ['linked', 'good'],
  skipped: ['left out', 'warn'],
  quarantined: ['in quarantine', 'warn'],
  unread: ['not read yet', 'warn'],
};

/** How an order stands by the state of its record. */
export const orderStates: Readonly<Record<string, readonly [words: string, look: 'good' | 'warn' | 'bad']>> = states;

const DECIDED = ['decided, goes with the next run', 'warn'] as const;

/** All orders that a number may mean, each on both sides. @param pipeline its name, for where to decide */
export function tracedParts({ id, orders, ownOfPrimary }: Trace, telling: Telling, pipeline: string): Html {
  return html`${orders.map((order) => orderPart(order, telling, pipeline))}
${
  ownOfPrimary === null
    ? null
    : html`<section><h2>${id} in the primary</h2><p>An order of this number is there that no run has copied: ${sideWords(ownOfPrimary)}.</p></section>`
}`;
}

function orderPart(order: TracedOrder, telling: Telling, pipeline: string): Html {
  const { store, sourceId, targetId, state, code, hasCopy, why, remedy, total } = order;
  const [words, look] = code === 'to-be-read' ? DECIDED : states[state];
  const copy = hasCopy ? targetId : targetId === null ? 'nothing yet' : `nothing yet; it would be ${targetId}`;
  const recordQuery = new URLSearchParams({ store, entity: 'orders', id: sourceId });
  return html`<section><h2>${store} ${sourceId} <span class="verdict ${look}">${words}</span></h2>
<p>${told(why, telling)}</p>
${remedy === '' || remedy === 'Nothing.' ? null : html`<p class="remedy"><b>What to do:</b> ${told(remedy, telling)}</p>`}
${state === 'quarantined' || code === 'dropped' ? html`<p><a href="/pipelines/${pipeline}/record?${recordQuery.toString()}">${state === 'quarantined' ? 'Decide about it' : 'Look at the decision'}</a></p>` : null}
<dl class="facts">
<dt>In ${store}</dt><dd>${sourceId}${total === null ? '' : `, ${money(total)}`}${asked(order.source)}</dd>
<dt>In the primary</dt><dd>${copy}${asked(order.copy)}</dd>
${customerFact(order)}</dl>
${moneyPart('Payments', order.payments)}
${moneyPart('Returns', order.returns)}
${differencesPart(order, telling)}
${acceptedPart(order, telling)}
${historyPart(order.history, telling)}</section>`;
}

function asked(side: Side): string {
  return side.kind === 'not-asked' ? '' : `; now: ${sideWords(side)}`;
}

function sideWords(side: Side): string {
  switch (side.kind) {
    case 'there':
      return `${side.status}, ${side.approved ? 'approved' : 'not approved'}, total ${money(side.total)}, paid ${money(side.paid)}`;
    case 'not-there':
      return 'it is not there';
    case 'unreachable':
      return `the store could not be asked: ${side.message}`;
    case 'not-asked':
      return 'not asked';
  }
}

function customerFact({ customer }: TracedOrder): Html | null {
  if (customer === null) return null;
  const sources = customer.sources.map(
    ({ store, sourceId, made }) => `${made ? 'made for' : 'stands for'} ${store} ${sourceId}`,
  );
  return html`<dt>Account there</dt><dd>${[customer.username, ...sources].join(', ')}</dd>`;
}

const columns = [
  { title: 'number there' },
  { title: 'amount', kind: 'n' },
  { title: 'how it stands', kind: 'wide' },
] as const;

function moneyPart(title: string, records: readonly TracedPayment[]): Html | null {
  if (records.length === 0) return null;
  const rows = records.map((one): Part[] => [
    one.sourceId,
    one.amount === null ? '' : money(one.amount),
    standingWords(one),
  ]);
  return html`<h3>${title}</h3>${listing(title, columns, rows)}`;
}

function standingWords({ state, targetId, byHand, code, reason }: TracedPayment): string {
  if (byHand.length > 0 && (state === 'loaded' || state === 'linked'))
    return `linked to ${byHand.join(' and ')}, entered by hand`;
  if (state === 'skipped' && code === 'to-be-read') return 'decided by you, goes with the next run';
  if (state === 'loaded') return `copied as ${targetId ?? ''}`;
  const [words] = states[state as TracedOrder['state']] ?? [state];
  return [words, reason ?? ''].filter((word) => word !== '').join(': ');
}

function differencesPart({ comparison, accepted }: TracedOrder, telling: Telling): Html | null {
  if (comparison === null) return null;
  // What was accepted is told by itself, with the reason, and is no difference any more.
  const shown = comparison.differences.filter(({ label }) => label !== 'decided' || accepted.length === 0);
  const list = (title: string, lines: readonly Html[]): Html | null =>
    lines.length === 0 ? null : html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`${
    comparison.agreed.length === 0
      ? null
      : html`<p>Equal to the cent on both sides: ${comparison.agreed.join(', ')}.</p>`
  }
${list(
  'How the two sides differ',
  shown.map(
    ({ label, message }) =>
      html`${told(message, telling)}${label === 'unexplained' ? null : html` <span class="soft">(${labelWords[label]})</span>`}`,
  ),
)}
${list(
  'Not compared',
  comparison.notCompared.map((text) => told(text, telling)),
)}`;
}

function acceptedPart({ accepted, store }: TracedOrder, telling: Telling): Html | null {
  if (accepted.length === 0) return null;
  return html`<h3>What was accepted</h3><ul>${accepted.map(
    ({ entity, sourceId, words, fields }) =>
      html`<li>${singular(entity)} ${sourceId}: ${words.map(({ at, reason }) => `${momentOf(at, telling)}: ${reason} `)}${fields.map(({ field, source, copy }) => html`<br><span class="soft">${field}: ${source} in ${store}, ${copy} in the primary</span>`)}</li>`,
  )}</ul>`;
}

function historyPart(history: readonly TracedEvent[], telling: Telling): Html | null {
  if (history.length === 0) return null;
  const rows = history.map((event): Part[] => {
    const { at, entity, sourceId } = event;
    const what = entity === 'orders' ? '' : `${singular(entity)} ${sourceId}: `;
    return [momentOf(at, telling), whoWords(event), html`${what}${told(doneWords(event), telling)}`];
  });
  const titles = [{ title: 'when' }, { title: 'by' }, { title: 'what was done', kind: 'wide' }] as const;
  return html`<details><summary>What was done, when and by whom</summary>${listing('What was done', titles, rows)}</details>`;
}
