import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readPipeline } from '../../../src/config/read-pipeline.ts';
import { decide } from '../../../src/decisions/decide.ts';
import { KeptOrNot } from '../../../src/decisions/keep-decision.ts';
import { keeperOf } from '../../../src/ledger/open/keeper-of.ts';
import { claimLedger } from '../../../src/operations/doctor/claim-ledger.ts';
import { examinePipeline } from '../../../src/operations/doctor/examine-pipeline.ts';
import { exportPipeline, settleExport } from '../../../src/operations/export/export-pipeline.ts';
import { runPipeline } from '../../../src/run/run.ts';
import { DecisionQueue } from '../../../src/session/decisions/queue.ts';
import { violationsOf } from '../../fleet/violations.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { untilHolds } from './fleet.ts';
import {
  type Machine,
  type MachineEnd,
  type RunningMachine,
  SETTLE_SECONDS,
  type Shop,
  startShop,
  TIME_OUT_SECONDS,
} from './machines.ts';

let server: PostgresServer;
let address = '';
beforeAll(async () => {
  server = await startPostgres();
  address = await server.newDatabase();
});
afterAll(() => server.close());
let shop: Shop;
afterEach(() => shop.close());

let shops = 0;
async function open(): Promise<readonly [Machine, Machine]> {
  shops += 1;
  shop = await startShop(server, address, { name: `shop${shops}`, seed: shops });
  for (let more = 0; more < 6; more += 1) shop.merchant.trade();
  return [await shop.machine('one'), await shop.machine('other')];
}

