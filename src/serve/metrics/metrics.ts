import { ConsolidatorError } from '../../model/errors.ts';
import { millisecondsOf } from '../../model/time.ts';
import type { Visit } from '../frame/visit.ts';
import type { KnownStanding, Standing } from '../pipelines/standing.ts';
import { type Family, OPEN_METRICS, openMetrics } from './open-metrics.ts';

/** How the pipelines stand that the visitor may see, for a program that watches over many. Counts and times; nobody's name. */
export async function metrics(visit: Visit): Promise<Response> {
  const now = visit.site.now();
  const standings = await Promise.all(visit.pipelines.map((pipeline) => visit.site.standings.of(pipeline)));
  const text = openMetrics(familiesOf(standings, now));
  return new Response(text, { headers: { 'Content-Type': OPEN_METRICS } });
}

type Value = Family['values'][number];

function familiesOf(standings: readonly Standing[], now: number): Family[] {
  const each = (values: (standing: Standing, pipeline: string) => readonly Value[]): Value[] =>
    standings.flatMap((standing) => values(standing, standing.pipeline.name));
  const known = (values: (known: KnownStanding, pipeline: string) => readonly Value[]): Value[] =>
    each(({ known: one }, pipeline) => (one instanceof ConsolidatorError ? [] : values(one, pipeline)));
  const family = (name: string, help: string, values: readonly Value[], unit?: 'seconds'): Family => ({
    name: `neto_consolidator_${name}`,
    ...{ help, values },
    ...(unit === undefined ? {} : { unit }),
  });
  return [
    family(
      'readable',
      'Whether the pipeline file and its ledger can be read.',
      each(({ known: one }, pipeline) => [{ labels: { pipeline }, value: one instanceof ConsolidatorError ? 0 : 1 }]),
    ),
    family(
      'running',
      'Whether a run is under way that has told how far it is.',
      each(({ running }, pipeline) => [{ labels: { pipeline }, value: running === null ? 0 : 1 }]),
    ),
    family(
      'agreement',
      'What the last comparison of both sides says: one of equal, differs, outdated, unproven is 1.',
      known(({ verdict }, pipeline) =>
        (['equal', 'differs', 'outdated', 'unproven'] as const).map((kind) => ({
          labels: { pipeline, agreement: kind },
          value: verdict.agreement.kind === kind ? 1 : 0,
        })),
      ),
    ),
    family('to_do', 'Things that somebody has to do, by their reason.', known(toDoValues)),
    family(
      'last_run_good',
      'Whether the last run ended, and did not fail.',
      known(({ runs: [last] }, pipeline) =>
        last === undefined
          ? []
          : [{ labels: { pipeline }, value: last.endedAt !== null && last.status !== 'failed' ? 1 : 0 }],
      ),
    ),
    family(
      'last_run_end_timestamp_seconds',
      'When the last run ended that has ended.',
      known(({ runs }, pipeline) => {
        const at = runs.find(({ endedAt }) => endedAt !== null)?.endedAt;
        return at == null ? [] : [{ labels: { pipeline }, value: millisecondsOf(at) / 1000 }];
      }),
      'seconds',
    ),
    family(
      'lag_seconds',
      'How long ago the moment is up to which all that changed in a store has been read.',
      known(({ readUpTo }, pipeline) =>
        readUpTo.flatMap(({ store, at }) =>
          at === null ? [] : [{ labels: { pipeline, store }, value: Math.max(0, (now - millisecondsOf(at)) / 1000) }],
        ),
      ),
      'seconds',
    ),
    family(
      'last_run_requests',
      'What the last run that ended has sent to each store.',
      known(({ requests }, pipeline) =>
        Object.entries(requests).map(([store, value]) => ({ labels: { pipeline, store }, value })),
      ),
    ),
  ];
}

function toDoValues({ toDoByReason }: KnownStanding, pipeline: string): Value[] {
  return [...toDoByReason].map(([reason, value]) => ({ labels: { pipeline, reason }, value }));
}
