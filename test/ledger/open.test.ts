import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { APPLICATION_ID, migrations } from '../../src/ledger/storage/sqlite/schema.ts';
import { openLedger } from '../support/open-ledger.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  file = join(folder, 'state', 'ledger.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a new ledger makes its folder, and keeps its installation id', async () => {
  const first = openLedger(file);
  await first.close();
  const second = openLedger(file);
  expect(second.installationId).toMatch(/^[0-9a-f]{12}$/);
  expect(second.installationId).toBe(first.installationId);
  await second.close();
});

test('every new ledger is what all steps of the schema come to one after the other, be it the first of its process', async () => {
  const stepped = new DatabaseSync(':memory:');
  for (const statements of migrations) stepped.exec(statements);
  stepped.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`);
  const expected = contentOf(stepped);
  expect(expected.objects.length).toBeGreaterThan(15);
  for (const name of ['one', 'two', 'three']) {
    await openLedger(join(folder, name)).close();
    const made = new DatabaseSync(join(folder, name));
    made.exec("DELETE FROM meta WHERE key = 'installation'");
    expect(contentOf(made)).toEqual(expected);
    made.close();
  }
});

function contentOf(database: DatabaseSync) {
  const all = (sql: string) => database.prepare(sql).all();
  const objects = all('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name');
  const tables = objects.filter(({ type }) => type === 'table').map(({ name }) => String(name));
  const rows = tables.map((name) => [name, all(`SELECT * FROM "${name}"`)]);
  return { objects, rows, numbers: ['application_id', 'user_version'].map((name) => all(`PRAGMA ${name}`)) };
}

test('a ledger of a newer version is refused and left as it is', async () => {
  await openLedger(file).close();
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  const before = readFileSync(file);
  expect(() => openLedger(file)).toThrow(
    expect.objectContaining({ code: 'ledger-newer', message: expect.stringContaining('version 99') }),
  );
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a file that is not SQLite is refused and left as it is', () => {
  const text = join(folder, 'orders.csv');
  writeFileSync(text, 'Order ID,Total\n'.repeat(1_000));
  expect(() => openLedger(text)).toThrow(expect.objectContaining({ code: 'ledger-not-ours' }));
  expect(readFileSync(text, 'utf8')).toBe('Order ID,Total\n'.repeat(1_000));
});

test.each([
  ['a device', () => '/dev/null'],
  ['a folder', () => folder],
])('%s is refused as a ledger', (_, file) => {
  expect(() => openLedger(file())).toThrow(expect.objectContaining({ code: 'ledger-not-ours' }));
});

test("another program's SQLite database is refused and left as it is", () => {
  const other = join(folder, 'other.db');
  const database = new DatabaseSync(other);
  database.exec('CREATE TABLE x (y)');
  database.close();
  const before = readFileSync(other);
  expect(() => openLedger(other)).toThrow(expect.objectContaining({ code: 'ledger-not-ours' }));
  expect(readFileSync(other).equals(before)).toBe(true);
});

test("another pipeline's ledger, and a store that has another address, are refused", async () => {
  const ledger = openLedger(file);
  await ledger.pinStores('au-stores', [{ name: 'west', host: 'www.west.example' }]);
  await ledger.pinStores('au-stores', [{ name: 'west', host: 'www.west.example' }]);
  await expect(ledger.pinStores('nz-stores', [])).rejects.toMatchObject({ code: 'ledger-of-another-pipeline' });
  await expect(ledger.pinStores('au-stores', [{ name: 'west', host: 'www.east.example' }])).rejects.toMatchObject({
    code: 'ledger-of-another-pipeline',
  });
  await ledger.close();
});

test('a disk that takes no more while a schema is brought up to date is told as such, and leaves a ledger that opens', () => {
  mkdirSync(join(folder, 'state'));
  const module = join(import.meta.dirname, '../../src/ledger/storage/sqlite/open-database.ts');
  const open = `import { openDatabase } from ${JSON.stringify(module)};
    try { openDatabase(${JSON.stringify(file)}).close(); console.log('opened'); }
    catch (error) { console.log(error.code); }`;
  // The signal that a limit sends is ignored, so that the write itself fails, as on a full disk. There is room to begin.
  const limited = `trap '' XFSZ; ulimit -f 64; exec "$0" --input-type=module -e "$1"`;
  const told = spawnSync('bash', ['-c', limited, process.execPath, open], { encoding: 'utf8' }).stdout.trim();
  expect(told).toBe('ledger-unwritable');
  const ledger = openLedger(file);
  expect(ledger.installationId).toMatch(/^[0-9a-f]{12}$/);
  return ledger.close();
});
