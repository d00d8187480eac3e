import { lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { paidOrder } from '../proof/support/proven.ts';
import { startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { runProgram } from './program.ts';

let stores: TwoStores;
let socket: ReturnType<typeof createServer>;
beforeAll(async () => {
  stores = await startTwoStores({ orders: [paidOrder('N1')] });
  await stores.run();
  writeFileSync(join(stores.home, 'orders.csv'), 'Order ID\nN1\n');
  writeFileSync(join(stores.home, '.env'), 'MAIN_KEY=main-key');
  writeFileSync(join(stores.home, 'notes.txt'), 'mine');
  symlinkSync(join(stores.home, 'notes.txt'), join(stores.home, 'link.html'));
  mkdirSync(join(stores.home, 'a-folder'));
  socket = createServer();
  await new Promise<void>((done) => socket.listen(join(stores.home, 'a-socket'), done));
});
afterAll(async () => {
  await new Promise((done) => socket.close(done));
  await stores.close();
});
beforeEach(() => rmSync(join(stores.home, 'tables'), { recursive: true, force: true }));

const call = (...words: string[]) =>
  runProgram(words, {
    folder: stores.home,
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home },
  });
const commands: Readonly<Record<string, (out: string, ...more: string[]) => ReturnType<typeof call>>> = {
  report: (out, ...more) => call('report', 'pipeline.yaml', '--out', out, ...more),
  rewrite: (out, ...more) => call('rewrite', 'orders.csv', '--prefix', 'N=W', '--out', out, ...more),
};
const at = (name: string) => join(stores.home, name);
const content = (name: string) =>
  lstatSync(at(name)).isFile() ? readFileSync(at(name)).toString('base64') : 'no file';

test.each(
  Object.keys(commands).flatMap((command) =>
    ['ledger.db', 'pipeline.yaml', '.env', 'link.html', 'a-folder', 'a-socket'].map((out) => ({ command, out })),
  ),
)('$command never replaces $out, with --force either', async ({ command, out }) => {
  const before = [content(out), content('notes.txt'), lstatSync(at(out)).mode];
  for (const more of [[], ['--force']]) {
    const { code, stderr } = (await commands[command]?.(out, ...more)) ?? { code: 0, stderr: '' };
    expect(stderr).toMatch(/only plain files|never replaced/);
    expect(code).toBe(2);
  }
  expect([content(out), content('notes.txt'), lstatSync(at(out)).mode]).toEqual(before);
});

test.each(['report', 'rewrite'])('%s replaces a file of somebody else only with --force', async (command) => {
  writeFileSync(at('theirs.html'), 'theirs');
  expect((await commands[command]?.('theirs.html'))?.code).toBe(2);
  expect(readFileSync(at('theirs.html'), 'utf8')).toBe('theirs');
  expect((await commands[command]?.('theirs.html', '--force'))?.code).toBe(0);
  expect(readFileSync(at('theirs.html'), 'utf8')).not.toBe('theirs');
});

test('report replaces an earlier report without a word', async () => {
  expect((await commands['report']?.('own.html'))?.code).toBe(0);
  expect((await commands['report']?.('own.html'))?.code).toBe(0);
});

test('reconcile --csv replaces its own tables, nothing else without --force, and never through a link', async () => {
  const reconcile = (...more: string[]) => call('reconcile', 'pipeline.yaml', '--csv', 'tables', ...more);
  expect((await reconcile()).code).toBe(0);
  expect((await reconcile()).code).toBe(0);
  writeFileSync(at('tables/months.csv'), 'mine');
  const before = readFileSync(at('tables/days.csv'), 'utf8');
  writeFileSync(at('tables/days.csv'), before.replace('west', 'WEST'));
  expect((await reconcile()).code).toBe(2);
  expect(readFileSync(at('tables/months.csv'), 'utf8')).toBe('mine');
  expect(readFileSync(at('tables/days.csv'), 'utf8'), 'nothing is written where one is refused').toContain('WEST');
  expect((await reconcile('--force')).code).toBe(0);
  rmSync(at('tables/days.csv'));
  symlinkSync(at('notes.txt'), at('tables/days.csv'));
  for (const more of [[], ['--force']]) expect((await reconcile(...more)).code).toBe(2);
  expect(readFileSync(at('notes.txt'), 'utf8')).toBe('mine');
});
