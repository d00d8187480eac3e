import { plural } from '../../entities/kinds.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { counted } from '../../page/words.ts';
import { duration, phases, rowWords, waitWords } from '../../session/progress-words.ts';
import type { PublishedProgress } from '../../session/published-progress.ts';
import { onPage } from '../frame/on-page.ts';
import type { Standing } from '../pipelines/standing.ts';

/**
 * What goes on now. The script keeps it fresh; without one it is as fresh as its page.
 * @param now milliseconds since 1970
 * @param begin a form that begins a run, for who may
 */
export function livePart(
  name: string,
  { running, queued }: Pick<Standing, 'running' | 'queued'>,
  now: number,
  begin: Html | null,
): Html {
  return html`<section id="now" data-live="/pipelines/${name}/live"><h2>Now</h2>
<div data-live-content>${liveContent({ running, queued }, now)}</div>
${begin}
<p class="soft" role="status" data-live-state></p></section>`;
}

/** What stands in it: the same for the page, and for the news that replace it. */
export function liveContent({ running, queued }: Pick<Standing, 'running' | 'queued'>, now: number): Html {
  if (running === null) return unheard[queued];
  const { phase, rows, waits, problems, requests, secondsLeft, startedAt, at } = running;
  const silent = (now - at) / 1000;
  const left = secondsLeft === null || secondsLeft === 0 ? '' : `, about ${duration(secondsLeft)} left`;
  const asked = Object.entries(requests).map(([store, number]) => `${store} ${counted(number, 'request')}`);
  return html`<p><b>A run is going on: ${phases[phase].toLowerCase()}</b>, for ${duration((at - startedAt) / 1000)} now${left}.</p>
${silent > 10 ? html`<p class="notice">It has told nothing for ${duration(silent)}.</p>` : null}
${rows.map(
  (row) => html`<div><span id="${idOf(row)}">${row.store} ${plural(row.entity)}: ${rowWords(row)}</span>
<progress aria-labelledby="${idOf(row)}" max="${Math.max(1, row.expected, row.read)}" value="${row.settled}"></progress></div>`,
)}
${waits.map(({ store, ...wait }) => html`<p class="soft">It ${waitWords(store, wait, now)}.</p>`)}
${Object.entries(problems).map(([store, message]) => html`<p class="notice bad">${message.startsWith(`${store}: `) ? '' : `${store}: `}${prose(onPage(message))}</p>`)}
${asked.length === 0 ? null : html`<p class="soft">${asked.join(', ')} so far.</p>`}`;
}

/** Where none has told how far it is. */
const unheard: Readonly<Record<Standing['queued'], Html>> = {
  idle: html`<p data-idle>No run is going on.</p>`,
  waits: html`<p>A run waits for a worker.</p>`,
  runs: html`<p>A worker has its run; how far it is shows here where that worker stands on this machine.</p>`,
};

function idOf({ store, entity }: PublishedProgress['rows'][number]): string {
  return `row-${store}-${entity}`;
}
