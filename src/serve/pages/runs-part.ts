import type { RunEntry } from '../../ledger/run-entry.ts';
import { type Html, html } from '../../page/html.ts';
import { listing } from '../../page/words.ts';
import { runWords } from './run-words.ts';
import { momentOf, type Telling } from './words.ts';

const columns = [
  { title: 'run' },
  { title: 'began' },
  { title: 'took' },
  { title: 'how it went', kind: 'wide' },
] as const;

/** Runs, each leading to its own page. */
export function runList(name: string, runs: readonly RunEntry[], telling: Telling): Html {
  if (runs.length === 0) return html`<p>There was no run yet.</p>`;
  return listing(
    'Runs',
    columns,
    runs.map((run) => {
      const { words, look } = runWords(run);
      return [
        html`<a href="/pipelines/${name}/runs/${run.id}">run ${run.id}</a>`,
        momentOf(run.startedAt, telling),
        tookWords(run),
        html`<span class="verdict ${look}">${words}</span>`,
      ];
    }),
  );
}

export function tookWords({ startedAt, endedAt }: Pick<RunEntry, 'startedAt' | 'endedAt'>): string {
  if (endedAt === null) return '';
  const seconds = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
  if (seconds < 1) return 'under 1 s';
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
