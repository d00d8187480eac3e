import type { PgBoss } from 'pg-boss';
import { schemaOf } from '../../model/postgres-address.ts';
import { type Among, isAmong } from '../database/among.ts';
import type { FleetDatabase, Queries } from '../database/database.ts';
import { FLEET_SCHEMA } from '../database/schema.ts';
import { unknownPipeline } from '../database/unknown-pipeline.ts';
import { executing, RUNS, STARTS } from '../jobs/jobs.ts';
import { refuseOther, refuseSameLedger } from './refuse-other.ts';

/** What the fleet is to have of a pipeline. */
export interface PipelineToStore {
  readonly name: string;
  /** null: each worker has a file of that name. */
  readonly text: string | null;
  readonly primaryHost: string;
  /** A cron line of five fields; null: it runs when somebody asks. */
  readonly schedule: string | null;
  readonly timeZone: string;
}

export interface StoredPipeline extends PipelineToStore {
  readonly version: number;
  readonly state: 'active' | 'paused';
  /** The change by which somebody has said yes to the old orders of its first run, for the next run; null: nobody has. */
  readonly yesBy: string | null;
}

/** Who does something, and why. */
export interface Deed {
  readonly who: string;
  readonly reason?: string | undefined;
  /** What they may decide about; left out: all. */
  readonly among?: Among;
}

export type Applied = 'new' | 'changed' | 'unchanged';

interface Fleet {
  readonly database: FleetDatabase;
  readonly boss: PgBoss;
}

/**
 * Stores one, and has it run by its cron line from then on. What was stored before stays in the history.
 * @param editedFrom the text that was edited; left out: whatever is stored is replaced
 * @throws ConsolidatorError `fleet-unavailable`; `usage` where another text is stored by now than was edited, and where a file of the
 *   folder of a worker would take the place of a text: its ledger is another one, and the next run would begin from nothing; and where
 *   another one has the ledger that it would have
 */
export async function applyPipeline(
  { database, boss }: Fleet,
  pipeline: PipelineToStore,
  deed: Deed,
  editedFrom?: string,
): Promise<Applied> {
  const { name, text, primaryHost, schedule, timeZone } = pipeline;
  return database.transaction(async (queries) => {
    // Of two that apply it at once, or one with the same ledger, the second sees what the first has stored.
    await queries.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7061113))', [schemaOf(name)]);
    const [before] = await queries.query(`SELECT version, text, primary_host, schedule, time_zone, state FROM ${FLEET_SCHEMA}.pipeline WHERE name = $1 FOR UPDATE`, [name]); // biome-ignore format: a statement
    const isThere = before !== undefined && before['state'] !== 'removed';
    const isSame = isThere && before['text'] === text && before['primary_host'] === primaryHost && before['schedule'] === schedule && before['time_zone'] === timeZone; // biome-ignore format: one question
    if (isSame) return 'unchanged';
    if (!isThere && text !== null) refuseSameLedger(name, await namesBeside(queries, name));
    if (isThere) refuseOther(name, before['text'], { text, editedFrom });
    const version = Number(before?.['version'] ?? 0) + 1;
    await queries.query(
      // Somebody has said yes to the old orders that the text of then asks about; a name that is mapped makes them no others.
      `INSERT INTO ${FLEET_SCHEMA}.pipeline (name, version, text, primary_host, schedule, time_zone, state) VALUES ($1, $2, $3, $4, $5, $6, 'active')
       ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, text = EXCLUDED.text, primary_host = EXCLUDED.primary_host,
         schedule = EXCLUDED.schedule, time_zone = EXCLUDED.time_zone, yes_by = CASE WHEN $7 THEN pipeline.yes_by END,
         state = CASE WHEN pipeline.state = 'removed' THEN 'active' ELSE pipeline.state END`,
      [name, version, text, primaryHost, schedule, timeZone, editedFrom !== undefined],
    );
    await note(queries, name, version, 'applied', deed, text);
    if (before?.['state'] !== 'paused') await keepTime({ boss }, queries, pipeline);
    return isThere ? 'changed' : 'new';
  });
}

async function namesBeside(queries: Queries, name: string): Promise<string[]> {
  const rows = await queries.query(
    `SELECT name FROM ${FLEET_SCHEMA}.pipeline WHERE name <> $1 AND text IS NOT NULL AND state <> 'removed' ORDER BY name`,
    [name],
  );
  return rows.map((row) => String(row['name']));
}

/** No run begins of its own until it is resumed; one that goes on ends as ever. @returns false where it was so already */
export async function pausePipeline({ database, boss }: Fleet, name: string, deed: Deed): Promise<boolean> {
  return changeState({ database, boss }, name, 'paused', deed);
}

/** It runs by its cron line again, and soon, for what was missed. @returns false where it was so already */
export async function resumePipeline({ database, boss }: Fleet, name: string, deed: Deed): Promise<boolean> {
  return changeState({ database, boss }, name, 'active', deed);
}

