import { z } from 'zod';
import type { StoreConnection } from '../config/pipeline.ts';
import type { RunEntry } from '../ledger/run-entry.ts';
import { type Instant, millisecondsOf } from '../model/time.ts';
import { type Html, html } from '../page/html.ts';
import { count, countCell, counted, scrolling } from '../page/words.ts';
import { type Bar, barPlot, spread } from './plot.ts';

const SHOWN = 30;

/** Of what `run` printed, only this is needed here; a summary of another version may lack it. */
const summarySchema = z.object({ requests: z.record(z.string(), z.number()) });

interface RunRequests {
  readonly run: RunEntry;
  readonly minutes: number;
  readonly requests: Readonly<Record<string, number>>;
}

/** How many requests the last runs made, against what each store is allowed a minute. */
export function requestSection(runs: readonly RunEntry[], stores: readonly StoreConnection[], at: Show): Html {
  const shown = runs.slice(0, SHOWN).flatMap(requestsOf).reverse();
  if (shown.length === 0) return html`<section id="requests"><h2>Requests</h2><p>No run has ended yet.</p></section>`;
  return html`<section id="requests"><h2>Requests against the limit</h2>
<p class="soft">Of the last ${counted(shown.length, 'run')}. The program itself sees to it that no minute holds more than the limit; this shows how much of it was needed on average.</p>
${stores.map((store, place) => storePlot(store, place, shown, at))}
<details><summary>The numbers, per run</summary>${scrolling('Requests per run', runTable(shown, stores, at))}</details></section>`;
}

/** How a moment is written for people. */
type Show = (at: Instant) => string;

function requestsOf(run: RunEntry): RunRequests[] {
  if (run.endedAt === null || run.summary === null) return [];
  const parsed = summarySchema.safeParse(parse(run.summary));
  if (!parsed.success) return [];
  // A run of a second would look like sixty times as many a minute as it sent.
  const minutes = Math.max(1, (millisecondsOf(run.endedAt) - millisecondsOf(run.startedAt)) / 60_000);
  return [{ run, minutes, requests: parsed.data.requests }];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function storePlot(store: StoreConnection, place: number, runs: readonly RunRequests[], at: Show): Html {
  const perMinute = runs.map(({ requests, minutes }) => (requests[store.name] ?? 0) / minutes);
  const limit = store.requestsPerMinute;
  const highest = Math.max(0, ...perMinute);
  const used =
    limit === null
      ? 'no limit'
      : `limit ${count(limit)} a minute, at most ${Math.round((highest / limit) * 100)} % of it used on average`;
  const bars = runs.map(
    ({ run, requests }, index): Bar => ({
      title: `Run ${run.id}, ${at(run.startedAt)}: ${counted(requests[store.name] ?? 0, 'request')}, ${count(Math.round(perMinute[index] ?? 0))} a minute`,
      parts: [{ series: `s${place % 6}`, value: perMinute[index] ?? 0 }],
    }),
  );
  return html`<h3>${store.name} <span class="soft">${used}</span></h3>${barPlot({
    label: `Requests a minute to ${store.name} in the last ${counted(runs.length, 'run')}; ${used}`,
    bars,
    maximum: highest,
    marks: spread(runs.length, 10).map((index) => ({ place: index, text: `run ${runs[index]?.run.id}` })),
    limit: limit === null ? undefined : { value: limit, text: `limit ${count(limit)} a minute` },
  })}`;
}

function runTable(runs: readonly RunRequests[], stores: readonly StoreConnection[], at: Show): Html {
  return html`<table><thead><tr><th>run</th><th>began</th><th>outcome</th><th class="n">seconds</th>${stores.map(({ name }) => html`<th class="n">${name}</th>`)}</tr></thead>
<tbody>${[...runs]
    .reverse()
    .map(
      ({ run, requests }) =>
        html`<tr><th scope="row">${run.id}</th><td>${at(run.startedAt)}</td><td>${run.status}${run.narrowed ? ', narrowed' : ''}</td>${countCell(seconds(run))}${stores.map(({ name }) => countCell(requests[name] ?? 0))}</tr>`,
    )}</tbody></table>`;
}

function seconds({ startedAt, endedAt }: RunEntry): number {
  return endedAt === null ? 0 : Math.round((millisecondsOf(endedAt) - millisecondsOf(startedAt)) / 1000);
}
