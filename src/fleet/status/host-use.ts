import { type Among, isAmong } from '../database/among.ts';
import type { FleetDatabase } from '../database/database.ts';
import { FLEET_SCHEMA } from '../database/schema.ts';

/**
 * Requests that count now towards the limit of each primary, by its host: those of the last minute, with those under way. Of the
 * pipelines that somebody may see alone.
 */
export async function requestsNow(database: FleetDatabase, among: Among = null): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query(
    `SELECT host, count(*) AS requests FROM ${FLEET_SCHEMA}.request
     WHERE free_at > clock_timestamp() AND host IN (SELECT primary_host FROM ${FLEET_SCHEMA}.pipeline WHERE state <> 'removed' AND ${isAmong('$1')})
     GROUP BY host`,
    [among],
  );
  return new Map(rows.map((row) => [String(row['host']), Number(row['requests'])]));
}
