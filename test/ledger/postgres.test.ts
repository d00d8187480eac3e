import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordState } from '../../src/ledger/record-state.ts';
import { digestOf } from '../../src/ledger/storage/carried-rows.ts';
import { readCarried } from '../../src/ledger/storage/postgres/carry.ts';
import { Database } from '../../src/ledger/storage/postgres/database.ts';
import type { HeldLease } from '../../src/ledger/storage/postgres/held-lease.ts';
import { bringUpToDate, versionOf } from '../../src/ledger/storage/postgres/open-schema.ts';
import { PostgresKeeper } from '../../src/ledger/storage/postgres/postgres-keeper.ts';
import { PostgresStorage } from '../../src/ledger/storage/postgres/postgres-storage.ts';
import { selectRecords } from '../../src/ledger/storage/postgres/select-records.ts';
import { takeLeaseSoon } from '../../src/ledger/storage/postgres/take-lease-soon.ts';
import { SCHEMA_VERSION } from '../../src/ledger/storage/postgres/write-function.ts';
import type { RecordFilter } from '../../src/ledger/storage/record-query.ts';
import { sqliteFiles } from '../../src/ledger/storage/sqlite/sqlite-files.ts';
import type { LedgerStorage } from '../../src/ledger/storage/storage.ts';
import { ledgerOn } from '../../src/ledger/verbs/ledger-on.ts';
import { decimal } from '../../src/model/money.ts';
import { parsePostgresAddress } from '../../src/model/postgres-address.ts';
import { instant } from '../../src/model/time.ts';
import { PASSWORD, type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { keeps } from './keeper/conformance.ts';
import { conforms } from './storage/conformance.ts';
import { content, core, inEachState } from './support.ts';

let server: PostgresServer;
let proxy: TcpProxy;
let address = '';
beforeAll(async () => {
  // Each ledger of these tests has its lease, which has a connection of its own.
  server = await startPostgres(['fsync=off', 'full_page_writes=off', 'max_connections=200']);
  proxy = await startTcpProxy(server.port);
  address = await server.newDatabase();
});
afterAll(async () => {
  for (const lease of leases.values()) await (await lease).release();
  await proxy.close();
  await server.close();
});

const WISH = { pipeline: 'the pipeline au-stores', who: 'ann@till', isBrief: false };
const QUICK = [5, 10, 20, 50, 100, 200];
let schemas = 0;
function newSchema(): string {
  schemas += 1;
  return `ledger_${schemas}`;
}
const databaseOf = (schema: string, by = address, waits = QUICK) =>
  Database.open(parsePostgresAddress(`${by}?schema=${schema}`, 'au-stores'), waits);
const leases = new Map<string, Promise<HeldLease>>();
/** As a run holds it; whoever else writes in a test does so as another part of that run. */
function leaseOn(schema: string): Promise<HeldLease> {
  const known =
    leases.get(schema) ?? takeLeaseSoon(parsePostgresAddress(`${address}?schema=${schema}`, 'au-stores'), WISH);
  leases.set(schema, known);
  return known;
}
async function openIn(schema: string, by = address): Promise<PostgresStorage> {
  const database = await databaseOf(schema, by);
  await bringUpToDate(database);
  return new PostgresStorage(database, await leaseOn(schema));
}
const throughProxy = (schema: string) => openIn(schema, server.addressAt(proxy.port, address));

conforms('PostgreSQL', () => openIn(newSchema()));

keeps('a schema of PostgreSQL', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keeper-'));
  const schema = newSchema();
  const parsed = parsePostgresAddress(`${address}?schema=${schema}`, 'au-stores');
  const lease = await leaseOn(schema);
  return {
    keeper: () => new PostgresKeeper(parsed, ledgerOn, sqliteFiles, lease),
    elsewhere: join(folder, 'backups', 'monday.db'),
    // A backup is one transaction, of which a killed process leaves nothing.
    leaveHalfABackup: () => {},
    damage: async () => {
      await server.query(address, `DROP TABLE ${schema}.kept_record`);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
});

const at = instant('2026-07-10T00:00:00Z');
const loaded = (sourceId: string, targetId: string): RecordState => ({ ...core, sourceId, state: 'loaded', targetId });
const put = (storage: LedgerStorage, ...records: readonly RecordState[]) =>
  storage.apply({ records: records.map((after) => ({ before: undefined, after })) });
const idsIn = (storage: LedgerStorage) => storage.sourceIds({ anyOf: [{}] });

describe('a step whose answer is lost', () => {
  test('is found done, and not done again, whatever it was', async () => {
    const storage = await throughProxy(newSchema());
    const intent = { run: 1, key: { store: 'west', entity: 'orders', sourceId: 'N1' }, action: 'add', targetId: 'W1', at, draft: null } as const; // biome-ignore format: one line
    proxy.loseAnswerTo('ledger_write');
    expect(await put(storage, loaded('N1', 'W1'))).toMatchObject({ kind: 'applied' });
    proxy.loseAnswerTo('ledger_write');
    const applied = await storage.apply({ newIntents: [intent] });
    const [open, ...others] = await storage.intents({ open: true });
    expect([applied, others]).toEqual([{ kind: 'applied', intents: [open?.value.id] }, []]);
    proxy.loseAnswerTo('ledger_write');
    expect(await storage.beginRun({ at, narrowed: false })).toBe(1);
    expect((await storage.runs({ limit: 9 })).map(({ id }) => id)).toEqual([1]);
    await storage.close();
  });

  test('is done once where it was the request that was lost', async () => {
    const storage = await throughProxy(newSchema());
    proxy.loseRequest('ledger_write');
    expect(await storage.beginRun({ at, narrowed: false })).toBe(1);
    expect(await storage.beginRun({ at, narrowed: false })).toBe(2);
    await storage.close();
  });

  test('and that comes late, after the next one of its process, is not done any more', async () => {
    const schema = newSchema();
    const storage = await openIn(schema);
    await storage.beginRun({ at, narrowed: false });
    const late = { begin_run: { at, narrowed: false } };
    const writer = `(SELECT id FROM ${schema}.writer)`;
    const { name, number: held, owner } = (await leaseOn(schema)).mark;
    const step = (number: number) =>
      `SELECT ${schema}.ledger_write(${SCHEMA_VERSION}, ${writer}, ${number}, '${JSON.stringify(late)}', '${name}', ${held}, '${owner}', '{}', '{}')`;
    await server.query(address, step(3));
    await expect(server.query(address, step(2))).rejects.toMatchObject({ code: 'NC004' });
    expect(await storage.runs({ limit: 9 })).toHaveLength(2);
    await storage.close();
  });

  test('is told as the database not answering, without its address, where that does not come back', async () => {
    const other = await startTcpProxy(server.port);
    const storage = await openIn(newSchema(), server.addressAt(other.port, address));
    await other.close();
    const error = await put(storage, loaded('N1', 'W1')).catch((one: Error) => one);
    expect(error).toMatchObject({
      code: 'ledger-unwritable',
      message: expect.stringMatching(/does not answer\. Start it again/),
    });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(PASSWORD.slice(0, 6));
    await storage.close();
  });
});

test('a step waits for a database that is started anew', async () => {
  const storage = await openIn(newSchema());
  await put(storage, loaded('N1', 'W1'));
  await server.stop();
  const written = put(storage, loaded('N2', 'W2'));
  await server.start();
  expect(await written).toMatchObject({ kind: 'applied' });
  expect(await idsIn(storage)).toEqual(['N1', 'N2']);
  await storage.close();
});

test('two processes that take the same target id at once: one of them has it', async () => {
  const schema = newSchema();
  const two = [await openIn(schema), await openIn(schema)];
  for (let round = 0; round < 10; round += 1) {
    const done = await Promise.all(two.map((storage, place) => put(storage, loaded(`N${round}${place}`, `W${round}`))));
    expect(done.map(({ kind }) => kind).sort()).toEqual(['applied', 'outdated']);
  }
  expect(await two[0]?.count({ anyOf: [{ states: ['loaded'] }] })).toBe(10);
  for (const storage of two) await storage.close();
});

test('several programs that meet a new schema at once make one ledger', async () => {
  const schema = newSchema();
  const all = await Promise.all([1, 2, 3, 4].map(() => openIn(schema)));
  const said = await Promise.all(all.map((storage) => storage.notes({ scope: 'ledger', names: ['installation'] })));
  expect(new Set(said.map(([note]) => note?.value)).size).toBe(1);
  for (const storage of all) await storage.close();
});

test('a ledger of a newer version is refused, also by a program that had it open', async () => {
  const schema = newSchema();
  const storage = await openIn(schema);
  await server.query(address, `UPDATE ${schema}.ledger SET version = 99`);
  await expect(put(storage, loaded('N1', 'W1'))).rejects.toMatchObject({ code: 'ledger-newer' });
  await expect(openIn(schema)).rejects.toMatchObject({ code: 'ledger-newer' });
  expect(await idsIn(storage)).toEqual([]);
  await storage.close();
});

test("a schema with somebody else's tables is left as it is", async () => {
  const schema = newSchema();
  await server.query(address, `CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.invoices (id integer)`);
  await expect(openIn(schema)).rejects.toMatchObject({ code: 'ledger-not-ours' });
  expect(await server.query(address, `SELECT relname FROM pg_class WHERE relnamespace = '${schema}'::regnamespace`)).toEqual([{ relname: 'invoices' }]); // biome-ignore format: one line
});

test('keeps every letter, the one numbered 0 as well, and puts ids in the order of their bytes', async () => {
  const storage = await openIn(newSchema());
  const payload = JSON.stringify({ name: 'a\0b\x01c', half: '\ud800!', quote: '\\u0000 "\' $1' });
  const ids = ['N\x01', 'N\0', 'N\x02', 'Ä', 'a', 'B', 'Na\x01\x02', 'É', '🛒'];
  await put(storage, ...ids.map((sourceId): RecordState => ({ ...core, sourceId, state: 'staged', targetId: null, reason: null, content: { ...content, payload } as typeof content, message: 'x\0y', difference: null, replaces: [], seen: [] }))); // biome-ignore format: one line
  const found = await storage.records({ anyOf: [{}] });
  expect(found.map(({ value }) => value.sourceId)).toEqual([
    'B',
    'N\0',
    'N\x01',
    'N\x02',
    'Na\x01\x02',
    'a',
    'Ä',
    'É',
    '🛒',
  ]);
  expect(found[0]?.value).toMatchObject({ content: { payload }, message: 'x\0y' });
  expect(await storage.sourceIds({ anyOf: [{ store: 'west', entity: 'orders', sourceIds: ['N\0'] }] })).toEqual([
    'N\0',
  ]);
  await storage.close();
});

test('writes a batch of whatever size in one request', async () => {
  const storage = await throughProxy(newSchema());
  const before = proxy.sent('');
  await put(storage, ...Array.from({ length: 500 }, (_, place) => loaded(`N${place}`, `W${place}`)));
  const requests = proxy.sent('ledger_write');
  await storage.apply({ notes: [{ scope: 'x', name: 'y', value: 'z' }] });
  expect([proxy.sent('ledger_write') - requests, proxy.sent('') - before >= 2]).toEqual([1, true]);
  await storage.close();
});

test('a ledger of the version before is brought up to date, and a program of that version, which had it open, is told so', async () => {
  const schema = newSchema();
  const before = await openIn(schema);
  await put(before, loaded('N1', 'W1'));
  await before.close();
  // As it stood there then: its function took one lease.
  const former = 'integer, text, bigint, json, text, bigint, text';
  await server.query(address, `DROP FUNCTION ${schema}.ledger_write(integer, text, bigint, json, text, bigint, text, text[], bigint[]);
    DROP FUNCTION ${schema}.ledger_write(${former});
    CREATE FUNCTION ${schema}.ledger_write(${former}) RETURNS json LANGUAGE sql AS 'SELECT NULL::json';
    UPDATE ${schema}.ledger SET version = 2`); // biome-ignore format: statements
  const storage = await openIn(schema);
  await put(storage, loaded('N2', 'W2'));
  expect(await idsIn(storage)).toEqual(['N1', 'N2']);
  const asked = "SELECT SCHEMA.ledger_write(2, 'writer', 1, '{}'::json, 'lease', 1, 'owner')".replace('SCHEMA', schema);
  await expect(server.query(address, asked)).rejects.toMatchObject({ code: 'NC002' });
  await storage.close();
});

test('finds a record by its key, however many there are, before PostgreSQL has counted them', async () => {
  const schema = newSchema();
  const storage = await openIn(schema);
  await put(storage, ...Array.from({ length: 300 }, (_, place) => loaded(`N${place}`, `W${place}`)));
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await client.query('SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off');
  const { rows } = await client.query(
    `EXPLAIN UPDATE ${schema}.kept_record AS one SET hash = '' FROM json_to_recordset('[]') AS put (store text, entity text, source_id text, was integer)
     WHERE one.store = put.store AND one.entity = put.entity AND one.source_id = put.source_id AND one.revision = put.was`,
  );
  await client.end();
  const used = rows.flatMap(
    (row) => /Index Scan using (\w+)|Index Cond: (.*)/.exec(row['QUERY PLAN'])?.slice(1, 3) ?? [],
  );
  expect(used.filter((one) => one !== undefined)).toEqual([
    'kept_record_store_entity_source_id_key',
    expect.stringMatching(/store = .*entity = .*source_id = /),
  ]);
  await storage.close();
});

test('what a run made, and what was linked by hand, is found by numbers and by its own index before the table was ever counted', async () => {
  const schema = newSchema();
  const storage = await openIn(schema);
  await put(storage, ...Array.from({ length: 8_000 }, (_, place) => loaded(`N${place}`, `W${place}`)));
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  const planOf = async (filter: RecordFilter): Promise<string> => {
    const { sql, values } = selectRecords('record.*', { anyOf: [filter] }, schema) ?? { sql: '', values: [] };
    const { rows } = await client.query(`EXPLAIN ${sql}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const made = await planOf({ store: 'west', entity: 'orders', inRun: { run: 1, outcome: 'created' } });
  const byHand = await planOf({ isByHand: true, states: ['staged', 'loaded'] });
  await client.end();
  expect(made).toMatch(/(on|using) kept_record_pkey/);
  expect(byHand).toMatch(/(on|using) kept_record_by_hand/);
  expect(made + byHand).not.toMatch(/Seq Scan on kept_record|kept_record_store_entity/);
  await storage.close();
});

describe('the address of a ledger in PostgreSQL', () => {
  const parse = (text: string, pipeline = 'au-stores') => parsePostgresAddress(text, pipeline);
  test('names its schema after the pipeline, and asks for a proven server unless that is on this machine', () => {
    expect(parse('postgres://ann:s%2Fcret@db.example.com/ledgers')).toMatchObject({
      ...{ host: 'db.example.com', port: 5432, user: 'ann', password: 's/cret', database: 'ledgers', schema: 'neto_au_stores' },
      ...{ tls: 'proven', name: 'postgres://db.example.com:5432/ledgers (schema neto_au_stores)' },
    });
    expect(parse('postgresql://ann@127.0.0.1:5433/l?schema=mine')).toMatchObject({ port: 5433, schema: 'mine', tls: 'none' });
    expect(parse('postgres://ann@db/l?sslmode=require').tls).toBe('unproven');
  }); // biome-ignore format: a table

  test.each([
    'postgres://ann:s3cret@db',
    'postgres://:s3cret@db/ledgers',
    'postgres://ann:s3cret@db/ledgers/more',
    'postgres://ann:s3cret@db/ledgers?sslmode=prefer',
    'postgres://ann:s3cret@db/ledgers?options=-c',
    'postgres://ann:s3cret@db/ledgers?schema=x"y',
    'postgres://ann:s3cret%@db/ledgers',
    'postgres://ann:s3cret@db:99999999/ledgers',
  ])('%s is refused without its password', (text) => {
    const error = (() => {
      try {
        return parse(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: 'config-invalid', message: expect.stringContaining('"ledger"') });
    expect((error as Error).message).not.toContain('s3cret');
  });
});

test('versions are looked at without making anything', async () => {
  const database = await databaseOf(newSchema());
  expect(await versionOf(database)).toBeUndefined();
  await bringUpToDate(database);
  expect(await versionOf(database)).toBe(SCHEMA_VERSION);
  await database.close();
});

test('a ledger that is carried into a file and back is the same, letter by letter', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'carried-'));
  const { address: parsed, schema, digest } = await filled();
  const keeper = new PostgresKeeper(parsed, ledgerOn, sqliteFiles);
  const file = join(folder, 'carried.db');
  await keeper.backUpTo(file, '');
  expect(await digestOf(sqliteFiles.read(file))).toEqual(digest);
  await (await keeper.restoring(file)).make();
  const back = await databaseOf(`${schema}_restoring`);
  expect(await digestOf(readCarried(back))).toEqual(digest);
  const { orphans } = await new PostgresStorage(back).examine();
  expect(orphans.filter(({ what }) => /^(counts|sums) of /.test(what))).toEqual([]);
  await back.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A ledger that has something of all that one can have. */
async function filled() {
  const schema = newSchema();
  const storage = await openIn(schema);
  const records = inEachState.map((record, place) => ({
    ...record,
    sourceId: `N${place}`,
    targetId: record.targetId === null ? null : `W${place}`,
    ...{ amount: decimal('1234567890.123456789'), readAs: '{"name":"a\\u0000"}', parent: 'N1\0' },
  }));
  await put(storage, ...(records as RecordState[]));
  const key = { store: 'west', entity: 'orders', sourceId: 'N3' } as const;
  const run = await storage.beginRun({ at, narrowed: true });
  await storage.apply({ newIntents: [{ run, key, action: 'add', targetId: 'W3', at, draft: 'of it' }], audit: [{ key, entry: { at, run, event: 'intent', detail: 'add W3' } }] }); // biome-ignore format: one line
  const [open] = await storage.intents({ open: true });
  if (open === undefined) throw new Error('it is not there');
  await storage.apply({
    intents: [{ revision: open.revision, value: { ...open.value, outcome: 'step-done', lookUps: 2, firstLookUp: at, refusal: 'no' } }],
    audit: [{ key, entry: { at, run, event: 'step-done', detail: 'add' } }, { key, entry: { at, run: 0, event: 'dropped' as never, detail: 'why', who: 'ann@till' } }],
    outcomes: [{ run, key, outcome: 'created' }, { run, key: { ...key, sourceId: 'N4' }, outcome: null }],
    watermarks: [{ store: 'west', entity: 'orders', name: 'changes', before: null, after: at }],
    notes: [{ scope: 'x', name: 'ä', label: 'l', value: 'v' }, { scope: 'ledger', name: 'generation', value: '3' }],
  }); // biome-ignore format: a table
  await storage.finishRun(run, { at, status: 'good', summary: '{}' });
  await storage.close();
  const database = await databaseOf(schema);
  const digest = await digestOf(readCarried(database));
  await database.close();
  expect(digest.rows).toEqual({
    note: 3,
    watermark: 1,
    run: 1,
    record: records.length,
    intent: 1,
    audit: 3,
    outcome: 5,
  });
  return { schema, digest, address: parsePostgresAddress(`${address}?schema=${schema}`, 'au-stores') };
}

test('what a writer knows of records is read anew once somebody else has written, and never by who only looks', async () => {
  const schema = newSchema();
  const [one, other, looking] = [await openIn(schema), await openIn(schema), await openIn(schema)];
  const statusIn = async (storage: LedgerStorage) => {
    const [found] = await storage.records({ anyOf: [{ store: 'west', entity: 'orders', sourceIds: ['N1'] }] });
    return found;
  };
  const change = async (storage: LedgerStorage, hash: string) => {
    const before = await statusIn(storage);
    return before === undefined ? put(storage, loaded('N1', 'W1')) : storage.apply({ records: [{ before, after: { ...loaded('N1', 'W1'), hash } }] }); // biome-ignore format: one line
  };
  await change(one, '');
  for (const hash of ['a', 'b', 'c']) {
    await looking.records({ anyOf: [{}] });
    expect(await statusIn(one)).toBeDefined();
    while ((await change(other, hash)).kind === 'outdated');
    expect((await statusIn(looking))?.value.hash).toBe(hash);
    await one.apply({ notes: [{ scope: 'x', name: 'y', value: hash }] });
    expect((await statusIn(one))?.value.hash).toBe(hash);
  }
  for (const storage of [one, other, looking]) await storage.close();
});
