import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { PostgresAddress } from '../../../model/postgres-address.ts';
import { lockNamesOf } from '../../../model/store-identity.ts';
import { instantOfMilliseconds } from '../../../model/time.ts';
import type { LeaseWish } from '../../lease.ts';
import { Database, type Row } from './database.ts';
import { HeldLease, holderOf } from './held-lease.ts';
import { momentNow } from './lease-moment.ts';
import { LEASES, type LeaseMark, ledgerName, makeLeaseTable, primaryName, timeOfLeases } from './lease-table.ts';

/** Whoever does not prolong it for so long has lost it. */
const LEASE_SECONDS = 40;
/** For so long who holds it for a moment is waited for, looking so often; in milliseconds. */
const BRIEFLY = 10_000;
const LOOK = 100;
/** One for itself alone, which answers soon or is made anew. */
const OWN = { connections: 1, answerMilliseconds: 5_000 };

/**
 * Takes the lease of a ledger, and of the primary where one is wanted, both or none. A decision that holds one is waited for, a run is not.
 * @throws ConsolidatorError `pipeline-locked`, naming who has it; `stopped`; `ledger-unwritable`
 */
export async function takeLeaseSoon(address: PostgresAddress, wish: LeaseWish): Promise<HeldLease> {
  const database = await Database.open(address, undefined, OWN);
  try {
    await makeLeaseTable(database);
    const until = performance.now() + BRIEFLY;
    for (;;) {
      const taken = await takeAll(database, address, wish);
      if (taken instanceof HeldLease) return taken;
      if (taken.row['is_brief'] !== true || performance.now() >= until) throw refusal(taken);
      await pause(LOOK, undefined, wish.signal === undefined ? {} : { signal: wish.signal }).catch((cause: unknown) => {
        throw new ConsolidatorError('stopped', 'Stopped while waiting; nothing was done.', { retry: 'safe', cause });
      });
    }
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface Refused {
  readonly what: string;
  readonly row: Row;
}

async function takeAll(database: Database, { schema }: PostgresAddress, wish: LeaseWish): Promise<HeldLease | Refused> {
  const { seconds = LEASE_SECONDS, pipeline, primaryHost, onWanted } = wish;
  const owner = randomUUID();
  const asked = momentNow();
  const ledger = await takeOne(database, ledgerName(schema), owner, seconds, wish);
  if (ledger.kind === 'held') return { what: pipeline, row: ledger.row };
  const marks: [LeaseMark, ...LeaseMark[]] = [ledger.mark];
  for (const host of primaryHost === undefined ? [] : lockNamesOf(primaryHost)) {
    const primary = await takeOne(database, primaryName(host), owner, seconds, wish);
    if (primary.kind === 'held') {
      // As if it had never been taken: nothing was written by it.
      await database.rows(`UPDATE ${LEASES} SET is_released = true WHERE owner = $1`, [owner]);
      return { what: `the primary ${primaryHost}`, row: primary.row };
    }
    marks.push(primary.mark);
  }
  return new HeldLease(database, { marks, seconds, asked, brokeOffBefore: ledger.brokeOffBefore, pipeline, onWanted });
}

type TakenOne =
  | { readonly kind: 'taken'; readonly mark: LeaseMark; readonly brokeOffBefore: number | null }
  | { readonly kind: 'held'; readonly row: Row };

/**
 * One statement, which waits for a transaction of whoever had it, and may be asked again where its answer was lost. It gives the row as it
 * stands then, whosever it is.
 */
async function takeOne(
  database: Database,
  name: string,
  owner: string,
  seconds: number,
  { who, isBrief }: LeaseWish,
): Promise<TakenOne> {
  const now = timeOfLeases();
  const [taken] = await database.rows(
    `INSERT INTO ${LEASES} AS held (name, number, owner, who, process, is_brief, since, expires_at, is_released)
     VALUES ($1, 1, $2, $3, $4, $5, ${now}, ${now} + make_interval(secs => $6), false)
     ON CONFLICT (name) DO UPDATE SET number = held.number + 1, owner = excluded.owner, who = excluded.who, process = excluded.process,
       is_brief = excluded.is_brief, since = ${now}, expires_at = ${now} + make_interval(secs => $6), is_released = false, is_wanted = false,
       broke_off_at = CASE WHEN held.is_released OR held.owner = excluded.owner THEN held.broke_off_at ELSE held.expires_at END
     WHERE held.is_released OR held.expires_at <= ${now} OR held.owner = excluded.owner
     RETURNING number, (extract(epoch FROM ${now} - broke_off_at) * 1000)::float8 AS broke_off_before`,
    [name, owner, who, process.pid, isBrief, seconds],
  );
  if (taken === undefined) return { kind: 'held', row: await refusedBy(database, name, isBrief) };
  const before = taken['broke_off_before'];
  return {
    kind: 'taken',
    mark: { name, number: Number(taken['number']), owner },
    brokeOffBefore: before === null ? null : Number(before),
  };
}

/** Whoever holds it for long sees that somebody waits; a decision does not. */
async function refusedBy(database: Database, name: string, isBrief: boolean): Promise<Row> {
  const [row] = await database.rows(
    `UPDATE ${LEASES} SET is_wanted = is_wanted OR $2 WHERE name = $1
     RETURNING *, extract(epoch FROM since)::float8 AS since_seconds, extract(epoch FROM expires_at)::float8 AS end_seconds`,
    [name, !isBrief],
  );
  return row ?? {};
}

function refusal({ what, row }: Refused): ConsolidatorError {
  const end = instantOfMilliseconds(Number(row['end_seconds']) * 1000);
  return new ConsolidatorError(
    'pipeline-locked',
    `${row['is_brief'] === true ? 'A decision' : 'Another run'} holds ${what} (${holderOf(row)}). Wait for it to end; nothing was done. Should it have died, this is free by itself from ${end} on.`,
  );
}
