import { decisionWords } from '../../decisions/read-queue.ts';
import { singular } from '../../entities/kinds.ts';
import type { TakenOutcome, TakenRecord } from '../../ledger/person-decision.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { count } from '../../page/words.ts';
import { DecisionQueue } from '../../session/decisions/queue.ts';
import { recordsIn } from '../../session/decisions/queued-decision.ts';
import { onPage } from '../frame/on-page.ts';
import { page } from '../frame/page.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { startRunForm } from '../pages/start-run-form.ts';
import { decidedAt, decisionAt, quarantineAt, recordAt, toDosAt } from './addresses.ts';
import { ledgerOrNone } from './ledger-or-none.ts';

/** Records that are named one by one. */
const NAMED = 100;

const RUN_TAKES_IT =
  'A run goes on now. It takes this between two batches or at its end; if it is cut off, the next one does.';
/** Such as copies that are taken into the map, or this very decision, which was sent twice. */
const BEING_TAKEN =
  'It is being taken just now, or follows what else writes to the ledger now; if that is cut off, the next run takes it.';

/** Of thousands, the ledger could not be written any more in the middle, or they are being taken just now. */
function begunWords(done: number, all: number): string {
  return `${count(done)} of ${count(all)} are done. Whoever writes to the ledger next goes on with the rest: a run, or the next decision. Where that lasts, the disk may be full.`;
}

/** What became of one decision: it is done, it waits, or it could not be done. Loading it again does nothing. */
export async function resultPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const id = visit.parameter('decision');
  const queue = new DecisionQueue(await pipeline.read());
  const waiting = (await queue.list()).find((one) => one.id === id);
  const refused = (await queue.refused()).find((one) => one.id === id);
  const isOpen = waiting !== undefined || refused !== undefined;
  const taken = (await ledgerOrNone(pipeline, (ledger) => ledger.takenDecision(id))) ?? [];
  if (!isOpen && taken.length === 0) {
    const sentence =
      'No decision of this name is known here (any more). What was done with a record stands with the record.';
    const next = html`<p><a href="${quarantineAt(pipeline.name)}">Go to the quarantine</a></p>`;
    return troublePage(visit, 404, { title: 'Not there', sentence, next });
  }
  const told =
    waiting !== undefined
      ? html`<div class="notice" role="status"><p><b>${taken.length === 0 ? 'Queued' : 'Begun'}:</b> ${decisionWords(waiting.request)}.</p><p>${taken.length === 0 ? ((await pipeline.progress()) === null ? BEING_TAKEN : RUN_TAKES_IT) : begunWords(taken.length, recordsIn(waiting.request).length)} Nothing of it is lost, and nothing is done twice.</p></div>
<p><a class="button" href="${decisionAt(pipeline.name, id)}">See whether it is done</a></p>`
      : refused !== undefined
        ? html`<div class="notice bad" role="alert"><p><b>Not done:</b></p><ul>${refused.refusals.map(({ message }) => html`<li>${prose(onPage(message))}</li>`)}</ul></div>`
        : html`<div class="notice good" role="status"><p><b>Done.</b></p></div>${doneList(pipeline.name, taken)}${startRunForm(visit)}`;
  const content = html`<h1>Your decision</h1><section>${told}
<p><a href="${toDosAt(pipeline.name)}">What else is to do</a> · <a href="${quarantineAt(pipeline.name)}">Quarantine</a></p></section>`;
  const crumbs = [
    ['Overview', '/'],
    [pipeline.name, `/pipelines/${pipeline.name}`],
    ['To do', toDosAt(pipeline.name)],
  ] as const;
  return page(visit, { title: 'Your decision', crumbs, content });
}

function doneList(pipeline: string, taken: readonly TakenRecord[]): Html {
  // About no record: what was decided stands in the audit.
  if (taken.every(({ key }) => key.store === '' || key.sourceId === ''))
    return html`<p>What was decided, by whom and why stands under <a href="${decidedAt(pipeline)}">Decided</a>. What follows from it follows with the next run.</p>`;
  const more = taken.length > NAMED ? html`<li>and ${taken.length - NAMED} more</li>` : null;
  return html`<ul>${taken.slice(0, NAMED).map(({ key, outcome }) => html`<li><a href="${recordAt(pipeline, key)}">${key.store} ${singular(key.entity)} ${key.sourceId}</a>: ${became(outcome)}</li>`)}${more}</ul>`;
}

function became(outcome: TakenOutcome): string {
  if (outcome.kind !== 'taken') return 'not done, since it was not as you saw it any more.';
  switch (outcome.answer) {
    case 'staged':
      return 'the next run tries it again.';
    case 'to-be-read':
      return 'the next run reads it from its store first, and tries it then.';
    case 'released':
      return 'the next run goes on with it, takes what differs as right, and approves its copy.';
    case 'settled':
      return 'it counts as right as it stands in the primary.';
    default:
      return 'done, as it was said beforehand.';
  }
}
