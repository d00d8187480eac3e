import type { PipelineStanding } from '../../fleet/status/fleet-status.ts';
import { fleetVerdicts } from '../../fleet/status/verdicts.ts';
import type { Visit } from '../frame/visit.ts';
import type { FleetView } from '../pipelines/fleet-view.ts';
import { type Family, OPEN_METRICS, openMetrics } from './open-metrics.ts';

type Value = Family['values'][number];

/**
 * How the pipelines of a fleet stand that the visitor may see. The values are as many as there are pipelines and their primaries, and
 * grow with nothing else: no label holds what a store or a shopper wrote.
 */
export async function fleetMetrics(visit: Visit, fleet: FleetView): Promise<Response> {
  const among = visit.grant?.reads ?? null;
  const [standings, requests] = await Promise.all([fleet.standings(among), fleet.requestsNow(among)]);
  const text = openMetrics(familiesOf(standings, requests, visit.site.now()));
  return new Response(text, { headers: { 'Content-Type': OPEN_METRICS } });
}

function familiesOf(
  unsorted: readonly PipelineStanding[],
  requests: ReadonlyMap<string, number>,
  now: number,
): Family[] {
  const standings = unsorted.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const each = (value: (standing: PipelineStanding) => number | null | undefined): Value[] =>
    standings.flatMap((standing) => {
      const found = value(standing);
      return found == null ? [] : [{ labels: { pipeline: standing.name }, value: found }];
    });
  const family = (name: string, help: string, values: readonly Value[], unit?: 'seconds'): Family => ({
    name: `neto_consolidator_${name}`,
    ...{ help, values },
    ...(unit === undefined ? {} : { unit }),
  });
  const hosts = [...new Set(standings.map(({ primaryHost }) => primaryHost))].sort();
  return [
    family(
      'verdict',
      `How the pipeline stands: one of ${fleetVerdicts.join(', ')} is 1.`,
      standings.flatMap(({ name, verdict }) =>
        fleetVerdicts.map((kind) => ({ labels: { pipeline: name, verdict: kind }, value: kind === verdict ? 1 : 0 })),
      ),
    ),
    family(
      'running',
      'Whether a worker has its run.',
      each((one) => (one.now === 'runs' ? 1 : 0)),
    ),
    family(
      'waiting',
      'Whether its run waits for a worker.',
      each((one) => (one.now === 'waits' ? 1 : 0)),
    ),
    family(
      'last_run_good',
      'Whether the last run ended, and did not fail.',
      each(({ lastRun }) => lastRun && (lastRun.run !== null && lastRun.outcome !== 'failed' ? 1 : 0)),
    ),
    family(
      'last_run_end_timestamp_seconds',
      'When the last run ended.',
      each(({ lastRun }) => lastRun && lastRun.endedAt.getTime() / 1000),
      'seconds',
    ),
    family(
      'last_run_seconds',
      'How long the last run took.',
      each(({ lastRun }) => lastRun?.seconds),
      'seconds',
    ),
    family(
      'last_run_requests',
      'What the last run has sent to all of its stores.',
      each(({ lastRun }) => lastRun?.requests),
    ),
    family(
      'lag_seconds',
      'How long ago the moment is up to which all that changed in its stores has been read.',
      each(({ readUpTo }) => readUpTo && Math.max(0, (now - readUpTo.getTime()) / 1000)),
      'seconds',
    ),
    family(
      'to_do',
      'Things that somebody had to do when the last run ended.',
      each(({ lastRun }) => lastRun?.toDo),
    ),
    family(
      'quarantined',
      'Records that waited for a person when the last run ended.',
      each(({ lastRun }) => lastRun?.quarantined),
    ),
    family(
      'differences',
      'Differences that the last run has found.',
      each(({ lastRun }) => lastRun?.differences),
    ),
    family(
      'requests_now',
      'Requests of all workers that count now towards the limit of a primary: those of the last minute, and those under way.',
      hosts.map((store) => ({ labels: { store }, value: requests.get(store) ?? 0 })),
    ),
  ];
}
