import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openFleetDatabase } from '../../../src/fleet/database/database.ts';
import { FLEET_SCHEMA, migrateFleet } from '../../../src/fleet/database/schema.ts';
import { SharedRequestLog } from '../../../src/fleet/limits/shared-request-log.ts';
import { parsePostgresAddress } from '../../../src/model/postgres-address.ts';
import type { RequestLog } from '../../../src/neto/request-log.ts';
import { openSharedRequestLog } from '../../../src/session/open-run.ts';
import { Resources } from '../../../src/session/resources.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

let address: string;
beforeEach(async () => {
  address = await server.newDatabase();
});

const WINDOW = 1000;

async function log(windowMilliseconds = WINDOW): Promise<SharedRequestLog> {
  const database = await openFleetDatabase(address);
  await migrateFleet(database);
  const opened = new SharedRequestLog(database, { windowMilliseconds });
  onTestFinished(async () => {
    await opened.settled();
    await database.close();
  });
  return opened;
}

test('of several workers at once, no rolling window sees more requests than the limit, and all of it is used', async () => {
  const logs = [await log(), await log(), await log()];
  const moments: number[] = [];
  const until = performance.now() + 4 * WINDOW;
  const send = async (own: SharedRequestLog): Promise<void> => {
    while (performance.now() < until) {
      const ticket = await own.reserve('store.example', 8);
      moments.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 5));
      ticket.done();
    }
  };
  await Promise.all(logs.flatMap((own) => [send(own), send(own), send(own)]));
  moments.sort((a, b) => a - b);
  const most = Math.max(
    ...moments.map((moment) => moments.filter((other) => other >= moment && other < moment + WINDOW).length),
  );
  expect(most).toBeLessThanOrEqual(8);
  expect(moments.length).toBeGreaterThan(20);
});

test('the limit of one host is nothing to another one', async () => {
  const one = await log(60_000);
  await one.reserve('a.example', 1);
  await expect(
    Promise.race([one.reserve('b.example', 1), new Promise((resolve) => setTimeout(() => resolve('waits'), 2000))]),
  ).resolves.not.toBe('waits');
});

test('a store has one limit, however its pipelines call it', async () => {
  const spellings = ['store.example', 'www.store.example', 'Store.example.', 'www.store.example:443'];
  const logs = await Promise.all(spellings.map(() => log()));
  const moments: number[] = [];
  const until = performance.now() + 3 * WINDOW;
  const send = async (own: SharedRequestLog, host: string): Promise<void> => {
    while (performance.now() < until) {
      const ticket = await own.reserve(host, 4);
      moments.push(performance.now());
      ticket.done();
    }
  };
  await Promise.all(spellings.map((host, place) => send(logs[place] as SharedRequestLog, host)));
  moments.sort((a, b) => a - b);
  const most = Math.max(
    ...moments.map((moment) => moments.filter((other) => other >= moment && other < moment + WINDOW).length),
  );
  expect(most).toBeLessThanOrEqual(4);
  expect(moments.length).toBeGreaterThan(8);
  logs[0]?.penalise('www.store.example', 60_000);
  await logs[0]?.settled();
  const waits: number[] = [];
  const stop = new AbortController();
  const asked = logs[1]?.reserve('store.example', null, {
    signal: stop.signal,
    onWait: (milliseconds) => waits.push(milliseconds),
  });
  await expect.poll(() => waits.length).toBe(1);
  stop.abort();
  await expect(asked).rejects.toMatchObject({ code: 'stopped' });
});

test('a 429 makes every worker wait, lowers the limit once for a spell, and asks for nothing more', async () => {
  const [one, other] = [await log(), await log()];
  one.penalise('store.example', 400);
  one.penalise('store.example', 300);
  await one.settled();
  const waits: (readonly [number, string])[] = [];
  await other.reserve('store.example', 10, { onWait: (wait, reason) => waits.push([wait, reason]) });
  expect(waits[0]?.[1]).toBe('429');
  expect(waits[0]?.[0]).toBeGreaterThan(200);
  const database = await openFleetDatabase(address);
  onTestFinished(() => database.close());
  const [row] = await database.query(`SELECT share FROM ${FLEET_SCHEMA}.request_limit WHERE host = 'store.example'`);
  expect(Number(row?.['share'])).toBe(0.5);
});

test('what a worker that died had under way counts for its whole time-out, and then no more', async () => {
  const one = await log(200);
  await one.reserve('store.example', 1, { timeoutMilliseconds: 500 });
  const begun = performance.now();
  await one.reserve('store.example', 1);
  const waited = performance.now() - begun;
  expect(waited).toBeGreaterThan(600);
  expect(waited).toBeLessThan(5000);
});

test('who waits is told so, and stops at once when told to', async () => {
  const one = await log(60_000);
  await one.reserve('store.example', 1);
  const stopping = new AbortController();
  const waiting = one.reserve('store.example', 1, { signal: stopping.signal, onWait: () => stopping.abort() });
  await expect(waiting).rejects.toMatchObject({ code: 'stopped' });
});

describe('a command that a person types, whose ledger is in a database', () => {
  async function opened(by = address): Promise<RequestLog> {
    const home = mkdtempSync(join(tmpdir(), 'home-'));
    const resources = new Resources();
    onTestFinished(async () => {
      await resources.close();
      rmSync(home, { recursive: true });
    });
    return openSharedRequestLog({ home, database: parsePostgresAddress(by, 'au-stores') }, resources);
  }
  const waitsFor = async (own: RequestLog, host: string): Promise<boolean> => {
    const giveUp = new AbortController();
    const reserved = own.reserve(host, 2, { signal: giveUp.signal, onWait: () => giveUp.abort() });
    return reserved.then(
      () => false,
      () => true,
    );
  };

  test('keeps the limit together with the workers of the fleet that is there, and hears of a 429 that they got', async () => {
    const worker = await log(60_000);
    const command = await opened();
    await worker.reserve('store.example', 2);
    expect(await waitsFor(command, 'store.example')).toBe(false);
    expect(await waitsFor(worker, 'store.example')).toBe(true);
    expect(await waitsFor(await opened(), 'store.example')).toBe(true);
    expect(await waitsFor(command, 'other.example')).toBe(false);
    worker.penalise('other.example', 60_000);
    await worker.settled();
    expect(await waitsFor(command, 'other.example')).toBe(true);
  });

  test('keeps that of its machine where no fleet is there, or where its tables are not for this user', async () => {
    const alone = await opened();
    expect(await waitsFor(alone, 'store.example')).toBe(false);
    expect(await server.query(address, `SELECT 1 FROM pg_namespace WHERE nspname = '${FLEET_SCHEMA}'`)).toEqual([]);

    const worker = await log(60_000);
    for (let times = 0; times < 2; times += 1) await worker.reserve('store.example', 2);
    await server.query(address, `CREATE ROLE somebody_else LOGIN PASSWORD 'other-pw'`);
    const asOther = new URL(address);
    asOther.username = `somebody_else`;
    asOther.password = 'other-pw';
    expect(await waitsFor(await opened(asOther.href), 'store.example')).toBe(false);
  });

  test('sends nothing where the database can not be asked', async () => {
    const away = new URL(address);
    away.port = '1';
    const reserved = (await opened(away.href)).reserve('store.example', 2);
    await expect(reserved).rejects.toMatchObject({ code: 'fleet-unavailable' });
  });
});
