import type { PostgresAddress } from '../../model/postgres-address.ts';
import type { Clock } from '../../neto/clock.ts';
import type { RequestLog } from '../../neto/request-log.ts';
import { openFleetDatabase } from '../database/database.ts';
import { FLEET_SCHEMA } from '../database/schema.ts';
import { SharedRequestLog } from './shared-request-log.ts';

export interface OpenLimit {
  readonly log: RequestLog;
  close(): Promise<void>;
}

/** One that reserves, and one that tells of answers meanwhile. */
const CONNECTIONS = 2;

/**
 * The limit that the workers of a fleet keep, for whoever has a ledger in the fleet's database: what a person asks of a store counts with
 * what they ask.
 * @returns undefined where no fleet is in that database, or its tables are not for this user
 * @throws ConsolidatorError `fleet-unavailable`
 */
export async function openLimitOf(address: PostgresAddress, clock?: Clock): Promise<OpenLimit | undefined> {
  const database = await openFleetDatabase(address, CONNECTIONS);
  try {
    const [row] = await database.query(
      `SELECT bool_and(has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE')) AS usable, count(*) AS tables
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = $1 AND c.relname IN ('request', 'request_limit', 'version') AND has_schema_privilege(n.oid, 'USAGE')`,
      [FLEET_SCHEMA],
    );
    if (Number(row?.['tables']) < 3 || row?.['usable'] !== true) {
      await database.close();
      return undefined;
    }
  } catch (error) {
    await database.close();
    throw error;
  }
  const log = new SharedRequestLog(database, clock === undefined ? {} : { clock });
  return {
    log,
    async close() {
      await log.settled();
      await database.close();
    },
  };
}
