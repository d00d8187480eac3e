import type { Ask, Database } from './database.ts';

/** Beside the ledgers of a database, since pipelines of one primary exclude one another, and a ledger that is restored keeps its lease. */
export const LEASES = 'neto_consolidator_leases.lease';

/**
 * The time by which leases end: the database's, at the moment at which it is asked. What a worker's own clock says decides
 * nothing, whatever it is set to.
 */
export function timeOfLeases(): string {
  return 'clock_timestamp()';
}

export const ledgerName = (schema: string): string => `ledger ${schema}`;
export const primaryName = (host: string): string => `primary ${host}`;

const TABLE = `
  CREATE TABLE IF NOT EXISTS ${LEASES} (
    -- of a ledger, by its schema, or of a primary, by its host
    name text COLLATE "C" PRIMARY KEY,
    -- one higher each time it is taken: who bears an earlier one has lost it
    number bigint NOT NULL,
    -- a random word of whoever has it, since a database that is put back counts from there again
    owner text NOT NULL,
    -- for people
    who text NOT NULL,
    process integer NOT NULL,
    is_brief boolean NOT NULL,
    since timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    is_released boolean NOT NULL,
    -- when the last one ended whose owner did not let go of it
    broke_off_at timestamptz,
    -- somebody was refused, and waits for whoever has it for long to make room
    is_wanted boolean NOT NULL DEFAULT false
  )`;

/** Makes the table where there is none, however many programs want it at once. @throws ConsolidatorError `ledger-unwritable` */
export async function makeLeaseTable(database: Database): Promise<void> {
  const [there] = await database.rows('SELECT to_regclass($1)::text AS found', [LEASES]);
  if (typeof there?.['found'] === 'string') return;
  await database.repeatable(async (ask) => {
    await ask('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [LEASES]);
    await ask(`CREATE SCHEMA IF NOT EXISTS ${LEASES.split('.')[0]}`);
    await ask(TABLE);
  });
}

/** What a lease is known by in the database. */
export interface LeaseMark {
  readonly name: string;
  readonly number: number;
  readonly owner: string;
}

/** As a condition of rows called `held`, by three values from that place on. */
export function isHeld(first = 1): string {
  return `held.name = $${first} AND held.number = $${first + 1} AND held.owner = $${first + 2} AND NOT held.is_released`;
}

/** Reads the lease's row so that nobody takes it over before this transaction has ended. @returns whether it is its owner's still */
export async function holdsUntilTheEnd(ask: Ask, { name, number, owner }: LeaseMark): Promise<boolean> {
  const rows = await ask(`SELECT held.number FROM ${LEASES} AS held WHERE ${isHeld()} FOR SHARE`, [
    name,
    number,
    owner,
  ]);
  return rows.length > 0;
}
