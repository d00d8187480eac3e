import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { programForHelp } from '../../src/cli/help-page.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { repository } from '../fixtures/support.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { loadedBy } from './loaded-by.ts';

const main = join(repository, 'src/cli/main.ts');

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
      const loaded = await loadedBy(main, line.split(' '), repository);
      expect(loaded).toMatchObject({ code, packages: ['commander'] });
      expect(loaded.files.length).toBeLessThanOrEqual(most);
    },
  );

  test('status: what reads a pipeline file and a ledger, and nothing that speaks to a store', () =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
      await stores.pipeline();
      await stores.run();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const { code, files, packages } = await loadedBy(main, ['status', 'pipeline.yaml'], stores.home, environment);
      expect([code, packages]).toEqual([
        0,
        ['big.js', 'commander', 'croner', 'temporal-polyfill', 'temporal-utils', 'yaml', 'zod'],
      ]);
      expect(files.length).toBeLessThanOrEqual(433);
    }));

  test('run, where nothing is new: nothing that reads files, compares both sides, tells others or links what is queued', () =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })], clock: Date.now }, async (stores) => {
      await stores.pipeline();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const run = () => loadedBy(main, ['run', 'pipeline.yaml', '--yes'], stores.home, environment);
      await stores.run();
      await run();
      const { code, files, packages } = await run();
      const own = files.flatMap((url) => /\/src\/(.*)$/.exec(url.includes('/node_modules/') ? '' : url)?.[1] ?? []);
      expect(code).toBe(0);
      expect(packages).not.toEqual(expect.arrayContaining(['csv-parse']));
      expect(
        own.filter((file) =>
          /^(feeds[/]read|run[/]extract[/]files|proof[/]prove|notify[/]announce|operations[/]link[/]link-record)/.test(
            file,
          ),
        ),
      ).toEqual([]);
      expect(files.length).toBeLessThanOrEqual(984);
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