/** The fleet does not know it any more; its ledger and its history stay. */
export async function removePipeline({ database, boss }: Fleet, name: string, deed: Deed): Promise<void> {
  await changeState({ database, boss }, name, 'removed', deed);
}

/** @throws ConsolidatorError `not-found` */
export async function storedPipeline(
  { database }: Pick<Fleet, 'database'>,
  name: string,
  among: Among = null,
): Promise<StoredPipeline> {
  const [found] = await readStored({ database }, `name = $2 AND ${isAmong('$1')}`, [among, name]);
  if (found === undefined) throw unknownPipeline(name);
  return found;
}

/** In the order of their names. */
export async function storedPipelines(
  { database }: Pick<Fleet, 'database'>,
  among: Among = null,
): Promise<StoredPipeline[]> {
  return readStored({ database }, isAmong('$1'), [among]);
}

async function readStored(
  { database }: Pick<Fleet, 'database'>,
  which: string,
  values: readonly unknown[],
): Promise<StoredPipeline[]> {
  const rows = await database.query(
    `SELECT name, version, text, primary_host, schedule, time_zone, state, yes_by FROM ${FLEET_SCHEMA}.pipeline WHERE state <> 'removed' AND ${which} ORDER BY name`,
    values,
  );
  return rows.map((row) => ({
    name: String(row['name']),
    version: Number(row['version']),
    text: row['text'] === null ? null : String(row['text']),
    primaryHost: String(row['primary_host']),
    schedule: row['schedule'] === null ? null : String(row['schedule']),
    timeZone: String(row['time_zone']),
    state: row['state'] === 'paused' ? 'paused' : 'active',
    yesBy: row['yes_by'] === null ? null : String(row['yes_by']),
  }));
}

export interface PipelineChange {
  readonly version: number;
  readonly what: string;
  readonly who: string;
  readonly reason: string | null;
  readonly at: Date;
}

/** What was done with it, the oldest first. */
export async function historyOf(
  { database }: Pick<Fleet, 'database'>,
  name: string,
  among: Among = null,
): Promise<PipelineChange[]> {
  const rows = await database.query(`SELECT version, what, who, reason, at FROM ${FLEET_SCHEMA}.pipeline_change WHERE pipeline = $1 AND ${isAmong('$2', 'pipeline')} ORDER BY id`, [name, among]); // biome-ignore format: a statement
  return rows.map((row) => ({
    version: Number(row['version']),
    what: String(row['what']),
    who: String(row['who']),
    reason: row['reason'] === null ? null : String(row['reason']),
    at: new Date(String(row['at'])),
  }));
}

async function changeState(
  fleet: Fleet,
  name: string,
  state: 'active' | 'paused' | 'removed',
  deed: Deed,
): Promise<boolean> {
  return fleet.database.transaction(async (queries) => {
    const [row] = await queries.query(`SELECT version, primary_host, schedule, time_zone, state FROM ${FLEET_SCHEMA}.pipeline WHERE name = $1 AND state <> 'removed' AND ${isAmong('$2')} FOR UPDATE`, [name, deed.among ?? null]); // biome-ignore format: a statement
    if (row === undefined) throw unknownPipeline(name);
    if (row['state'] === state) return false;
    // A yes was for the run that is let go of.
    await queries.query(
      `UPDATE ${FLEET_SCHEMA}.pipeline SET state = $2, asked_again_at = NULL, yes_by = NULL WHERE name = $1`,
      [name, state],
    );
    await note(queries, name, Number(row['version']), state === 'active' ? 'resumed' : state, deed, null);
    const schedule = row['schedule'] === null || state !== 'active' ? null : String(row['schedule']);
    await keepTime(fleet, queries, { name, schedule, timeZone: String(row['time_zone']) });
    if (state === 'active') return true;
    // What waits is let go of; what goes on ends as ever.
    const waiting = await fleet.boss.findJobs(RUNS, { key: name, queued: true, db: executing(queries) });
    if (waiting.length > 0)
      await fleet.boss.deleteJob(
        RUNS,
        waiting.map(({ id }) => id),
        { db: executing(queries) },
      );
    return true;
  });
}

/** Starts of a pipeline by its cron line: those missed while no worker was there are made up for by one. */
async function keepTime(
  { boss }: Pick<Fleet, 'boss'>,
  queries: Queries,
  { name, schedule, timeZone }: Pick<PipelineToStore, 'name' | 'schedule' | 'timeZone'>,
): Promise<void> {
  const db = executing(queries);
  if (schedule === null) await boss.unschedule(STARTS, name, { db });
  else
    await boss.schedule(
      STARTS,
      schedule,
      { pipeline: name },
      { key: name, singletonKey: name, tz: timeZone, missed: 'once', db },
    );
}

async function note(
  queries: Queries,
  name: string,
  version: number,
  what: string,
  { who, reason }: Deed,
  text: string | null,
): Promise<void> {
  await queries.query(
    `INSERT INTO ${FLEET_SCHEMA}.pipeline_change (pipeline, version, what, who, reason, text) VALUES ($1, $2, $3, $4, $5, $6)`,
    [name, version, what, who, reason ?? null, text],
  );
}
