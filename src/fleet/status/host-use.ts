import { storeIdentity } from '../../model/store-identity.ts';
import { type Among, isAmong } from '../database/among.ts';
import type { FleetDatabase } from '../database/database.ts';
import { FLEET_SCHEMA } from '../database/schema.ts';

/**
 * Requests that count now towards the limit of each primary, by its host: those of the last minute, with those under way. Of the
 * pipelines that somebody may see alone.
 */
export async function requestsNow(database: FleetDatabase, among: Among = null): Promise<ReadonlyMap<string, number>> {
  const pipelines = await database.query(
    `SELECT DISTINCT primary_host FROM ${FLEET_SCHEMA}.pipeline WHERE state <> 'removed' AND ${isAmong('$1')}`,
    [among],
  );
  const hosts = pipelines.map((row) => String(row['primary_host']));
  if (hosts.length === 0) return new Map();
  const rows = await database.query(
    `SELECT host, count(*) AS requests FROM ${FLEET_SCHEMA}.request
     WHERE free_at > clock_timestamp() AND host = ANY ($1) GROUP BY host`,
    [[...new Set(hosts.map(storeIdentity))]],
  );
  const found = new Map(rows.map((row) => [String(row['host']), Number(row['requests'])]));
  return new Map(
    hosts.flatMap((host) => {
      const requests = found.get(storeIdentity(host));
      return requests === undefined ? [] : [[host, requests]];
    }),
  );
}
