import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type FleetDatabase, openFleetDatabase } from '../../../src/fleet/database/database.ts';
import { FLEET_SCHEMA } from '../../../src/fleet/database/schema.ts';
import { askForRun } from '../../../src/fleet/jobs/ask-for-run.ts';
import { claimPrimary, endRun, giveWay } from '../../../src/fleet/jobs/end-run.ts';
import { RUNS } from '../../../src/fleet/jobs/jobs.ts';
import { fleetStatus } from '../../../src/fleet/status/fleet-status.ts';
import { Database } from '../../../src/ledger/storage/postgres/database.ts';
import { sharePools } from '../../../src/ledger/storage/postgres/shared-pools.ts';
import { parsePostgresAddress } from '../../../src/model/postgres-address.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { addPipeline, good, openMember } from './fleet.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

let address: string;
let proxy: TcpProxy;
let throughProxy: string;
beforeEach(async () => {
  address = await server.newDatabase();
  proxy = await startTcpProxy(server.port);
  throughProxy = server.addressAt(proxy.port, address);
});

async function openCounting(): Promise<{ database: FleetDatabase; count(): Promise<number> }> {
  const database = await openFleetDatabase(throughProxy);
  onTestFinished(async () => {
    await database.close();
    await proxy.close();
  });
  await database.query('CREATE TABLE counted (n integer)');
  const count = async () => Number((await database.query('SELECT count(*) AS n FROM counted'))[0]?.['n']);
  return { database, count };
}

const addOne = 'INSERT INTO counted VALUES (1)';

describe('a transaction of the fleet', () => {
  test.each(['loseRequest', 'loseAnswerTo'] as const)(
    'is begun anew where its connection breaks in the middle (%s), and is done once',
    async (lose) => {
      const { database, count } = await openCounting();
      let times = 0;
      proxy[lose](addOne);
      const result = await database.transaction(async (queries) => {
        times += 1;
        await queries.query(addOne);
        return 'done';
      });
      expect([result, times, await count()]).toEqual(['done', 2, 1]);
    },
  );

  test('whose end was not answered is told, and not done again', async () => {
    const { database, count } = await openCounting();
    let times = 0;
    proxy.loseAnswerTo('COMMIT');
    const added = database.transaction(async (queries) => {
      times += 1;
      await queries.query(addOne);
    });
    await expect(added).rejects.toMatchObject({ code: 'fleet-unavailable' });
    expect([times, await count()]).toEqual([1, 1]);
  });

  test('that looks first whether it is done is begun anew also then', async () => {
    const { database, count } = await openCounting();
    proxy.loseAnswerTo('COMMIT');
    await database.repeatable(async (queries) => {
      const [row] = await queries.query('SELECT count(*) AS n FROM counted');
      if (Number(row?.['n']) === 0) await queries.query(addOne);
    });
    expect(await count()).toBe(1);
  });

  test('that is wrong in itself is not done again', async () => {
    const { database } = await openCounting();
    let times = 0;
    const wrong = database.repeatable(async (queries) => {
      times += 1;
      await queries.query('SELECT * FROM nowhere');
    });
    await expect(wrong).rejects.toMatchObject({ code: 'fleet-unavailable' });
    expect(times).toBe(1);
  });

  test('of a database that starts anew meanwhile waits for it', async () => {
    const { database, count } = await openCounting();
    let isFirst = true;
    await database.transaction(async (queries) => {
      if (isFirst) {
        isFirst = false;
        await server.restart();
      }
      await queries.query(addOne);
    });
    expect(await count()).toBe(1);
  });
});

describe('ledgers that one process opens in a database', () => {
  const openLedger = (name: string) => Database.open(parsePostgresAddress(throughProxy, name));
  /** The message by which each connection begins. */
  const made = () => proxy.sent('user\0');

  test('one after the other stand on the same connection, where it runs many pipelines, and none is left at its end', async () => {
    const end = sharePools();
    for (const name of ['a', 'b', 'c', 'd']) {
      const ledger = await openLedger(name);
      await ledger.rows('SELECT 1');
      await ledger.close();
    }
    expect(made()).toBe(1);
    await end();
    const [row] = await server.query(address, `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`); // biome-ignore format: a statement
    expect(Number(row?.['n'])).toBe(0);
    const alone = [await openLedger('a'), await openLedger('b')];
    for (const ledger of alone) await ledger.rows('SELECT 1');
    expect(made()).toBe(3);
    for (const ledger of alone) await ledger.close();
    await proxy.close();
  });

  test('beside each other have as many connections as each would have by itself, and one that is closed takes none from another', async () => {
    const end = sharePools();
    const ledgers = [await openLedger('a'), await openLedger('b')];
    const looks = await Promise.all([...ledgers, ...ledgers, ...ledgers].map((ledger) => ledger.look()));
    expect(made()).toBe(6);
    await ledgers[0]?.close();
    for (const { ask } of looks) expect(await ask('SELECT 1 AS one')).toHaveLength(1);
    await Promise.all(looks.map((look) => look.end()));
    expect(await ledgers[1]?.rows('SELECT 1 AS one')).toHaveLength(1);
    await ledgers[1]?.close();
    await end();
    await proxy.close();
  });
});

test('a database that was never reached is waited for by nobody', async () => {
  await proxy.close();
  const database = await openFleetDatabase(throughProxy);
  onTestFinished(() => database.close());
  const begun = performance.now();
  await expect(database.query('SELECT 1')).rejects.toMatchObject({ code: 'fleet-unavailable' });
  expect(performance.now() - begun).toBeLessThan(2000);
});

describe('where the end of a step of a job was not answered', () => {
  async function taken() {
    const member = await openMember(throughProxy);
    onTestFinished(async () => {
      await member.close();
      await proxy.close();
    });
    await addPipeline(member.database, 'cut');
    await askForRun(member, 'cut', 'schedule');
    const [job] = await member.boss.fetch<{ pipeline: string }>(RUNS, { includeMetadata: true });
    if (job === undefined) throw new Error('There is no job to take.');
    return { member, job };
  }

  test('a run is ended once, as it went, and its worker knows that it was its own', async () => {
    const { member, job } = await taken();
    await claimPrimary(member, job);
    await askForRun(member, 'cut', 'schedule');
    proxy.loseAnswerTo('COMMIT');
    expect(await endRun(member, job, { ...good, beganAt: new Date() }, 'worker')).toBe(true);
    expect((await fleetStatus(member.database))[0]).toMatchObject({ now: 'waits', lastRun: { outcome: 'good' } });
    // One that another worker has ended is another matter.
    expect(await endRun(member, { ...job, retryCount: 1 }, { ...good, beganAt: new Date() }, 'worker')).toBe(false);
  });

  test('a job that gives way waits once', async () => {
    const { member, job } = await taken();
    proxy.loseAnswerTo('COMMIT');
    await giveWay(member, job);
    expect(await member.boss.findJobs(RUNS, { key: 'cut' })).toMatchObject([{ state: 'created' }]);
  });

  test('a primary is taken by the job that had taken it already', async () => {
    const { member, job } = await taken();
    proxy.loseAnswerTo(`INSERT INTO ${FLEET_SCHEMA}.primary_claim`);
    expect(await claimPrimary(member, job)).toBe(true);
  });
});
