import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SmallDemo, startSmallDemo } from '../cli/small-demo.ts';
import { fresh } from '../rules/support/fresh-order.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';

const FILE = 'pipelines/demo.yaml';
const SCHEMA = 'neto_demo';

let server: PostgresServer;
let demo: SmallDemo;
let address = '';
beforeAll(async () => {
  [server, demo] = await Promise.all([startPostgres(), startSmallDemo(10)]);
  address = await server.newDatabase();
  const file = join(demo.folder, FILE);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the pipeline file's own way to name a variable
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^ledger:.*$/m, 'ledger: ${LEDGER_URL}'));
}, 180_000);
afterAll(async () => {
  await demo.close();
  await server.close();
});

const call = (...words: readonly string[]) => demo.program(words, { LEDGER_URL: address });
const writes = () => demo.main.requests.filter(({ write }) => write).length;
const copiesOf = (ids: readonly string[]) =>
  ids.map((id) => demo.main.orders().filter(({ OrderID }) => OrderID === id.replace('N', 'W')).length);

async function tablesOf(schema: string): Promise<string[]> {
  const rows = await server.query(address, `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = '${schema}'::regnamespace ORDER BY 1`); // biome-ignore format: one line
  return rows.map((row) => String(row['relname']));
}

/** Each row of each table, as `pg_dump --schema` writes them; the tests' server comes without that program. */
async function dump(): Promise<void> {
  const tables = await tablesOf(SCHEMA);
  await server.query(address, `CREATE SCHEMA dumped; ${tables.map((table) => `CREATE TABLE dumped.${table} AS TABLE ${SCHEMA}.${table};`).join(' ')}`); // biome-ignore format: one line
}

/** As `pg_restore --clean` leaves the schema: with those rows, and the next number of each after the last one. */
async function restore(): Promise<void> {
  const put = (await tablesOf('dumped')).map((table) => `TRUNCATE ${SCHEMA}.${table}; INSERT INTO ${SCHEMA}.${table} OVERRIDING SYSTEM VALUE TABLE dumped.${table};`); // biome-ignore format: one line
  await server.query(address, `BEGIN; ${put.join(' ')} SELECT setval(pg_get_serial_sequence('${SCHEMA}.kept_record', 'id'), (SELECT max(id) FROM ${SCHEMA}.kept_record)); COMMIT`); // biome-ignore format: one line
}

test('a ledger in PostgreSQL that was restored to an earlier point stops before it writes, and once a person says so goes on and doubles nothing', async () => {
  expect((await call('run', FILE, '--yes')).code).toBe(0);
  await dump();
  demo.west.panel.addOrder(fresh('N90001'));
  expect((await call('run', FILE)).code).toBe(0);
  expect(copiesOf(['N90001', 'N90002'])).toEqual([1, 0]);

  await restore();
  demo.west.panel.addOrder(fresh('N90002'));
  const before = writes();
  const behind = await call('run', FILE, '--output', 'json');
  expect([behind.code, behind.stdout]).toEqual([1, expect.stringContaining('"ledger-behind"')]);
  expect(writes()).toBe(before);

  const said = await call('doctor', FILE, '--restored', '--reason', 'restored to noon');
  expect([said.code, said.stdout]).toEqual([0, expect.stringContaining('(schema neto_demo) goes on here, as generation 2')]); // biome-ignore format: one line
  expect((await call('run', FILE)).code).toBe(0);
  expect(copiesOf(['N90001', 'N90002'])).toEqual([1, 1]);
  expect((await call('run', FILE)).code).toBe(0);
  expect(copiesOf(['N90001', 'N90002'])).toEqual([1, 1]);
  expect((await call('doctor', FILE)).code).toBe(0);
}, 120_000);
