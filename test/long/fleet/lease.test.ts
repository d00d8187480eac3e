import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { LeaseWish } from '../../../src/ledger/lease.ts';
import { Database } from '../../../src/ledger/storage/postgres/database.ts';
import type { HeldLease } from '../../../src/ledger/storage/postgres/held-lease.ts';
import { bringUpToDate } from '../../../src/ledger/storage/postgres/open-schema.ts';
import { PostgresKeeper } from '../../../src/ledger/storage/postgres/postgres-keeper.ts';
import { PostgresStorage } from '../../../src/ledger/storage/postgres/postgres-storage.ts';
import { takeLeaseSoon } from '../../../src/ledger/storage/postgres/take-lease-soon.ts';
import { SCHEMA_VERSION } from '../../../src/ledger/storage/postgres/write-function.ts';
import { sqliteFiles } from '../../../src/ledger/storage/sqlite/sqlite-files.ts';
import { ledgerOn } from '../../../src/ledger/verbs/ledger-on.ts';
import { parsePostgresAddress } from '../../../src/model/postgres-address.ts';
import { instant } from '../../../src/model/time.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { untilHolds } from './fleet.ts';

let server: PostgresServer;
let proxy: TcpProxy;
let address = '';
beforeAll(async () => {
  server = await startPostgres();
  proxy = await startTcpProxy(server.port);
  address = await server.newDatabase();
}, 60_000);
afterAll(async () => {
  await proxy.close();
  await server.close();
});
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const close of open.splice(0).reverse()) await close();
});

let schemas = 0;
function newSchema(): string {
  schemas += 1;
  return `leased_${schemas}`;
}
const parsed = (schema: string, by = address) => parsePostgresAddress(`${by}?schema=${schema}`, 'au-stores');
async function take(schema: string, wish: Partial<LeaseWish> & { readonly by?: string } = {}): Promise<HeldLease> {
  const { by, ...others } = wish;
  const whole = { pipeline: 'the pipeline au-stores', who: 'ann@till', isBrief: false, ...others };
  const lease = await takeLeaseSoon(parsed(schema, by), whole);
  open.push(() => lease.release());
  return lease;
}
async function storageIn(schema: string, lease: HeldLease): Promise<PostgresStorage> {
  const database = await Database.open(parsed(schema));
  await bringUpToDate(database, lease);
  const storage = new PostgresStorage(database, lease);
  open.push(() => storage.close());
  return storage;
}
const at = instant('2026-07-10T00:00:00Z');
const begin = (storage: PostgresStorage) => storage.beginRun({ at, narrowed: false });
const runsIn = async (storage: PostgresStorage) => (await storage.runs({ limit: 99 })).length;
const locked = { code: 'pipeline-locked' };
const lost = { code: 'lease-lost', message: expect.stringMatching(/process \d+ of bob@shop, since \d{4}-/) };
const expire = (schema: string) =>
  server.query(
    address,
    `UPDATE neto_consolidator_leases.lease SET expires_at = clock_timestamp() WHERE name = 'ledger ${schema}'`,
  );

