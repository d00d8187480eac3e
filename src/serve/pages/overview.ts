import type { Thing } from '../../decisions/todo/things.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { counted } from '../../page/words.ts';
import { verdictLegend, verdictSentences } from '../../verdict/verdict-text.ts';
import { onPage } from '../frame/on-page.ts';
import { page } from '../frame/page.ts';
import { troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { headlineOf, type Standing } from '../pipelines/standing.ts';
import { factsOf } from './facts.ts';
import { LOOK_AGAIN, outdatedNotice } from './outdated-notice.ts';
import { titleOf } from './to-do-part.ts';

/** To-dos that a card names. */
const NAMED = 3;

/** All pipelines that the visitor may see, the worst first. */
export async function overview(visit: Visit): Promise<Response> {
  const now = visit.site.now();
  const standings = await Promise.all(visit.pipelines.map((pipeline) => visit.site.standings.of(pipeline)));
  const sorted = standings.toSorted((a, b) => headlineOf(a).rank - headlineOf(b).rank);
  const content = html`<h1>Overview</h1>
<p class="soft">${sorted.length > 1 ? `${counted(sorted.length, 'pipeline')}, the worst first. ` : ''}${verdictLegend}</p>
<ul class="cards">${sorted.map((standing) => card(standing, now))}</ul>`;
  return page(visit, {
    title: 'Overview',
    content,
    fetchedAgain: 60,
    headers: standings.some(({ outdatedSince }) => outdatedSince !== null) ? LOOK_AGAIN : {},
  });
}

function card(standing: Standing, now: number): Html {
  const { pipeline, known, running, outdatedSince } = standing;
  const { words, look } = headlineOf(standing);
  const address = `/pipelines/${pipeline.name}`;
  const head = html`<h2 class="name"><a href="${address}">${pipeline.name}</a> <span class="verdict ${look}">${words}</span>${running === null ? null : html` <span class="verdict good">A run is going on</span>`}</h2>`;
  if (known instanceof ConsolidatorError) return html`<li>${head}${troubleNotice(known)}</li>`;
  const { things, toDo, verdict } = known;
  const rest = toDo - NAMED;
  return html`<li>${head}${outdatedNotice(outdatedSince, known)}
${verdictSentences(verdict).map((sentence) => html`<p>${prose(onPage(sentence))}</p>`)}
${things.length === 0 ? null : html`<ul>${things.slice(0, NAMED).map((thing) => html`<li>${titleOf(thing)}${meaningOf(thing)}</li>`)}${rest > 0 ? html`<li><a href="${address}#to-do">and ${rest} more</a></li>` : null}</ul>`}
${factsOf(known, pipeline.file, now)}</li>`;
}

/** What the title alone does not tell. */
function meaningOf(thing: Thing): Html | null {
  if (thing.kind !== 'decision' && thing.kind !== 'difference') return null;
  return html`<br><span class="soft">${thing.kind === 'decision' ? thing.meaning : thing.message}</span>`;
}
