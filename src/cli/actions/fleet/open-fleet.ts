import type { PgBoss } from 'pg-boss';
import { type FleetDatabase, openFleetDatabase } from '../../../fleet/database/database.ts';
import { migrateFleet } from '../../../fleet/database/schema.ts';
import { type JobTiming, openJobs } from '../../../fleet/jobs/jobs.ts';
import { sharePools } from '../../../ledger/storage/postgres/shared-pools.ts';
import { ConsolidatorError } from '../../../model/errors.ts';

export interface OpenFleet {
  readonly database: FleetDatabase;
  readonly boss: PgBoss;
}

/** The address of the database that the workers of a fleet share. @throws ConsolidatorError `fleet-unavailable` where none is named */
export function fleetAddress({ NETO_CONSOLIDATOR_DATABASE: address = '' }: NodeJS.ProcessEnv): string {
  if (address !== '') return address;
  throw new ConsolidatorError(
    'fleet-unavailable',
    'No database of a fleet is named. Set NETO_CONSOLIDATOR_DATABASE to its address, postgres://USER:PASSWORD@HOST:PORT/DATABASE. One merchant on one machine needs none: see `run` and `schedule`.',
    { remedy: 'Set the variable in the environment, then type the same line again; docs/fleet.md has the rest.' },
  );
}

/** Opens the fleet for as long as the work takes; its tables are made where there are none. @param timing waits: for a lost connection */
export async function withFleet<Result>(
  environment: NodeJS.ProcessEnv,
  work: (fleet: OpenFleet) => Promise<Result>,
  timing: JobTiming & { readonly connections?: number; readonly waits?: readonly number[] } = {},
): Promise<Result> {
  const { connections, waits, ...ofJobs } = timing;
  const database = await openFleetDatabase(fleetAddress(environment), connections, waits);
  // Ledgers of many pipelines are opened one after the other, nearly all of them here.
  const unshare = sharePools();
  try {
    await migrateFleet(database);
    const boss = await openJobs(database, ofJobs);
    try {
      return await work({ database, boss });
    } finally {
      await boss.stop({ graceful: false, close: false });
    }
  } finally {
    await database.close();
    await unshare();
  }
}
