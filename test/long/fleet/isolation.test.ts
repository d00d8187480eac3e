import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openFleetDatabase } from '../../../src/fleet/database/database.ts';
import { migrateFleet } from '../../../src/fleet/database/schema.ts';
import { askForRun } from '../../../src/fleet/jobs/ask-for-run.ts';
import { SharedRequestLog } from '../../../src/fleet/limits/shared-request-log.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { addPipeline, good, openMember, startWorker, untilHolds } from './fleet.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

const WINDOW = 1000;

async function databaseSetTo(isolation: string): Promise<string> {
  const address = await server.newDatabase();
  const name = new URL(address).pathname.slice(1);
  await server.query(address, `ALTER DATABASE ${name} SET default_transaction_isolation = '${isolation}'`);
  return address;
}

const isolations = ['serializable', 'repeatable read'];

test.each(isolations)('a fleet whose database is set to be %s keeps the limit of a store', async (isolation) => {
  const address = await databaseSetTo(isolation);
  const logs: SharedRequestLog[] = [];
  for (let worker = 0; worker < 3; worker += 1) {
    const database = await openFleetDatabase(address);
    await migrateFleet(database);
    const log = new SharedRequestLog(database, { windowMilliseconds: WINDOW });
    onTestFinished(async () => {
      await log.settled();
      await database.close();
    });
    logs.push(log);
  }
  const moments: number[] = [];
  const until = performance.now() + 3 * WINDOW;
  const send = async (log: SharedRequestLog): Promise<void> => {
    while (performance.now() < until) {
      const ticket = await log.reserve('store.example', 8);
      moments.push(performance.now());
      ticket.done();
    }
  };
  await Promise.all(logs.flatMap((log) => [send(log), send(log), send(log)]));
  const inWindow = (from: number) => moments.filter((moment) => moment >= from && moment < from + WINDOW).length;
  expect(Math.max(...moments.map(inWindow))).toBeLessThanOrEqual(8);
  expect(moments.length).toBeGreaterThan(15);
});

test.each(isolations)(
  'a fleet whose database is set to be %s runs each pipeline that is asked for, once',
  async (isolation) => {
    const address = await databaseSetTo(isolation);
    const [one, other] = [await openMember(address), await openMember(address)];
    const ended: string[] = [];
    const run = async (pipeline: string) => {
      ended.push(pipeline);
      return { ...good, beganAt: new Date() };
    };
    for (const pipeline of ['a', 'b', 'c']) await addPipeline(one.database, pipeline, 'same.example');
    const workers = [startWorker(one, run), startWorker(other, run)];
    await Promise.all(['a', 'b', 'c'].map((pipeline) => askForRun(one, pipeline, 'person')));
    await untilHolds('all have ended', () => ended.length === 3);
    for (const worker of workers) await worker.stop();
    for (const member of [one, other]) await member.close();
    expect(ended.sort()).toEqual(['a', 'b', 'c']);
  },
  60_000,
);
