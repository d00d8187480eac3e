import { type ChoicesFor, choicesFor } from '../../decisions/choices-for.ts';
import { type QueueTold, readQueue } from '../../decisions/read-queue.ts';
import { sumOf } from '../../decisions/todo/choices.ts';
import { decidedWords, waitingTitle, waitingWords } from '../../decisions/todo/thing-words.ts';
import { type Thing, thingsBesides } from '../../decisions/todo/things.ts';
import { singular } from '../../entities/kinds.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { seenAs } from '../../ledger/seen-as.ts';
import { ConsolidatorError, problemWords } from '../../model/errors.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import { Turns } from '../../model/turns.ts';
import { dayName } from '../../page/days.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { count, counted, money } from '../../page/words.ts';
import type { Unconfirmed } from '../../run/summary.ts';
import { askedFor } from '../../run/unconfirmed.ts';
import { UNTIL_COMPARED } from '../../verdict/until-compared.ts';
import { LOOKED_AT } from '../../verdict/verdict.ts';
import { onPage } from '../frame/on-page.ts';
import { page } from '../frame/page.ts';
import { troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { comesToPart } from '../pages/comes-to-part.ts';
import { waysToRun } from '../pages/fleet/run-now.ts';
import { isNotRunYet, notNow } from '../pages/not-now.ts';
import { outdatedNotice } from '../pages/outdated-notice.ts';
import { partsOfPipeline } from '../pages/parts.ts';
import { startRunForm } from '../pages/start-run-form.ts';
import { inXeroPart } from '../pages/to-do-part.ts';
import { byWeight, type OpenDecision } from '../pipelines/open-decision.ts';
import { orTrouble } from '../pipelines/or-trouble.ts';
import type { KnownStanding } from '../pipelines/standing.ts';
import { adoptAt, quarantineAt, recordAt, toDosAt, withQuery } from './addresses.ts';
import { choiceForms } from './choice-forms.ts';
import { ownForm } from './own-page.ts';
import { queueNoticeOf } from './queue-notice.ts';
import type { Selection } from './selection.ts';
import { yesForm } from './yes-page.ts';

/** Decisions on one page, and records that these are about: of many the page would be waited for. */
const PAGE = 20;
const RECORDS = 500;
/** Records that are read at a time. */
const AT_ONCE = 250;
/** Records that are named of each. */
const NAMED = 8;

/** What somebody must do: each decision once, however many records wait for it; those first that most of them wait for. */
export async function toDosPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const from = Math.max(0, Math.trunc(Number(visit.query('from'))) || 0);
  const told = await orTrouble(async () => {
    const queue = await readQueue(await pipeline.read());
    const standing = await visit.site.standings.known(pipeline);
    if (standing instanceof ConsolidatorError) throw standing;
    const { value: known, at, isCurrent } = standing;
    const waiting = byWeight(known.open).filter(({ records }) => !records.every(queue.isQueued));
    const shown = pageOf(waiting, from);
    const { besides, open, said } = await pipeline.look(async (ledger, own) => ({
      said: (await askedFor(ledger, await ledger.runs(LOOKED_AT))).filter((one) => one.said !== null),
      besides: (await thingsBesides(ledger, own, pipeline.file, visit.site.now())).filter(
        (thing) => !queue.isQueuedBeside(thing),
      ),
      open: await choicesOfEach(ledger, own, pipeline.file, shown),
    }));
    return html`${queueNoticeOf(visit, queue)}${outdatedNotice(isCurrent ? null : at, known)}${from === 0 ? besides.map((thing) => besideOf(visit, thing)) : null}${open.map((one) => decisionOf(visit, one))}${from === 0 ? saidPart(visit, said) : null}${
      waiting.length > from + shown.length
        ? html`<p><a class="button" href="${withQuery(toDosAt(pipeline.name), { from: String(from + shown.length) })}">The next of ${count(waiting.length)}</a></p>`
        : null
    }${nothingPart(known, queue, open.length + waiting.length + besides.length + said.length)}${takenOf(known)}`;
  });
  if (isNotRunYet(told)) return notNow(visit, told);
  const content = html`<h1>To do for ${pipeline.name}</h1>${partsOfPipeline(visit)}
<p>Each decision once, with what follows from each choice. All that waits, one by one, stands under <a href="${quarantineAt(pipeline.name)}">Quarantine</a>.</p>
${told instanceof ConsolidatorError ? troubleNotice(told) : told}`;
  const crumbs = [
    ['Overview', '/'],
    [pipeline.name, `/pipelines/${pipeline.name}`],
  ] as const;
  return page(visit, { title: `To do for ${pipeline.name}`, crumbs, content });
}

/** Nothing is said to be to do only where nothing else of this page says that something is. */
function nothingPart(known: KnownStanding, { queued, refused }: QueueTold, shown: number): Html | null {
  const there = inXeroPart(known);
  if (there !== null) return html`<section><h2>In Xero</h2>${there}</section>`;
  if (shown + refused.length + queued.length + known.decidedInAll > 0) return null;
  return html`<section><p>Nothing is to do.</p></section>`;
}

function pageOf(waiting: readonly OpenDecision[], from: number): readonly OpenDecision[] {
  const shown: OpenDecision[] = [];
  let records = 0;
  for (const decision of waiting.slice(from, from + PAGE)) {
    records += decision.records.length;
    if (shown.length > 0 && records > RECORDS) break;
    shown.push(decision);
  }
  return shown;
}

