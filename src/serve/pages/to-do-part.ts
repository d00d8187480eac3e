import {
  decidedWords,
  decisionSubject,
  followerWords,
  foundWords,
  recordLines,
  waitingLines,
  waitingTitle,
  waitingWords,
} from '../../decisions/todo/thing-words.ts';
import type { Thing } from '../../decisions/todo/things.ts';
import { problemWords } from '../../model/errors.ts';
import { type Html, html } from '../../page/html.ts';
import { count, counted } from '../../page/words.ts';
import type { KnownStanding } from '../pipelines/standing.ts';
import { type Telling, told } from './words.ts';

/** Things named; all of them, with the ways to decide, have a page of their own. */
const SHOWN = 10;

/**
 * What somebody must do, each once.
 * @param address of the page with the ways to decide
 */
export function toDoPart(known: KnownStanding, telling: Telling, address: string): Html {
  const { things, toDo, decided, decidedInAll } = known;
  const rest = toDo - SHOWN;
  return html`<section id="to-do"><h2>${titleOfPart(known)}</h2>
${inXeroPart(known)}
${things.slice(0, SHOWN).map((thing) => html`<div class="reason"><h3>${titleOf(thing)}</h3>${bodyOf(thing, telling)}</div>`)}
${toDo === 0 ? null : html`<p><a class="button" href="${address}">${rest > 0 ? `All ${count(toDo)} things, and how to decide` : 'How to decide'}</a></p>`}
${
  decided.length === 0
    ? null
    : html`<h3>Decided, and goes with the next run</h3><ul>${decided.map((one) => html`<li>${decidedWords(one)}</li>`)}${decidedInAll > decided.length ? html`<li>and ${count(decidedInAll - decided.length)} more</li>` : null}</ul>`
}
</section>`;
}

function titleOfPart({ toDo, verdict }: KnownStanding): string {
  if (toDo > 0) return `${counted(toDo, 'thing')} to do`;
  if (verdict.books?.toDo !== undefined) return 'To do in Xero';
  return verdict.decided > 0 ? 'Nothing to do but to run' : 'Nothing to do';
}

/** What somebody does in Xero by hand stands where all else does; null where there is nothing. */
export function inXeroPart({ verdict, own }: Pick<KnownStanding, 'verdict' | 'own'>): Html | null {
  const there = verdict.books?.toDo;
  if (there === undefined) return null;
  return html`<p>In Xero: ${there}. Each stands in the <a href="/pipelines/${own.name}/month">month's pack</a>, with its order.</p>`;
}

/** With its amounts. */
export function titleOf(thing: Thing): string {
  switch (thing.kind) {
    case 'yes':
      return waitingTitle(thing);
    case 'run':
      return thing.why === 'failed' ? 'The last run failed' : 'No whole run has ended for two days';
    case 'difference':
      return `${thing.store}: a difference that nothing explains`;
    case 'decision':
      return decisionSubject(thing);
  }
}

function bodyOf(thing: Thing, telling: Telling): Html {
  const say = (text: string): Html => told(text, telling);
  switch (thing.kind) {
    case 'yes':
      return html`<p>${waitingWords}</p>${waitingLines(thing).map((line) => html`<p>${line}</p>`)}`;
    case 'run':
      return html`${thing.problems.map((problem) => html`<p>${say(problemWords(problem))}</p>`)}<p>What is new in the stores since then may be in no sum and no list here.</p>`;
    case 'difference':
      return html`<p>${say(thing.message)}</p><p class="remedy"><b>What to do:</b> ${say(thing.remedy)}</p>`;
    case 'decision':
      return html`<p>${say(thing.meaning)}</p>
${foundWords(thing).map((found) => html`<p class="soft">${say(found)}</p>`)}
${recordLines(thing).length === 0 ? null : html`<ul>${recordLines(thing).map((line) => html`<li>${line}</li>`)}</ul>`}
${followerWords(thing).map((words) => html`<p>${words}</p>`)}
`;
  }
}
