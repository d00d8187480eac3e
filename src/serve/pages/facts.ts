import { type Html, html, type Part } from '../../page/html.ts';
import { count, counted } from '../../page/words.ts';
import type { KnownStanding } from '../pipelines/standing.ts';
import { runWords } from './run-words.ts';
import { agoWords, clockWords, momentOf, tellingOf } from './words.ts';

/** When it ran last, how far behind it is, and what it asked of the stores. @param now milliseconds since 1970 */
export function factsOf({ own, runs, readUpTo, requests }: KnownStanding, file: string, now: number): Html {
  const telling = tellingOf(own, file);
  const [last] = runs;
  const facts: readonly (readonly [string, Part])[] = [
    [
      'Last run',
      last === undefined
        ? 'none yet'
        : html`<a href="/pipelines/${own.name}/runs/${last.id}">run ${last.id}</a>, ${momentOf(last.startedAt, telling)} (${agoWords(last.startedAt, now)}): ${runWords(last).words}`,
    ],
    [
      'Read up to',
      readUpTo.map(({ store, at }, place) => [
        place === 0 ? '' : '; ',
        at === null ? `${store}: nothing yet` : `${store}: ${momentOf(at, telling)} (${agoWords(at, now)})`,
      ]),
    ],
    ['Requests of the last run', requestWords(own, requests)],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<p class="soft">${clockWords(telling)}</p>`;
}

function requestWords({ primary, secondaries }: KnownStanding['own'], requests: KnownStanding['requests']): string {
  const told = [primary, ...secondaries].flatMap(({ name, requestsPerMinute }) => {
    const number = requests[name];
    if (number === undefined) return [];
    const limit = requestsPerMinute === null ? 'no limit' : `limit ${count(requestsPerMinute)} a minute`;
    return [`${name} ${counted(number, 'request')} (${limit})`];
  });
  return told.length === 0 ? 'none yet' : told.join('; ');
}
