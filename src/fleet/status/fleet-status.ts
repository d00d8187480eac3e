import { Cron } from 'croner';
import type { FleetDatabase, Row } from '../database/database.ts';
import { FLEET_SCHEMA, JOBS_SCHEMA } from '../database/schema.ts';
import { DEAD, RUNS } from '../jobs/jobs.ts';
import { type FleetVerdict, fleetVerdicts } from './verdicts.ts';

/** A pipeline as it stands: numbers and codes alone. */
export interface PipelineStanding {
  readonly name: string;
  readonly verdict: FleetVerdict;
  readonly now: 'runs' | 'waits' | 'idle';
  readonly version: number;
  readonly lastRun: {
    readonly run: number | null;
    readonly outcome: string;
    readonly problems: readonly string[];
    readonly quarantined: number;
    readonly differences: number;
    readonly requests: number;
    readonly worker: string;
    readonly endedAt: Date;
    readonly seconds: number;
  } | null;
  /** Since the last run that was good began to be old; null: none ever was. */
  readonly lagSeconds: number | null;
}

/** All pipelines of the fleet, the worst first. */
export async function fleetStatus(database: FleetDatabase): Promise<PipelineStanding[]> {
  const rows = await database.query(
    `SELECT p.name, p.version, p.state, p.schedule, p.time_zone, r.run, r.outcome, r.problems, r.quarantined, r.differences, r.requests, r.worker,
       r.began_at, r.ended_at, r.good_at, clock_timestamp() AS now,
       (SELECT max(state::text) FILTER (WHERE state = 'active') FROM ${JOBS_SCHEMA}.job WHERE name = $1 AND singleton_key = p.name) AS active,
       EXISTS (SELECT 1 FROM ${JOBS_SCHEMA}.job WHERE name = $1 AND singleton_key = p.name AND state IN ('created', 'retry')) AS waits,
       EXISTS (SELECT 1 FROM ${JOBS_SCHEMA}.job WHERE name = $2 AND data ->> 'pipeline' = p.name) AS dead
     FROM ${FLEET_SCHEMA}.pipeline p LEFT JOIN ${FLEET_SCHEMA}.last_run r ON r.pipeline = p.name
     WHERE p.state <> 'removed' ORDER BY p.name`,
    [RUNS, DEAD],
  );
  return rows
    .map(standingOf)
    .sort((a, b) => rank(a) - rank(b) || (b.lagSeconds ?? Infinity) - (a.lagSeconds ?? Infinity));
}

function rank({ verdict }: PipelineStanding): number {
  return fleetVerdicts.indexOf(verdict);
}

function standingOf(row: Row): PipelineStanding {
  const now = dateOf(row['now']) ?? new Date();
  const goodAt = dateOf(row['good_at']);
  const began = dateOf(row['began_at']);
  const ended = dateOf(row['ended_at']);
  const lagSeconds = goodAt === undefined ? null : Math.max(0, (now.getTime() - goodAt.getTime()) / 1000);
  const problems = Array.isArray(row['problems']) ? row['problems'].map(String) : [];
  return {
    name: String(row['name']),
    version: Number(row['version']),
    verdict: verdictOf(row, { now, ended }),
    now: row['active'] !== null ? 'runs' : row['waits'] === true ? 'waits' : 'idle',
    lagSeconds,
    lastRun:
      ended === undefined || began === undefined
        ? null
        : {
            run: row['run'] === null ? null : Number(row['run']),
            outcome: String(row['outcome']),
            problems,
            quarantined: Number(row['quarantined']),
            differences: Number(row['differences']),
            requests: Number(row['requests']),
            worker: String(row['worker']),
            endedAt: ended,
            seconds: Math.max(0, (ended.getTime() - began.getTime()) / 1000),
          },
  };
}

function verdictOf(row: Row, { now, ended }: { readonly now: Date; readonly ended: Date | undefined }): FleetVerdict {
  if (row['state'] === 'paused') return 'paused';
  if (row['dead'] === true) return 'dead';
  if (ended === undefined) return 'not-run';
  const outcome = String(row['outcome']);
  if (outcome !== 'good' && outcome !== 'open' && outcome !== 'differences' && outcome !== 'stopped') return 'failed';
  if (outcome === 'differences') return 'differences';
  if (isLate(row, now, ended)) return 'late';
  return outcome === 'open' ? 'open' : 'good';
}

/** Two of its starts have gone by since it last ended. */
function isLate(row: Row, now: Date, ended: Date): boolean {
  if (row['schedule'] === null) return false;
  const cron = new Cron(String(row['schedule']), { paused: true, timezone: String(row['time_zone']) });
  const second = cron.nextRuns(2, ended)[1];
  return second !== undefined && second.getTime() < now.getTime();
}

function dateOf(value: unknown): Date | undefined {
  return value instanceof Date ? value : undefined;
}
