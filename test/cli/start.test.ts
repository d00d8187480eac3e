import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { programForHelp } from '../../src/cli/help-page.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { repository } from '../fixtures/support.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

/** Has a process tell, when it ends, all that it has loaded. What that costs is measured by `bench/start-time.ts`. */
const telling = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  import { writeSync } from 'node:fs';
  const loaded = new Set();
  registerHooks({ load(url, context, next) { loaded.add(url); return next(url, context); } });
  process.on('exit', () => writeSync(3, JSON.stringify([...loaded])));
`)}`;

interface Loaded {
  readonly code: number | null;
  /** How many files, those of packages among them. */
  readonly files: number;
  readonly packages: readonly string[];
  /** Of the program itself, from `src` on. */
  readonly own: readonly string[];
}

/** Not by a call that waits: the stores that a run asks are in this process. */
async function loadedBy(
  words: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Loaded> {
  const child = spawn(process.execPath, ['--import', telling, join(repository, 'src/cli/main.ts'), ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = child.stdio[3];
  const [[code], said] = await Promise.all([once(child, 'close'), told instanceof Readable ? text(told) : '']);
  const urls: readonly string[] = JSON.parse(said).filter((url: string) => url.startsWith('file:'));
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  const own = urls.flatMap((url) => /\/src\/(.*)$/.exec(url.includes('/node_modules/') ? '' : url)?.[1] ?? []);
  return { code, files: urls.length, packages: [...new Set(packages)].sort(), own };
}

describe('how much is loaded before the command line says something', () => {
  test.each([
    ['--help', 0, 99],
    ['help run', 0, 99],
    ['--version', 0, 99],
    ['rum', 2, 99],
    ['run --help', 0, 45],
    ['fake-store --help', 0, 45],
    ['serve --help', 0, 45],
    ['run --nonsense', 2, 45],
    ['run', 2, 45],
    ['run nowhere.yaml', 2, 45],
    ['status nowhere.yaml', 2, 45],
  ] as const)(
    '%s: what can be given to commands, and no package but the one that reads it',
    async (line, code, most) => {
      const loaded = await loadedBy(line.split(' '), repository);
      expect(loaded).toMatchObject({ code, packages: ['commander'] });
      expect(loaded.files).toBeLessThanOrEqual(most);
    },
  );

  test('status: what reads a pipeline file and a ledger, and nothing that speaks to a store', () =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
      await stores.pipeline();
      await stores.run();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const { code, files, packages } = await loadedBy(['status', 'pipeline.yaml'], stores.home, environment);
      expect([code, packages]).toEqual([
        0,
        ['big.js', 'commander', 'croner', 'temporal-polyfill', 'temporal-utils', 'yaml', 'zod'],
      ]);
      expect(files).toBeLessThanOrEqual(420);
    }));

  test('run, where nothing is new: nothing that reads files, compares both sides, tells others or links what is queued', () =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })], clock: Date.now }, async (stores) => {
      await stores.pipeline();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const run = () => loadedBy(['run', 'pipeline.yaml', '--yes'], stores.home, environment);
      await stores.run();
      await run();
      const { code, files, packages, own } = await run();
      expect(code).toBe(0);
      expect(packages).not.toEqual(expect.arrayContaining(['csv-parse']));
      expect(
        own.filter((file) =>
          /^(feeds[/]read|run[/]extract[/]files|proof[/]prove|notify[/]announce|operations[/]link[/]link-record)/.test(
            file,
          ),
        ),
      ).toEqual([]);
      expect(files).toBeLessThanOrEqual(955);
    }));
});

test('each command is there by itself as it is among all others', async () => {
  const all = (await programForHelp()).commands;
  expect(all.length).toBeGreaterThan(25);
  const shell: Shell = {
    ...{ environment: {}, folder: '.', signal: new AbortController().signal, terminal: undefined, line: '' },
    ...{ now: () => 0, print() {}, note() {}, end() {}, run: async () => 0 },
  };
  for (const command of all) {
    const name = command.name();
    const own = await buildProgram(shell, name);
    if (name !== 'help' && name !== 'completion') expect(own.commands.map((one) => one.name())).toEqual([name]);
    const alone = own.commands.find((one) => one.name() === name);
    expect(alone?.helpInformation(), name).toBe(command.helpInformation());
  }
});
