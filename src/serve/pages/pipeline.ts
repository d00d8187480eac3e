import { ConsolidatorError } from '../../model/errors.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { verdictLegend, verdictSentences } from '../../verdict/verdict-text.ts';
import { onPage } from '../frame/on-page.ts';
import { page } from '../frame/page.ts';
import { troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { livePart } from '../live/live-part.ts';
import { headlineOf, type KnownStanding } from '../pipelines/standing.ts';
import { beforeFirstRun } from './before-first-run.ts';
import { factsOf } from './facts.ts';
import { LOOK_AGAIN, outdatedNotice } from './outdated-notice.ts';
import { partsOfPipeline } from './parts.ts';
import { runList } from './runs-part.ts';
import { startRunForm } from './start-run-form.ts';
import { toDoPart } from './to-do-part.ts';
import { tellingOf } from './words.ts';

/** One pipeline: did everything arrive, does it add up, what is to be done; then what goes on. */
export async function pipelinePage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const now = visit.site.now();
  const standing = await visit.site.standings.of(pipeline);
  const { known, running, outdatedSince } = standing;
  const { words, look } = headlineOf(standing);
  // A worker takes another one after the one that goes on; one that waits is enough.
  const mayBegin = visit.site.fleet === undefined ? running === null : standing.queued !== 'waits';
  const content = html`<h1>${pipeline.name} <span class="verdict ${look}">${words}</span></h1>
${partsOfPipeline(visit)}
${known instanceof ConsolidatorError ? null : outdatedNotice(outdatedSince, known)}
${known instanceof ConsolidatorError ? troubleNotice(known) : verdictPart(known)}
${known instanceof ConsolidatorError && known.code === 'ledger-missing' ? beforeFirstRun(pipeline.name) : null}
${livePart(pipeline.name, standing, now, mayBegin ? startRunForm(visit) : null)}
${known instanceof ConsolidatorError ? null : knownParts(known, pipeline.file, now)}`;
  return page(visit, {
    title: `${words}: ${pipeline.name}`,
    crumbs: [['Overview', '/']],
    content,
    fetchedAgain: running === null ? 60 : 10,
    headers: outdatedSince !== null ? LOOK_AGAIN : {},
  });
}

function verdictPart({ verdict }: KnownStanding): Html {
  return html`<div class="sum">${verdictSentences(verdict).map((sentence) => html`<p>${prose(onPage(sentence))}</p>`)}<p class="soft">${verdictLegend}</p></div>`;
}

function knownParts(known: KnownStanding, file: string, now: number): Html {
  const telling = tellingOf(known.own, file);
  const { name } = known.own;
  return html`${toDoPart(known, telling, `/pipelines/${known.own.name}/to-dos`)}
<section><h2>Latest runs</h2>${runList(name, known.runs, telling)}
<p><a href="/pipelines/${name}/runs">All runs</a></p>
${factsOf(known, file, now)}</section>`;
}