describe('a lease', () => {
  test('is refused to others while it is held, with who has it, whose and since when; they may have it once it is let go of', async () => {
    const schema = newSchema();
    const first = await take(schema);
    const refusal = await take(schema, { who: 'bob@shop' }).catch((error: unknown) => error);
    expect(refusal).toMatchObject(locked);
    expect(String(refusal)).toMatch(
      /Another run holds the pipeline au-stores \(process \d+ of ann@till, since 20[\dT:-]+Z\).*free by itself from 20[\dT:-]+Z on/,
    );
    await first.release();
    const second = await take(schema, { who: 'bob@shop' });
    expect([second.mark.number, second.brokeOffBefore]).toEqual([2, null]);
  });

  test('that is held for a decision is waited for', async () => {
    const schema = newSchema();
    const first = await take(schema, { isBrief: true });
    const second = take(schema, { who: 'bob@shop' });
    await untilHolds('it was asked for', async () => {
      const rows = await server.query(address, `SELECT is_wanted FROM neto_consolidator_leases.lease WHERE name = 'ledger ${schema}'`); // biome-ignore format: one line
      return rows[0]?.['is_wanted'] === true;
    });
    await first.release();
    expect((await second).mark.number).toBe(2);
  });

  test('is prolonged while its process lives, and ends by itself where it does not; who comes then knows since when', async () => {
    const schema = newSchema();
    const first = await take(schema, { seconds: 2 });
    const seen = new Set<string>();
    await untilHolds('it was prolonged several times', async () => {
      const rows = await server.query(address, `SELECT expires_at::text AS until FROM neto_consolidator_leases.lease WHERE name = 'ledger ${schema}'`); // biome-ignore format: one line
      seen.add(String(rows[0]?.['until']));
      return seen.size > 5;
    });
    await expect(take(schema)).rejects.toMatchObject(locked);
    await first.ask();
    await expire(schema);
    const second = await take(schema, { who: 'bob@shop' });
    expect(second.brokeOffBefore).toBeGreaterThanOrEqual(0);
    expect(second.brokeOffBefore).toBeLessThan(2_000);
  });

  test('that another one has is lost: nothing is written by it, and it says who has it', async () => {
    const schema = newSchema();
    const first = await take(schema);
    const storage = await storageIn(schema, first);
    await begin(storage);
    await expire(schema);
    const second = await take(schema, { who: 'bob@shop' });
    await expect(begin(storage)).rejects.toMatchObject(lost);
    expect(first.lost.aborted).toBe(true);
    await expect(first.ask()).rejects.toMatchObject(lost);
    const other = await storageIn(schema, second);
    expect(await runsIn(other)).toBe(1);
    await first.release();
    await begin(other);
    expect(await runsIn(other)).toBe(2);
  });

  test('that ran out while nobody wanted it goes on with the next word of its process', async () => {
    const schema = newSchema();
    const first = await take(schema);
    const storage = await storageIn(schema, first);
    await expire(schema);
    await begin(storage);
    expect((await first.ask()).isFresh()).toBe(true);
    await expect(take(schema)).rejects.toMatchObject(locked);
  });

  test('is not taken over in the middle of a step of the ledger: that is waited for', async () => {
    const schema = newSchema();
    const first = await take(schema);
    const storage = await storageIn(schema, first);
    const { default: pg } = await import('pg');
    const url = new URL(address);
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    open.push(() => client.end());
    const { name, number, owner } = first.mark;
    // Its time is over, and nobody has noticed yet.
    await expire(schema);
    await client.query('BEGIN');
    await client.query(`SELECT ${schema}.ledger_write($1, 'writer', 1, $2::json, $3, $4, $5, '{}', '{}')`, [
      SCHEMA_VERSION,
      JSON.stringify({ begin_run: { at, narrowed: false } }),
      ...[name, number, owner],
    ]);
    const second = takeLeaseSoon(parsed(schema), { pipeline: 'it', who: 'bob@shop', isBrief: false, seconds: 60 }).then(
      (lease) => {
        open.push(() => lease.release());
        return 'taken' as const;
      },
      (error: { code?: string }) => error.code,
    );
    let became: unknown;
    void second.then((one) => {
      became = one;
    });
    await untilHolds('the take-over waits, or is done', async () => {
      const waiting = await server.query(address, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%neto_consolidator_leases.lease%'"); // biome-ignore format: one line
      return became !== undefined || waiting.length > 0;
    });
    expect(became).toBeUndefined();
    await client.query('COMMIT');
    expect(await second).toBe('taken');
    expect(await runsIn(storage)).toBe(1);
    await expect(begin(storage)).rejects.toMatchObject(lost);
  });

  test('is a matter of the database: a worker whose clock is a day ahead takes none over, and one that is behind keeps its own', async () => {
    const schema = newSchema();
    const first = await take(schema);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
    await expect(take(schema, { who: 'bob@shop' })).rejects.toMatchObject(locked);
    vi.setSystemTime(Date.now() - 2 * 86_400_000);
    await first.ask();
    vi.useRealTimers();
    await expect(take(schema, { who: 'bob@shop' })).rejects.toMatchObject(locked);
  });

  test('counts for no write whose answer lay in the socket, or whose clock was set meanwhile', async () => {
    const lease = await take(newSchema());
    const permit = await lease.ask();
    expect(permit.isFresh()).toBe(true);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_000 });
    expect(permit.isFresh()).toBe(false);
    vi.useRealTimers();
    expect(permit.isFresh()).toBe(true);
    vi.useFakeTimers({ toFake: ['performance'], now: performance.now() });
    const steady = await lease.ask();
    vi.advanceTimersByTime(2_000);
    expect(steady.isFresh()).toBe(false);
  });

  test('lets a write leave at once after a step of the ledger that found all of it held, and is asked for where that is not of now or not enough', async () => {
    const schema = newSchema();
    const lease = await take(schema, { by: server.addressAt(proxy.port, address), primaryHost: 'till.example' });
    const storage = await storageIn(schema, lease);
    const asked = async (): Promise<number> => {
      const before = proxy.sent('prolonged');
      expect((await lease.ask()).isFresh()).toBe(true);
      return proxy.sent('prolonged') - before;
    };
    const set = (what: string, name = `ledger ${schema}`) =>
      server.query(address, `UPDATE neto_consolidator_leases.lease SET ${what} WHERE name = '${name}'`);
    expect(await asked()).toBe(1);
    await begin(storage);
    expect([await asked(), await asked()]).toEqual([0, 0]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_500 });
    expect(await asked()).toBe(1);
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ['performance'], now: performance.now() });
    await begin(storage);
    const permit = await lease.ask();
    vi.advanceTimersByTime(2_000);
    expect([permit.isFresh(), await asked()]).toEqual([false, 1]);
    vi.useRealTimers();
    // What was found before counts no more.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_500 });
    await set("expires_at = clock_timestamp() + interval '10 s'", 'primary till.example');
    await begin(storage);
    expect(await asked()).toBe(1);
    await set("owner = 'another one'", 'primary till.example');
    vi.setSystemTime(Date.now() + 1_500);
    await begin(storage);
    await expect(lease.ask()).rejects.toMatchObject({ code: 'lease-lost' });
  });

  test('that somebody waits for says so by a step of the ledger, too', async () => {
    const schema = newSchema();
    const told: string[] = [];
    const storage = await storageIn(schema, await take(schema, { onWanted: () => told.push('wanted') }));
    await begin(storage);
    expect(told).toEqual([]);
    await expect(take(schema)).rejects.toMatchObject(locked);
    await begin(storage);
    await begin(storage);
    expect(told).toEqual(['wanted']);
  });

  test('outlives connections that are cut, and a database that is started anew, as long as that is back in time', async () => {
    const schema = newSchema();
    const first = await take(schema, { by: server.addressAt(proxy.port, address) });
    for (let round = 0; round < 3; round += 1) {
      proxy.cutAll();
      expect((await first.ask()).isFresh()).toBe(true);
    }
    proxy.loseAnswerTo('prolonged');
    await first.ask();
    const stopped = server.restart();
    await first.ask();
    await stopped;
    expect(first.lost.aborted).toBe(false);
    await expect(take(schema)).rejects.toMatchObject(locked);
  });

  test('whose taking was asked for twice, since the answer was lost, is taken', async () => {
    const schema = newSchema();
    await take(schema).then((lease) => lease.release());
    proxy.loseAnswerTo('INSERT INTO neto_consolidator_leases');
    const lease = await take(schema, { by: server.addressAt(proxy.port, address) });
    await lease.ask();
    expect(lease.brokeOffBefore).toBeNull();
  });

  test.each(['CREATE TABLE IF NOT EXISTS neto_consolidator_leases', 'CREATE FUNCTION', 'COMMIT'])(
    'is taken, and its ledger made, though the connection is lost at %s in a new database',
    async (moment) => {
      for (const lose of ['loseRequest', 'loseAnswerTo'] as const) {
        const by = server.addressAt(proxy.port, await server.newDatabase());
        const schema = newSchema();
        proxy[lose](moment);
        const lease = await take(schema, { by });
        const database = await Database.open(parsed(schema, by));
        await bringUpToDate(database, lease);
        const storage = new PostgresStorage(database, lease);
        open.push(() => storage.close());
        await begin(storage);
        expect(await runsIn(storage)).toBe(1);
        expect(proxy.sent(moment)).toBeGreaterThan(1);
      }
    },
  );

  test('of a primary is one with and without www., whoever comes first', async () => {
    const [one, other] = [newSchema(), newSchema()];
    for (const [host, again] of [
      ['www.main.example', 'main.example'],
      ['main.example', 'www.main.example'],
    ] as const) {
      const first = await take(one, { primaryHost: host });
      await expect(take(other, { primaryHost: again })).rejects.toMatchObject(locked);
      expect((await first.ask()).isFresh()).toBe(true);
      await first.release();
      await (await take(other, { primaryHost: again })).release();
    }
  });

  test('of a primary is one for all pipelines of the database, and none is half taken', async () => {
    const [one, other] = [newSchema(), newSchema()];
    const first = await take(one, { primaryHost: 'main.example' });
    await expect(take(other, { primaryHost: 'main.example', who: 'bob@shop' })).rejects.toMatchObject({
      code: 'pipeline-locked',
      message: expect.stringContaining('the primary main.example'),
    });
    await take(other, { primaryHost: 'else.example' });
    await first.release();
    await expect(take(other, { primaryHost: 'main.example' })).rejects.toMatchObject(locked);
    await take(one, { primaryHost: 'main.example' });
  });

  test('that somebody waits for says so once to whoever has it', async () => {
    const schema = newSchema();
    const told: string[] = [];
    const first = await take(schema, { onWanted: () => told.push('wanted') });
    await first.ask();
    expect(told).toEqual([]);
    await expect(take(schema)).rejects.toMatchObject(locked);
    await first.ask();
    await first.ask();
    expect(told).toEqual(['wanted']);
  });

  test('is needed for what takes the place of a ledger', async () => {
    const schema = newSchema();
    const first = await take(schema);
    const keeper = new PostgresKeeper(parsed(schema), ledgerOn, sqliteFiles, first);
    await (await keeper.open()).close();
    const { address: backup } = await keeper.backUp('daily', Date.parse('2026-11-29T08:15:03Z'));
    const replacement = await keeper.restoring(backup);
    await replacement.make();
    await expire(schema);
    await take(schema, { who: 'bob@shop' });
    await expect(replacement.putInPlace(Date.now())).rejects.toMatchObject(lost);
    expect((await keeper.backups()).map(({ kind }) => kind)).toEqual(['daily']);
  });

  test('a ledger that was opened to look is not written', async () => {
    const schema = newSchema();
    const first = await take(schema);
    await storageIn(schema, first);
    const database = await Database.open(parsed(schema));
    const looking = new PostgresStorage(database);
    open.push(() => looking.close());
    await expect(begin(looking)).rejects.toMatchObject({ code: 'internal' });
    expect(await runsIn(looking)).toBe(0);
  });
});

test('a user who may do no more than make schemas can have a ledger, and its server is known', async () => {
  await server.query(address, "CREATE ROLE plain LOGIN PASSWORD 'plain'");
  const url = new URL(await server.newDatabase());
  await server.query(url.href, `GRANT CREATE ON DATABASE ${url.pathname.slice(1)} TO plain`);
  url.username = 'plain';
  url.password = 'plain';
  const lease = await take('mine', { by: url.href });
  const keeper = new PostgresKeeper(parsed('mine', url.href), ledgerOn, sqliteFiles, lease);
  await (await keeper.open()).close();
  expect((await keeper.spot()).database).toMatch(/^\d{10,}\/\d+\/mine$/);
});