/** As the ledger has them now: what was decided, or judged anew, since they were counted is left out. */
async function choicesOfEach(
  ledger: Ledger,
  own: Parameters<typeof choicesFor>[1],
  file: string,
  shown: readonly OpenDecision[],
): Promise<ChoicesFor[]> {
  const all: ChoicesFor[] = [];
  const turns = new Turns();
  for (const { code, records: keys } of shown) {
    const found: LedgerRecord[] = [];
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const some = await ledger.findAll(keys.slice(from, from + AT_ONCE));
      for (const record of some)
        if (record !== null && record.state === 'quarantined' && record.reason === code) found.push(record);
      await turns.give();
    }
    // What its forms bear; of many it takes a while.
    await turns.each(found, seenAs);
    const [first, ...others] = found;
    if (first !== undefined) all.push(await choicesFor(ledger, own, file, [first, ...others]));
  }
  return all;
}

function besideOf(visit: Visit, thing: Thing): Html | null {
  switch (thing.kind) {
    case 'yes':
      return html`<section><h2>${waitingTitle(thing)}</h2><p>${waitingWords} Where they are not wanted, name a later day as <code>since</code> in the pipeline file.</p>${comesToPart(visit.pipeline().name, thing.comesTo)}${visit.site.fleet === undefined ? (folded('Copy them', yesForm(visit, thing.store)) ?? onlyOthers) : waysToRun(visit, 'Copy them', thing.command, true)}</section>`;
    case 'run':
      return html`<section><h2>${thing.why === 'failed' ? 'The last run failed' : 'No whole run has ended for two days'}</h2>${thing.problems.map((problem) => html`<p>${prose(onPage(problemWords(problem)))}</p>`)}<p>What is new in the stores since then may be in no sum and no list here.</p>${startRunForm(visit) ?? onlyOthers}</section>`;
    case 'difference':
      return html`<section><h2>${thing.store}: the two sides differ</h2><p>${prose(onPage(thing.message))}</p><p class="remedy">${thing.own === null ? prose(onPage(thing.remedy)) : 'If it should not be there, cancel it in the primary: the next run sees that. Else say what it is:'}</p>${ownForm(visit, thing)}${thing.own === null ? null : adoptLink(visit)}${thing.isOfProof ? html`<p class="soft">${UNTIL_COMPARED} <a href="/pipelines/${visit.pipeline().name}/proof">Compare now</a> shows at once whether it is right.</p>` : null}</section>`;
    case 'decision':
      return null;
  }
}

/** What somebody has said yes to, and no run has copied yet. */
function saidPart(visit: Visit, said: readonly Unconfirmed[]): Html | null {
  if (said.length === 0) return null;
  const copies = said.map(({ store, orders }) => `${counted(orders, 'order')} of ${store}`).join(' and ');
  return html`<section><h2>Your yes is said</h2><p>The next run copies ${copies}.</p>${startRunForm(visit)}</section>`;
}

const onlyOthers = html`<p class="soft">Whoever may decide finds here how.</p>`;

function folded(summary: string, form: Html | null): Html | null {
  return form === null ? null : html`<details><summary>${summary}</summary>${form}</details>`;
}

function adoptLink(visit: Visit): Html {
  return html`<h3>It is a copy that another program made</h3><p><a href="${adoptAt(visit.pipeline().name)}">Take it over</a></p>`;
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
  return html`<section><h2>${title}${value === '' ? '' : html`: “${value}”`}</h2><p>${prose(onPage(meaning))} <span class="soft">${code}</span></p>
${others.length === 0 && first.message !== null && first.message !== '' ? html`<p>${prose(onPage(first.message))}</p>` : null}
<ul>${records.slice(0, NAMED).map((record) => lineOf(visit, record))}${records.length > NAMED ? html`<li><a href="${withQuery(quarantineAt(visit.pipeline().name), { store, entity, code })}">and ${records.length - NAMED} more</a></li>` : null}</ul>
${followers.length === 0 ? null : html`<p>Waits for it, and follows by itself: ${sumOf(followers)}.</p>`}
<p class="remedy">${prose(onPage(open.remedy))}</p>${choiceForms(visit, about, selection, true)}</section>`;
}

function lineOf(visit: Visit, record: LedgerRecord): Html {
  const { sourceId, parent, bookedOn, amount } = record;
  const more = [
    ...(parent === null ? [] : [`of ${parent}`]),
    ...(bookedOn == null ? [] : [dayName(bookedOn)]),
    ...(amount === null ? [] : [money(amount)]),
  ];
  return html`<li><a href="${recordAt(visit.pipeline().name, record)}">${sourceId}</a> ${more.join(', ')}</li>`;
}

function takenOf({ decided, decidedInAll }: KnownStanding): Html | null {
  if (decidedInAll === 0) return null;
  return html`<section><h2>Decided, ${decidedInAll === 1 ? 'goes' : 'go'} with the next run: ${counted(decidedInAll, 'thing')}</h2><ul>${decided.map(
    (one) => html`<li>${decidedWords(one)}</li>`,
  )}${decidedInAll > decided.length ? html`<li>and ${count(decidedInAll - decided.length)} more</li>` : null}</ul></section>`;
}
