import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { isLong } from '../support/many.ts';
import { executeHere } from './execute-here.ts';
import { runProcess } from './program.ts';

// As careless as a machine can be: whatever is made is for everybody, unless the program takes care.
let before = 0;
beforeEach(() => {
  before = process.umask(0);
});
afterEach(() => void process.umask(before));

const keys = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
const rightsOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
/** `d700 exports` */
const namesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
const described = (folder: string, name: string): string =>
  `${statSync(join(folder, name)).isDirectory() ? 'd' : '-'}${rightsOf(join(folder, name))} ${name}`;

test.runIf(isLong)(
  'what a command makes is for its user alone: ledger, locks, state home, tables, and the folders they go into',
  async () => {
    await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async ({ pipeline, home }) => {
      const { file } = await pipeline();
      const known = new Set(namesIn(home));
      const environment = { ...keys, NETO_CONSOLIDATOR_HOME: join(home, 'own', 'state') };
      const options = { folder: home, environment };
      expect((await runProcess(['run', file, '--yes'], options)).code).toBe(0);
      const tables = ['reconcile', file, '--csv', 'books/tables', '--from', '2026-07-01', '--to', '2026-07-31'];
      const { stderr } = await runProcess(tables, options);
      const made = namesIn(home).filter((name) => !known.has(name));
      expect(made, stderr).toEqual(
        expect.arrayContaining(['ledger.db', 'own/state/requests.db', 'books/tables/days.csv']),
      );
      const open = made.map((name) => described(home, name)).filter((text) => !/^(d700|-600) /.test(text));
      expect(open).toEqual([]);
    });
  },
  120_000,
);

test('a ledger made by another program that runs pipelines is for its user alone, too', async () => {
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async ({ run, ledgerFile }) => {
    await run();
    expect(rightsOf(ledgerFile)).toBe('600');
  });
});

test('export --mode gives the files, and the folders made for them, to whom it says; others stay as they are', async () => {
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async ({ pipeline, home }) => {
    const { file } = await pipeline();
    const execute = (...words: string[]) =>
      executeHere(['export', file, ...words], { folder: home, home, environment: keys });
    process.umask(0o077);
    const { stderr } = await execute('--out', 'shared/batch', '--mode', '640');
    const files = readdirSync(join(home, 'shared/batch'));
    expect(files.length, stderr).toBeGreaterThan(1);
    expect(files.map((name) => rightsOf(join(home, 'shared/batch', name)))).toEqual(files.map(() => '640'));
    expect([rightsOf(join(home, 'shared')), rightsOf(join(home, 'shared/batch'))]).toEqual(['750', '750']);
    await execute('--batch', '1', '--out', 'again');
    expect(rightsOf(join(home, 'again'))).toBe('700');
    expect(readdirSync(join(home, 'again')).map((name) => rightsOf(join(home, 'again', name)))).toEqual(
      files.map(() => '600'),
    );
    expect(await execute('--out', 'x', '--mode', '777')).toMatchObject({ code: 2 });
  });
});
