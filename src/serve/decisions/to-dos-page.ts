import { type ChoicesFor, choicesFor } from '../../decisions/choices-for.ts';
import { readQueue } from '../../decisions/read-queue.ts';
import { sumOf } from '../../decisions/todo/choices.ts';
import { waitingTitle, waitingWords } from '../../decisions/todo/thing-words.ts';
import { type Thing, thingsBesides } from '../../decisions/todo/things.ts';
import { singular } from '../../entities/kinds.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { dayWords } from '../../model/day-words.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { counted, money } from '../../page/words.ts';
import type { Decision } from '../../verdict/decisions.ts';
import { readDecisions } from '../../verdict/taken.ts';
import { page } from '../frame/page.ts';
import { troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { partsOfPipeline } from '../pages/parts.ts';
import { orTrouble } from '../pipelines/or-trouble.ts';
import { quarantineAt, recordAt, toDosAt, withQuery } from './addresses.ts';
import { choiceForms } from './choice-forms.ts';
import { queueNoticeOf } from './queue-notice.ts';
import type { Selection } from './selection.ts';

/** Decisions on one page, and records that are named of each. */
const PAGE = 20;
const NAMED = 8;

interface ToDos {
  readonly besides: readonly Thing[];
  readonly total: number;
  readonly open: readonly ChoicesFor[];
  readonly taken: readonly Decision[];
}

/** What somebody must do: each decision once, however many records wait for it. */
export async function toDosPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const from = Math.max(0, Math.trunc(Number(visit.query('from'))) || 0);
  const told = await orTrouble(async () => {
    const queue = await readQueue(await pipeline.read());
    const toDos = await pipeline.look(async (ledger, own): Promise<ToDos> => {
      const besides = await thingsBesides(ledger, own, pipeline.file, visit.site.now());
      const { open, taken } = await readDecisions(ledger, own);
      const waiting = open.filter(({ records }) => !records.every(queue.isQueued));
      const some: ChoicesFor[] = [];
      for (const { records } of waiting.slice(from, from + PAGE))
        some.push(await choicesFor(ledger, own, pipeline.file, records));
      return { besides, taken, total: waiting.length, open: some };
    });
    return html`${queueNoticeOf(visit, queue)}${from === 0 ? toDos.besides.map(besideOf) : null}${toDos.open.map((one) => decisionOf(visit, one))}${
      toDos.total > from + PAGE
        ? html`<p><a class="button" href="${withQuery(toDosAt(pipeline.name), { from: String(from + PAGE) })}">The next ${PAGE} of ${toDos.total}</a></p>`
        : null
    }${toDos.total + toDos.besides.length === 0 ? html`<section><p>Nothing is to do.</p></section>` : null}${takenOf(toDos.taken)}`;
  });
  const content = html`<h1>To do for ${pipeline.name}</h1>${partsOfPipeline(visit)}
<p>Each decision once, with what follows from each choice. All that waits, one by one, stands under <a href="${quarantineAt(pipeline.name)}">Quarantine</a>.</p>
${told instanceof ConsolidatorError ? troubleNotice(told) : told}`;
  const crumbs = [
    ['Overview', '/'],
    [pipeline.name, `/pipelines/${pipeline.name}`],
  ] as const;
  return page(visit, { title: `To do for ${pipeline.name}`, crumbs, content });
}

function besideOf(thing: Thing): Html | null {
  switch (thing.kind) {
    case 'yes':
      return html`<section><h2>${waitingTitle(thing)}</h2><p>${waitingWords}</p><p>Copy them: <code>${thing.command}</code></p></section>`;
    case 'run':
      return html`<section><h2>${thing.why === 'failed' ? 'The last run failed' : 'No whole run has ended for two days'}</h2><p>What is new in the stores since then may be in no sum and no list here.</p><p>Run it: <code>${thing.command}</code></p></section>`;
    case 'difference':
      return html`<section><h2>${thing.store}: the two sides differ</h2><p>${thing.message}</p><p class="remedy">${prose(thing.remedy)}</p></section>`;
    case 'decision':
      return null;
  }
}

function decisionOf(visit: Visit, about: ChoicesFor): Html {
  const { decision, open } = about;
  const { store, entity, code, value, records, followers } = decision;
  const [first, ...others] = records;
  const selection: Selection =
    others.length === 0
      ? { kind: 'one', store, entity, sourceId: first.sourceId }
      : { kind: 'all', store, entity, code, value };
  const meaning = Object.hasOwn(reasons, code) ? reasons[code as ReasonCode].meaning : open.reason;
  const title = others.length === 0 ? `${store} ${singular(entity)} ${first.sourceId}` : `${store}: ${sumOf(records)}`;
  return html`<section><h2>${title}${value === '' ? '' : html`: “${value}”`}</h2><p>${meaning} <span class="soft">${code}</span></p>
${others.length === 0 && first.message !== null && first.message !== '' ? html`<p>${first.message}</p>` : null}
<ul>${records.slice(0, NAMED).map((record) => lineOf(visit, record))}${records.length > NAMED ? html`<li><a href="${withQuery(quarantineAt(visit.pipeline().name), { store, entity, code })}">and ${records.length - NAMED} more</a></li>` : null}</ul>
${followers.length === 0 ? null : html`<p>Waits for it, and follows by itself: ${sumOf(followers)}.</p>`}
<p class="remedy">${prose(open.remedy)}</p>${choiceForms(visit, about, selection, true)}</section>`;
}

function lineOf(visit: Visit, record: LedgerRecord): Html {
  const { sourceId, parent, bookedOn, amount } = record;
  const more = [
    ...(parent === null ? [] : [`of ${parent}`]),
    ...(bookedOn == null ? [] : [dayWords(bookedOn)]),
    ...(amount === null ? [] : [money(amount)]),
  ];
  return html`<li><a href="${recordAt(visit.pipeline().name, record)}">${sourceId}</a> ${more.join(', ')}</li>`;
}

function takenOf(taken: readonly Decision[]): Html | null {
  if (taken.length === 0) return null;
  return html`<section><h2>Decided, ${taken.length === 1 ? 'goes' : 'go'} with the next run: ${counted(taken.length, 'thing')}</h2><ul>${taken
    .slice(0, PAGE)
    .map(({ store, records, code }) => html`<li>${store}: ${sumOf(records)} (${code})</li>`)}</ul></section>`;
}
