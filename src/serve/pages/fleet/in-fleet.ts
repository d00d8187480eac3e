import type { PipelineChange } from '../../../fleet/pipelines/stored-pipelines.ts';
import type { PipelineStanding } from '../../../fleet/status/fleet-status.ts';
import { type Html, html, type Part } from '../../../page/html.ts';
import { count, listing } from '../../../page/words.ts';
import { postForm } from '../../frame/form.ts';
import { mayDecide, page } from '../../frame/page.ts';
import { troublePage } from '../../frame/trouble.ts';
import type { Visit } from '../../frame/visit.ts';
import type { FleetView } from '../../pipelines/fleet-view.ts';
import { partsOfPipeline } from '../parts.ts';
import { clockWords, momentOfMilliseconds } from '../words.ts';
import { doing, done, runNowForm } from './run-now.ts';
import { lastRunWords, nowWords, readWords, verdictWords } from './words.ts';

/** Longest reason that is kept. */
const LONGEST = 1000;

/** One pipeline as the fleet knows it: when it runs, who changed it, and the ways to run, pause and resume it. */
export async function inFleetPage(visit: Visit, fleet: FleetView): Promise<Response> {
  const { name } = visit.pipeline();
  const among = visit.grant?.reads ?? null;
  const [standing, history] = await Promise.all([fleet.standing(among, name), fleet.history(among, name)]);
  const [words, look] = verdictWords[standing.verdict];
  const content = html`<h1>${name} in the fleet <span class="verdict ${look}">${words}</span></h1>${partsOfPipeline(visit)}
${factsPart(standing, visit.site.now())}
${mayDecide(visit) ? actions(visit, standing) : null}
${historyPart(history, standing)}`;
  return page(visit, {
    title: `${name} in the fleet`,
    crumbs: [['Overview', '/'], [name, `/pipelines/${name}`]], // biome-ignore format: a path
    content,
    fetchedAgain: 60,
  });
}

function factsPart(standing: PipelineStanding, now: number): Html {
  const { lastRun, nextStart, schedule, isPaused, version } = standing;
  const facts: readonly (readonly [string, Part])[] = [
    ['Now', standing.now === 'idle' ? 'no run is going on' : nowWords[standing.now]],
    ['Next start', isPaused ? 'none while it is paused' : nextStart === null ? 'when somebody asks' : html`${momentOfMilliseconds(nextStart.getTime(), standing)} <span class="soft">(${schedule})</span>`],
    ['Last run', lastRunWords(standing, now)],
    ...(lastRun === null ? [] : [['By', `${lastRun.worker}, in ${count(Math.round(lastRun.seconds))} s, with ${count(lastRun.requests)} requests`] as const]),
    ...standing.unableWorkers.map(({ worker, lacks }) => ['Left to others', `by ${worker}: ${lacks}`] as const),
    ['Read up to', readWords(standing, now)],
    ['Stored version', String(version)],
  ]; // biome-ignore format: a list
  return html`<section><dl class="facts">${facts.map(([title, value]) => html`<dt>${title}</dt><dd>${value}</dd>`)}</dl>
<p class="soft">${clockWords(standing)}</p></section>`;
}

function actions(visit: Visit, { isPaused, name, verdict, lastRun }: PipelineStanding): Html {
  const address = `/pipelines/${name}`;
  const reason = html`<label for="reason">Why? It is kept, so name nobody.</label>
<input id="reason" name="reason" required maxlength="${LONGEST}" autocomplete="off" class="broad"><p></p>`;
  if (isPaused)
    return html`<section><h2>Go on</h2><p>It runs by its schedule again, once soon for what was missed.</p>${postForm(visit, `${address}/resume`, html`${reason}<button>Resume it</button>`)}</section>`;
  const asksYes = lastRun?.problems.includes('first-run-unconfirmed') === true;
  return html`<section><h2>Run it</h2>${verdict === 'dead' ? html`<p>It was tried eight times, or is wrong in itself. Mend what is wrong first; then this starts it again.</p>` : null}
${asksYes ? html`<p>Its first run would copy many older orders, and waits for a yes.</p><p><a class="button" href="${address}/to-dos">Look first what they come to</a></p>${runNowForm(visit, true)}` : runNowForm(visit)}</section>
<section><h2>Pause it</h2><p>No run begins until it is resumed. One that goes on ends as ever.</p>${postForm(visit, `${address}/pause`, html`${reason}<button>Pause it</button>`)}</section>`;
}

const columns = [
  { title: 'when' },
  { title: 'who' },
  { title: 'what' },
  { title: 'version', kind: 'n' },
  { title: 'why', kind: 'wide' },
] as const;

function historyPart(history: readonly PipelineChange[], { timeZone }: PipelineStanding): Html {
  const rows = history.map(({ at, who, what, version, reason }) => [
    momentOfMilliseconds(at.getTime(), { timeZone }),
    who,
    what,
    String(version),
    reason ?? '',
  ]);
  return html`<section><h2>What was changed, the latest first</h2>${listing('What was changed', columns, rows)}</section>`;
}

export async function pauseNow(visit: Visit, fleet: FleetView): Promise<Response> {
  const reason = reasonOf(visit);
  if (reason === '') return unreasoned(visit);
  await fleet.pause(visit.pipeline().name, doing(visit), reason);
  return done(visit, 'Paused', 'No run begins until it is resumed. One that goes on ends as ever.');
}

export async function resumeNow(visit: Visit, fleet: FleetView): Promise<Response> {
  const reason = reasonOf(visit);
  if (reason === '') return unreasoned(visit);
  await fleet.resume(visit.pipeline().name, doing(visit), reason);
  return done(visit, 'Goes on', 'It runs by its schedule again.');
}

function reasonOf(visit: Visit): string {
  return visit.field('reason').trim().slice(0, LONGEST);
}

function unreasoned(visit: Visit): Response {
  const next = html`<p><a class="button" href="/pipelines/${visit.pipeline().name}/fleet">Go back</a></p>`;
  return troublePage(visit, 400, { title: 'Not done', sentence: 'Say why: it is kept in the history.', next });
}