/** Runs until nothing is missing; a lease that is another's still is waited for. */
async function untilAllIsThere(machine: Machine): Promise<MachineEnd[]> {
  const ends: MachineEnd[] = [];
  const missing = () => violationsOf(shop.merchant, true).filter(({ kind }) => kind !== 'doubled');
  for (let run = 0; run < 60 && missing().length > 0; run += 1) {
    ends.push(await machine.start().ended);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(missing()).toEqual([]);
  return ends;
}

/** Stops it when the primary gets its n-th request; that one is answered, which it reads when it goes on. */
function stopAtRequest(running: RunningMachine, number: number, by: NodeJS.Signals = 'SIGSTOP'): Promise<void> {
  let seen = 0;
  const stopped = new Promise<void>((resolve) => {
    shop.merchant.main.faults.next = () => {
      seen += 1;
      if (seen === number) {
        running.process.kill(by);
        shop.merchant.main.faults.next = undefined;
        resolve();
      }
      return undefined;
    };
  });
  return unlessEnded(running, stopped);
}

/** What is waited for does not come about where the process ends before. */
async function unlessEnded(running: RunningMachine, moment: Promise<void>): Promise<void> {
  const end = await Promise.race([moment, running.ended]);
  if (end !== undefined) expect.fail(`it ended before: ${JSON.stringify(end)}`);
}

const lost = (who: RunningMachine): object => ({
  code: 5,
  status: 'lease-lost',
  message: expect.stringMatching(/was given to process \d+ of .+@.+, since 20\d\d-/),
  ...(who.process.pid === undefined ? { code: -1 } : {}),
});

describe('two machines, each with a state home of its own, and one ledger in a database', { timeout: 240_000 }, () => {
  test('take turns, and neither is told that the ledger was moved', async () => {
    const machines = await open();
    for (const machine of [...machines, ...machines]) {
      expect(await machine.start({ leaseSeconds: 60 }).ended).toMatchObject({ code: 0, status: 'good', problems: [] });
      shop.merchant.trade();
    }
    expect(violationsOf(shop.merchant, false)).toEqual([]);
    const pipeline = await readPipeline(machines[0].file, machines[0].environment);
    const found = await examinePipeline({ pipeline, home: machines[1].home });
    expect(found.filter(({ severity }) => severity === 'problem')).toEqual([]);
  });

  test('the first stands still between what the database has said of its lease and the write, and goes on when the other is done: that write is not sent', async () => {
    const [one, other] = await open();
    const first = one.start();
    let intended = false;
    const stopped = new Promise<void>((resolve) => {
      one.proxy.onRequest = (text) => {
        if (text.includes('"new_intents"')) intended = true;
        // The answer to this lies in its socket until it goes on.
        if (!intended || !text.includes('prolonged')) return;
        first.process.kill('SIGSTOP');
        one.proxy.onRequest = undefined;
        resolve();
      };
    });
    await unlessEnded(first, stopped);
    const writes = shop.writes();
    const ends = await untilAllIsThere(other);
    expect(ends.at(-1)?.code).toBe(0);
    // What the first had meant to write was not written before it could no longer come.
    const [row] = await server.query(address, `SELECT extract(epoch FROM clock_timestamp() - broke_off_at)::float8 AS seconds FROM neto_consolidator_leases.lease WHERE name = 'ledger neto_${shop.merchant.name}'`); // biome-ignore format: one line
    expect(row?.['seconds']).toBeGreaterThan(TIME_OUT_SECONDS + SETTLE_SECONDS);
    const done = shop.writes();
    expect(done).toBeGreaterThan(writes);
    first.process.kill('SIGCONT');
    expect(await first.ended).toMatchObject(lost(first));
    expect(shop.writes()).toBe(done);
    expect(violationsOf(shop.merchant, true)).toEqual([]);
  });

  test.each([6, 14, 22])(
    'the first stands still from its request %i on, and goes on when the other is done: it writes nothing more',
    async (number) => {
      const [one, other] = await open();
      const first = one.start();
      await stopAtRequest(first, number);
      await untilAllIsThere(other);
      const done = shop.writes();
      first.process.kill('SIGCONT');
      expect(await first.ended).toMatchObject(lost(first));
      expect(shop.writes()).toBe(done);
      expect(violationsOf(shop.merchant, true)).toEqual([]);
    },
  );

  test('the first goes on while the other is at work: what the other writes is all that is written', async () => {
    const [one, other] = await open();
    const first = one.start();
    await stopAtRequest(first, 14);
    let second = other.start();
    await untilHolds('the other has taken over', async () => {
      if (second.process.exitCode !== null) second = other.start();
      const rows = await server.query(address, `SELECT process FROM neto_consolidator_leases.lease WHERE name = 'ledger neto_${shop.merchant.name}' AND NOT is_released`); // biome-ignore format: one line
      return rows[0]?.['process'] === second.process.pid;
    });
    first.process.kill('SIGCONT');
    expect(await first.ended).toMatchObject(lost(first));
    await second.ended;
    await untilAllIsThere(other);
    expect(violationsOf(shop.merchant, true)).toEqual([]);
  });

  test.each([8, 16, 20])(
    'the first is killed at its request %i: the other goes on once its lease has run out',
    async (number) => {
      const [one, other] = await open();
      const first = one.start();
      await stopAtRequest(first, number, 'SIGKILL');
      await first.ended;
      const ends = await untilAllIsThere(other);
      expect(ends.at(-1)?.code).toBe(0);
      expect(violationsOf(shop.merchant, true)).toEqual([]);
    },
  );

  test('a clock that is set ahead by a day while a run goes on loses it nothing, and gets another one no lease', async () => {
    const [one, other] = await open();
    const first = one.start({ leaseSeconds: 60 });
    await stopAtRequest(first, 8);
    expect(await other.start({ clockAhead: 86_400_000 }).ended).toMatchObject({ code: 5, status: 'pipeline-locked' });
    first.process.kill('SIGCONT');
    expect(await first.ended).toMatchObject({ status: 'good' });
    shop.merchant.trade();
    expect((await one.start({ leaseSeconds: 3, clockAhead: 86_400_000 }).ended).status).not.toBe('lease-lost');
    await untilAllIsThere(other);
    expect(violationsOf(shop.merchant, true)).toEqual([]);
  });

  test('a decision that is made on one machine while a run goes on at another is taken by that run', async () => {
    const [one, other] = await open();
    expect((await one.start({ leaseSeconds: 60 }).ended).status).toBe('good');
    shop.merchant.trade();
    const first = one.start({ leaseSeconds: 60 });
    await stopAtRequest(first, 3);
    const pipeline = await readPipeline(other.file, other.environment);
    const request = { kind: 'noted', event: 'confirmed', change: 'batch 1', reason: '' } as const;
    const decided = await decide({ pipeline, home: other.home, now: Date.now }, { id: randomUUID(), by: 'ann@till', request }); // biome-ignore format: one line
    expect(decided).toEqual({ kind: 'queued', why: 'run' });
    first.process.kill('SIGCONT');
    expect((await first.ended).status).toBe('good');
    expect(await new DecisionQueue(pipeline).isEmpty()).toBe(true);
    const ledger = await keeperOf(pipeline).openToLook({ now: Date.now });
    const taken = await ledger.decisions(5);
    await ledger.close();
    expect(taken).toMatchObject([{ entry: { event: 'confirmed', who: 'ann@till' } }]);
  });

  test.each([
    ['comes back', 9],
    ['stays away', Number.POSITIVE_INFINITY],
  ])(
    'a decision whose answer is lost while it is kept is told as it is, where the database %s, and taken once',
    async (_, away) => {
      const [one, other] = await open();
      expect((await one.start({ leaseSeconds: 60 }).ended).status).toBe('good');
      const pipeline = await readPipeline(other.file, other.environment);
      const id = randomUUID();
      let cut = 0;
      // It is committed, and nobody hears so; then each connection that is made anew is cut, too.
      other.proxy.onRequest = (text) => {
        if (cut === 0 && text.includes('INSERT INTO') && text.includes(id)) other.proxy.loseAnswerTo(id);
        else if (cut > 0 && cut <= away) other.proxy.cutAll();
        else return;
        cut += 1;
      };
      const request = { kind: 'noted', event: 'confirmed', change: 'batch 1', reason: '' } as const;
      const deciding = decide({ pipeline, home: other.home, now: Date.now }, { id, by: 'ann@till', request });
      const told = await deciding.catch((error: unknown) => error);
      const reached = await readPipeline(one.file, one.environment);
      if (away === 9) {
        expect(cut).toBeGreaterThan(9);
        expect(told).toMatchObject({ kind: 'taken' });
      } else {
        expect(told).toBeInstanceOf(KeptOrNot);
        expect(String(told)).toMatch(/nobody knows whether it is.*look at `todo`/);
        expect((await new DecisionQueue(reached).list()).map((waiting) => waiting.id)).toEqual([id]);
      }
      await server.query(address, 'UPDATE neto_consolidator_leases.lease SET expires_at = clock_timestamp()');
      expect((await one.start({ leaseSeconds: 60 }).ended).status).toBe('good');
      expect(await new DecisionQueue(reached).isEmpty()).toBe(true);
      const ledger = await keeperOf(reached).openToLook({ now: Date.now });
      const taken = await ledger.decisions(5);
      await ledger.close();
      expect(taken.map(({ entry: { event, who } }) => [event, who])).toEqual([['confirmed', 'ann@till']]);
    },
  );

  test('a decision in the middle of which the database goes away is said to be kept, and the next run takes it once', async () => {
    const [one, other] = await open();
    expect((await one.start({ leaseSeconds: 60 }).ended).status).toBe('good');
    const pipeline = await readPipeline(other.file, other.environment);
    const id = randomUUID();
    let isAway = false;
    // It was queued before; this step of the ledger is to take it.
    other.proxy.onRequest = (text) => {
      if (!isAway && text.includes('ledger_write') && text.includes(id)) {
        isAway = true;
        void other.proxy.close();
      }
    };
    const request = { kind: 'noted', event: 'confirmed', change: 'batch 1', reason: '' } as const;
    const decided = await decide({ pipeline, home: other.home, now: Date.now }, { id, by: 'ann@till', request });
    expect([isAway, decided]).toEqual([true, { kind: 'queued', why: 'out-of-reach' }]);
    const reached = await readPipeline(one.file, one.environment);
    expect((await new DecisionQueue(reached).list()).map((waiting) => waiting.id)).toEqual([id]);
    // The lease of the command ends by itself.
    await server.query(address, 'UPDATE neto_consolidator_leases.lease SET expires_at = clock_timestamp()');
    for (let run = 0; run < 2; run += 1) expect((await one.start({ leaseSeconds: 60 }).ended).status).toBe('good');
    expect(await new DecisionQueue(reached).isEmpty()).toBe(true);
    const ledger = await keeperOf(reached).openToLook({ now: Date.now });
    const taken = await ledger.decisions(5);
    await ledger.close();
    expect(taken.map(({ entry: { event, who } }) => [event, who])).toEqual([['confirmed', 'ann@till']]);
  });

  test('connections to the database that are cut again and again lose a run nothing', async () => {
    const [one] = await open();
    const first = one.start({ leaseSeconds: 10 });
    const cutting = setInterval(() => one.proxy.cutAll(), 400);
    const end = await first.ended;
    clearInterval(cutting);
    expect(end).toMatchObject({ code: 0, status: 'good' });
    expect(violationsOf(shop.merchant, true)).toEqual([]);
  });

  test('whoever does not reach the database any more writes nothing more, and the other goes on', async () => {
    const [one, other] = await open();
    const first = one.start();
    await stopAtRequest(first, 14, 'SIGCONT');
    await one.proxy.close();
    // What had left before may be under way.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const writes = shop.writes();
    const end = await first.ended;
    expect([end.code, ['ledger-unwritable', 'lease-lost'].includes(end.status)]).toEqual([expect.any(Number), true]);
    expect(shop.writes()).toBe(writes);
    await untilAllIsThere(other);
    expect(violationsOf(shop.merchant, true)).toEqual([]);
  });
});

describe('the place of a ledger in a database', { timeout: 120_000 }, () => {
  const runAs = async ({ file, home, environment }: Machine, ledger = environment['LEDGER_URL']) => {
    const pipeline = await readPipeline(file, { ...environment, LEDGER_URL: ledger ?? '' });
    return runPipeline({ pipeline, home, yes: true }).then(
      ({ status }) => status,
      (error: { code?: string }) => error.code,
    );
  };

  test('is its database and schema, whatever it is called: a copy in another database is refused until a person says that it was moved', async () => {
    const [one, other] = await open();
    expect(await runAs(one)).toBe('good');
    expect(await runAs(one, address.replace('127.0.0.1', 'localhost'))).toBe('good');
    const copy = address.replace(/ledgers_\d+$/, `copy_of_${shops}`);
    await server.query(
      address.replace(/ledgers_\d+$/, 'postgres'),
      `CREATE DATABASE copy_of_${shops} TEMPLATE ledgers_${address.split('_').at(-1)}`,
    );
    expect(await runAs(other, copy)).toBe('ledger-moved');
    const pipeline = await readPipeline(other.file, { ...other.environment, LEDGER_URL: copy });
    await claimLedger(pipeline, { why: 'moved', home: other.home, now: Date.now });
    expect(await runAs(other, copy)).toBe('good');
    expect(await runAs(one)).toBe('good');
  });

  test('batches that were exported on one machine stop runs on another one until they are confirmed there', async () => {
    const [one, other] = await open();
    const pipeline = await readPipeline(one.file, one.environment);
    const out = path.join(one.home, 'out');
    mkdirSync(out);
    const { manifest } = await exportPipeline({ pipeline, home: one.home, out, format: 'csv', exported: false, force: false }); // biome-ignore format: one line
    expect(manifest?.batch).toBe(1);
    expect(await runAs(other)).toBe('exports-elsewhere');
    expect(shop.writes()).toBe(0);
    await settleExport(pipeline, 1);
    expect(await runAs(other)).toBe('exports-elsewhere');
    expect(await runAs(one)).toBe('good');
    expect(await runAs(other)).toBe('good');
    expect(violationsOf(shop.merchant, true)).toEqual([]);
  });
});
