import type { PgBoss } from 'pg-boss';
import { expect } from 'vitest';
import { type FleetDatabase, openFleetDatabase } from '../../../src/fleet/database/database.ts';
import { FLEET_SCHEMA, migrateFleet } from '../../../src/fleet/database/schema.ts';
import type { RunEnd } from '../../../src/fleet/jobs/end-run.ts';
import { openJobs } from '../../../src/fleet/jobs/jobs.ts';
import { type WorkerOptions, work } from '../../../src/fleet/jobs/worker.ts';

export interface Member {
  readonly database: FleetDatabase;
  readonly boss: PgBoss;
  close(): Promise<void>;
}

/** What one process of a fleet has open. */
export async function openMember(address: string): Promise<Member> {
  const troubles: Error[] = [];
  const database = await openFleetDatabase(address);
  await migrateFleet(database);
  const boss = await openJobs(database, {
    heartbeatSeconds: 10,
    onTrouble(error) {
      troubles.push(error);
    },
  });
  return {
    database,
    boss,
    async close() {
      await boss.stop({ graceful: false, close: false });
      await database.close();
      if (troubles.length > 0) throw new AggregateError(troubles, troubles.map(String).join('; '));
    },
  };
}

/** A pipeline as the fleet knows it, without a file. */
export async function addPipeline(database: FleetDatabase, name: string, primary = `${name}.example`): Promise<void> {
  await database.query(
    `INSERT INTO ${FLEET_SCHEMA}.pipeline (name, version, primary_host, time_zone, state) VALUES ($1, 1, $2, 'UTC', 'active')`,
    [name, primary],
  );
}

export const good: Omit<RunEnd, 'beganAt'> = {
  run: 1,
  outcome: 'good',
  problems: [],
  quarantined: 0,
  differences: 0,
  requests: 3,
};

/** A worker that takes runs until it is stopped. */
export function startWorker(
  member: Member,
  run: WorkerOptions['run'],
  {
    concurrency = 4,
    name = 'worker',
    outdated,
  }: { readonly concurrency?: number; readonly name?: string; readonly outdated?: AbortSignal } = {},
): { stop(): Promise<void>; readonly ended: Promise<void>; readonly said: string[] } {
  const stopping = new AbortController();
  const said: string[] = [];
  const ended = work({
    ...member,
    name,
    concurrency,
    pollMilliseconds: 500,
    run,
    say: (line) => said.push(line),
    signal: stopping.signal,
    ...(outdated === undefined ? {} : { outdated }),
  });
  ended.catch(() => {});
  return {
    ended,
    said,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** Looks until it holds, for 20 s. */
export async function untilHolds(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect.fail(`It does not come about that ${what}.`);
}
