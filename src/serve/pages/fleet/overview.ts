import type { PipelineStanding } from '../../../fleet/status/fleet-status.ts';
import { type FleetVerdict, fleetVerdicts } from '../../../fleet/status/verdicts.ts';
import { type Html, html } from '../../../page/html.ts';
import { count, counted, listing } from '../../../page/words.ts';
import { page } from '../../frame/page.ts';
import type { Visit } from '../../frame/visit.ts';
import type { FleetView } from '../../pipelines/fleet-view.ts';
import { orderSearch } from './find-order.ts';
import { lastRunWords, nowWords, readWords, toDoOf, verdictWords } from './words.ts';

/** So many are seen at a glance, and asked for by no name. */
const AT_A_GLANCE = 10;
/** Rows of one page: of more, a person looks for one by its name or by how it stands. */
const SHOWN = 300;

/** All pipelines of a fleet that the visitor may see, the worst first: from the fleet's own database, no ledger is opened for it. */
export async function fleetOverview(visit: Visit, fleet: FleetView): Promise<Response> {
  const among = visit.grant?.reads ?? null;
  const [standings, requests] = await Promise.all([fleet.standings(among), fleet.requestsNow(among)]);
  const only = fleetVerdicts.find((verdict) => verdict === visit.query('show'));
  const name = visit.query('name').trim().toLowerCase();
  const chosen = standings.filter(
    (one) => (only === undefined || one.verdict === only) && one.name.toLowerCase().includes(name),
  );
  const content = html`<h1>Overview</h1>
<section>${orderSearch('')}</section>
${standings.length === 0 ? html`<section><p>${NONE}</p></section>` : listPart(visit, { standings, chosen, only, name, requests })}`;
  return page(visit, { title: 'Overview', content, fetchedAgain: 60 });
}

const NONE =
  'The fleet has no pipeline that you may see. Whoever looks after it stores one by the command pipelines apply, or gives you a token for it.';

interface Listed {
  readonly standings: readonly PipelineStanding[];
  readonly chosen: readonly PipelineStanding[];
  readonly only: FleetVerdict | undefined;
  readonly name: string;
  readonly requests: ReadonlyMap<string, number>;
}

const columns = [
  { title: 'pipeline' },
  { title: 'how it stands' },
  { title: 'last run', kind: 'wide' },
  { title: 'read up to' },
  { title: 'to do', kind: 'n' },
  { title: 'requests, last run', kind: 'n' },
  { title: 'requests, this minute', kind: 'n' },
] as const;

function listPart(visit: Visit, { standings, chosen, only, name, requests }: Listed): Html {
  const now = visit.site.now();
  const rows = chosen.slice(0, SHOWN).map((one) => {
    const [words, look] = verdictWords[one.verdict];
    const toDo = toDoOf(one);
    return [
      html`<a href="/pipelines/${one.name}">${one.name}</a>`,
      html`<span class="verdict ${look}">${words}</span>${one.now === 'idle' ? null : html` <span class="soft">${nowWords[one.now]}</span>`}`,
      lastRunWords(one, now),
      readWords(one, now),
      toDo === null ? '' : toDo === 0 ? '–' : html`<a href="/pipelines/${one.name}/to-dos">${count(toDo)}</a>`,
      one.lastRun === null ? '' : count(one.lastRun.requests),
      count(requests.get(one.primaryHost) ?? 0),
    ];
  });
  const rest = chosen.length - SHOWN;
  return html`<section><h2>${counted(standings.length, 'pipeline')}, the worst first</h2>
${kinds(standings, only)}
${standings.length > AT_A_GLANCE || name !== '' ? byName(name, only) : null}
${rows.length === 0 ? html`<p>None of them.</p>` : listing('Pipelines', columns, rows)}
${rest > 0 ? html`<p>and ${count(rest)} more: choose one kind, or a part of the name.</p>` : null}
<p class="soft">What is to do is told as the last run has left it; a pipeline's own page tells it as it is now. Requests are those of the last run to all of its stores; of this minute, those of all workers that count towards the limit of its primary.</p></section>`;
}

function byName(name: string, only: FleetVerdict | undefined): Html {
  return html`<form method="get" action="/" class="search" role="search" aria-label="Pipelines by name"><div><label for="name">Only names that contain</label><input id="name" name="name" value="${name}" maxlength="100" autocomplete="off"></div>
${only === undefined ? null : html`<input type="hidden" name="show" value="${only}">`}<div><button>Show</button></div></form>`;
}

function kinds(standings: readonly PipelineStanding[], only: FleetVerdict | undefined): Html {
  const link = (address: string, words: string, isCurrent: boolean): Html =>
    html`<a href="${address}"${isCurrent ? html` aria-current="true"` : null}>${words}</a> `;
  const each = fleetVerdicts.flatMap((verdict) => {
    const number = standings.filter((one) => one.verdict === verdict).length;
    return number === 0
      ? []
      : [link(`/?show=${verdict}`, `${verdictWords[verdict][0]}: ${count(number)}`, only === verdict)];
  });
  return html`<nav class="parts" aria-label="How they stand">${link('/', 'All', only === undefined)}${each}</nav>`;
}
