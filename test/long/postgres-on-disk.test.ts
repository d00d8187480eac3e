import { afterAll, beforeAll, expect, test } from 'vitest';
import { besideOf } from '../../src/ledger/open/beside.ts';
import { Database } from '../../src/ledger/storage/postgres/database.ts';
import { bringUpToDate } from '../../src/ledger/storage/postgres/open-schema.ts';
import { PostgresStorage } from '../../src/ledger/storage/postgres/postgres-storage.ts';
import { takeLeaseSoon } from '../../src/ledger/storage/postgres/take-lease-soon.ts';
import { parsePostgresAddress } from '../../src/model/postgres-address.ts';
import { instant } from '../../src/model/time.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';

/** Whoever puts on disk what was committed a moment ago comes by in ten seconds. */
const LATER = ['synchronous_commit=off', 'wal_writer_delay=10s', 'wal_writer_flush_after=64MB'];

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres(['fsync=off', 'full_page_writes=off', ...LATER]);
}, 60_000);
afterAll(() => server.close());

test('what a step of the ledger has answered, and a decision that waits, outlast a power cut of a server that commits later', async () => {
  const address = await server.newDatabase();
  const parsed = parsePostgresAddress(address, 'au-stores');
  const database = await Database.open(parsed);
  const lease = await takeLeaseSoon(parsed, { pipeline: 'it', who: 'ann@till', isBrief: false });
  await bringUpToDate(database, lease);
  await server.query(address, 'CREATE TABLE kept (what text)');
  await server.query(address, 'CHECKPOINT');
  const storage = new PostgresStorage(database, lease);
  const at = instant('2026-07-10T00:00:00Z');
  await storage.beginRun({ at, narrowed: false });
  await server.crash();
  expect(await storage.runs({ limit: 9 })).toHaveLength(1);

  const beside = await besideOf(parsed);
  await beside.write('decisions', 'first', 'a', { replaces: false });
  await server.query(address, 'CHECKPOINT');
  await beside.write('decisions', 'second', 'b', { replaces: false });
  await server.crash();
  expect(await beside.names('decisions')).toEqual(['first', 'second']);

  // What does not ask for it is gone: the server is as it is meant to be.
  await server.query(address, "INSERT INTO kept VALUES ('a')");
  await server.crash();
  expect(await server.query(address, 'SELECT * FROM kept')).toEqual([]);
  await storage.close();
  await lease.release();
}, 60_000);
