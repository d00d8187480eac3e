import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { askForRun } from '../../../src/fleet/jobs/ask-for-run.ts';
import { fleetStatus } from '../../../src/fleet/status/fleet-status.ts';
import { Database } from '../../../src/ledger/storage/postgres/database.ts';
import type { HeldLease } from '../../../src/ledger/storage/postgres/held-lease.ts';
import { bringUpToDate } from '../../../src/ledger/storage/postgres/open-schema.ts';
import { PostgresStorage } from '../../../src/ledger/storage/postgres/postgres-storage.ts';
import { takeLeaseSoon } from '../../../src/ledger/storage/postgres/take-lease-soon.ts';
import { parsePostgresAddress } from '../../../src/model/postgres-address.ts';
import { instant } from '../../../src/model/time.ts';
import { startSmallDemo } from '../../cli/small-demo.ts';
import { conforms } from '../../ledger/storage/conformance.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { startTransactionPooler, type TransactionPooler } from '../../support/transaction-pooler.ts';
import { addPipeline, good, openMember, startWorker, untilHolds } from './fleet.ts';

const FILE = 'pipelines/demo.yaml';

let server: PostgresServer;
let pooler: TransactionPooler;
let direct = '';
let address = '';
beforeAll(async () => {
  server = await startPostgres();
  direct = await server.newDatabase();
  pooler = await startTransactionPooler(direct);
  address = server.addressAt(pooler.port, direct);
}, 60_000);
afterAll(async () => {
  await pooler.close();
  await server.close();
});

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
let schemas = 0;
const newSchema = (): string => {
  schemas += 1;
  return `pooled_${schemas}`;
};
const parsed = (schema: string) => parsePostgresAddress(`${address}?schema=${schema}`, 'au-stores');
async function take(schema: string, who = 'ann@till', seconds?: number): Promise<HeldLease> {
  const lease = await takeLeaseSoon(parsed(schema), {
    pipeline: 'the pipeline au-stores',
    who,
    isBrief: false,
    seconds,
  });
  open.push(() => lease.release());
  return lease;
}
async function storageIn(schema: string, lease: HeldLease): Promise<PostgresStorage> {
  const database = await Database.open(parsed(schema));
  await bringUpToDate(database, lease);
  return new PostgresStorage(database, lease);
}

conforms('PostgreSQL behind a pooler that gives each transaction another connection', async () => {
  const schema = newSchema();
  return storageIn(schema, await take(schema));
});

describe('behind a pooler that gives each transaction another connection', { timeout: 120_000 }, () => {
  test('a pipeline is planned, run and looked after as without one, and nothing is left in a session', async () => {
    const pooled = await startSmallDemo(30);
    const plain = await startSmallDemo(30);
    onTestFinished(async () => {
      await Promise.all([pooled.close(), plain.close()]);
    });
    const told = [];
    for (const [demo, way] of [
      [plain, direct],
      [pooled, address],
    ] as const) {
      // biome-ignore format: a table
      const file = join(demo.folder, FILE);
      const ledger = `ledger: "\${LEDGER_URL}?schema=run_${demo === plain ? 'plain' : 'pooled'}"`;
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^ledger:.*$/m, ledger));
      const call = async (...words: readonly string[]) => {
        const ended = await demo.program([...words, '--output', 'json'], { LEDGER_URL: way });
        return { code: ended.code, stores: JSON.parse(ended.stdout).stores };
      };
      told.push([await call('plan', FILE), await call('run', FILE, '--yes'), await call('run', FILE)]);
      const doctor = await demo.program(['doctor', FILE], { LEDGER_URL: way });
      expect(doctor.code).toBe(0);
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[0]?.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(pooler.switches).toBeGreaterThan(100);
    expect(await pooler.leftovers()).toEqual([]);
  });

  test('a lease is held, prolonged, lost to another one and let go of', async () => {
    const schema = newSchema();
    const lease = await take(schema, 'ann@till', 2);
    const storage = await storageIn(schema, lease);
    open.push(() => storage.close());
    const begin = () => storage.beginRun({ at: instant('2026-07-10T00:00:00Z'), narrowed: false });
    await begin();
    const before = pooler.switches;
    const prolonged = new Set<string>();
    await untilHolds('it was prolonged several times', async () => {
      const [row] = await server.query(direct, `SELECT expires_at::text AS until FROM neto_consolidator_leases.lease WHERE name = 'ledger ${schema}'`); // biome-ignore format: one line
      prolonged.add(String(row?.['until']));
      return prolonged.size > 5;
    });
    expect(pooler.switches).toBeGreaterThan(before);
    expect((await lease.ask()).isFresh()).toBe(true);
    await expect(take(schema, 'bob@shop')).rejects.toMatchObject({ code: 'pipeline-locked' });
    await server.query(direct, `UPDATE neto_consolidator_leases.lease SET owner = 'another', number = number + 1, who = 'bob@shop' WHERE name = 'ledger ${schema}'`); // biome-ignore format: one line
    await expect(begin()).rejects.toMatchObject({ code: 'lease-lost', message: expect.stringContaining('bob@shop') });
    await expect(lease.ask()).rejects.toMatchObject({ code: 'lease-lost' });
  });

  test('runs of a fleet are asked for, taken once by one of several workers, and told of', async () => {
    const members = [await openMember(address), await openMember(address), await openMember(address)] as const;
    const [asking, ...working] = members;
    const names = ['north', 'east', 'south'];
    for (const name of names) await addPipeline(asking.database, name);
    const under = new Set<string>();
    const ran: string[] = [];
    const run = async (pipeline: string) => {
      expect(under.has(pipeline)).toBe(false);
      under.add(pipeline);
      await new Promise((resolve) => setTimeout(resolve, 20));
      under.delete(pipeline);
      ran.push(pipeline);
      return { ...good, beganAt: new Date() };
    };
    const workers = working.map((one, place) => startWorker(one, run, { name: `worker-${place}` }));
    const before = pooler.switches;
    for (const name of names) expect(await askForRun(asking, name, 'person')).toBe('queued');
    await untilHolds('each has run', () => names.every((name) => ran.includes(name)));
    expect(pooler.switches).toBeGreaterThan(before);
    for (const worker of workers) await worker.stop();
    const standing = await fleetStatus(asking.database);
    expect(standing.map(({ name, verdict }) => [name, verdict]).sort()).toEqual(
      [...names].sort().map((name) => [name, 'good']),
    );
    for (const one of members) await one.close();
    expect(await pooler.leftovers()).toEqual([]);
  });
});
