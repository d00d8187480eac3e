import { Cron } from 'croner';
import { z } from 'zod';
import { type Among, isAmong } from '../database/among.ts';
import type { FleetDatabase, Row } from '../database/database.ts';
import { FLEET_SCHEMA, JOBS_SCHEMA } from '../database/schema.ts';
import { DEAD, RUNS } from '../jobs/jobs.ts';
import { IS_LEFT_BY_ALL, UNABLE_WORKERS, type UnableWorker } from '../jobs/unable-workers.ts';
import { type FleetVerdict, fleetVerdicts } from './verdicts.ts';

/** A pipeline as it stands: numbers and codes alone. */
export interface PipelineStanding {
  readonly name: string;
  readonly verdict: FleetVerdict;
  readonly now: 'runs' | 'waits' | 'idle';
  readonly version: number;
  readonly isPaused: boolean;
  readonly schedule: string | null;
  readonly timeZone: string;
  /** When its cron line has it run next; null: it has none, or is paused. */
  readonly nextStart: Date | null;
  readonly primaryHost: string;
  readonly lastRun: {
    readonly run: number | null;
    readonly outcome: string;
    readonly problems: readonly string[];
    readonly quarantined: number;
    readonly differences: number;
    readonly requests: number;
    readonly worker: string;
    /** Things that somebody had to do when it ended; null: not told. */
    readonly toDo: number | null;
    readonly endedAt: Date;
    readonly seconds: number;
  } | null;
  /** Workers that have lately had its run and left it to others, and what each lacks. */
  readonly unableWorkers: readonly UnableWorker[];
  /** Since the last run that was good; null: none ever was. */
  readonly lagSeconds: number | null;
  /** Everything that changed in its stores before has been read; null: that was never so of all of them. */
  readonly readUpTo: Date | null;
}

/** All pipelines of the fleet that somebody may see, the worst first. @param only the one of this name */
export async function fleetStatus(
  database: FleetDatabase,
  among: Among = null,
  only: string | null = null,
): Promise<PipelineStanding[]> {
  const rows = await database.query(
    `SELECT p.name, p.version, p.state, p.schedule, p.time_zone, p.primary_host, r.read_up_to, r.to_do, r.run, r.outcome, r.problems, r.quarantined, r.differences, r.requests, r.worker,
       r.began_at, r.ended_at, r.good_at, clock_timestamp() AS now,
       ${UNABLE_WORKERS} AS unable_workers, ${IS_LEFT_BY_ALL} AS left_by_all,
       (SELECT max(state::text) FILTER (WHERE state = 'active') FROM ${JOBS_SCHEMA}.job WHERE name = $1 AND singleton_key = p.name) AS active,
       EXISTS (SELECT 1 FROM ${JOBS_SCHEMA}.job WHERE name = $1 AND singleton_key = p.name AND state IN ('created', 'retry')) AS waits,
       EXISTS (SELECT 1 FROM ${JOBS_SCHEMA}.job WHERE name = $2 AND data ->> 'pipeline' = p.name) AS dead
     FROM ${FLEET_SCHEMA}.pipeline p LEFT JOIN ${FLEET_SCHEMA}.last_run r ON r.pipeline = p.name
     WHERE p.state <> 'removed' AND ${isAmong('$3', 'p.name')} AND ($4::text IS NULL OR p.name = $4) ORDER BY p.name`,
    [RUNS, DEAD, among, only],
  );
  return rows
    .map(standingOf)
    .sort((a, b) => rank(a) - rank(b) || (b.lagSeconds ?? Infinity) - (a.lagSeconds ?? Infinity));
}

const unableWorkersSchema = z.array(z.object({ worker: z.string(), lacks: z.string() }));

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
    isPaused: row['state'] === 'paused',
    schedule: row['schedule'] === null ? null : String(row['schedule']),
    timeZone: String(row['time_zone']),
    nextStart: row['state'] === 'paused' ? null : (startsAfter(row, now, 1)[0] ?? null),
    primaryHost: String(row['primary_host']),
    readUpTo: dateOf(row['read_up_to']) ?? null,
    unableWorkers: unableWorkersSchema.parse(row['unable_workers']),
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
            toDo: row['to_do'] === null ? null : Number(row['to_do']),
            endedAt: ended,
            seconds: Math.max(0, (ended.getTime() - began.getTime()) / 1000),
          },
  };
}

function verdictOf(row: Row, { now, ended }: { readonly now: Date; readonly ended: Date | undefined }): FleetVerdict {
  if (row['state'] === 'paused') return 'paused';
  if (row['dead'] === true) return 'dead';
  if (row['left_by_all'] === true && row['active'] === null) return 'unable';
  if (ended === undefined) return 'not-run';
  const outcome = String(row['outcome']);
  if (outcome === 'failed' && onlyAsks(row)) return 'open';
  if (outcome !== 'good' && outcome !== 'open' && outcome !== 'differences' && outcome !== 'stopped') return 'failed';
  if (outcome === 'differences') return 'differences';
  if (isLate(row, now, ended)) return 'late';
  return outcome === 'open' ? 'open' : 'good';
}

/** Two of its starts have gone by since it last ended. */
function isLate(row: Row, now: Date, ended: Date): boolean {
  const second = startsAfter(row, ended, 2)[1];
  return second !== undefined && second.getTime() < now.getTime();
}

/** A first run that waits for a person's yes has done all that it may. */
function onlyAsks(row: Row): boolean {
  const problems = row['problems'];
  return Array.isArray(problems) && problems.length > 0 && problems.every((code) => code === 'first-run-unconfirmed');
}

function startsAfter(row: Row, moment: Date, count: number): Date[] {
  if (row['schedule'] === null) return [];
  return new Cron(String(row['schedule']), { paused: true, timezone: String(row['time_zone']) }).nextRuns(
    count,
    moment,
  );
}

function dateOf(value: unknown): Date | undefined {
  return value instanceof Date ? value : undefined;
}
