import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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
}

function loadedBy(words: readonly string[], folder: string, environment: NodeJS.ProcessEnv = {}): Loaded {
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', telling, join(repository, 'src/cli/main.ts'), ...words],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, ...environment },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    },
  );
  const urls: readonly string[] = JSON.parse(output[3] ?? '').filter((url: string) => url.startsWith('file:'));
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  return { code: status, files: urls.length, packages: [...new Set(packages)].sort() };
}

describe('how much is loaded before the command line says something', () => {
  test.each([
    ['--help', 0, 94],
    ['help run', 0, 94],
    ['--version', 0, 94],
    ['rum', 2, 94],
    ['run --help', 0, 45],
    ['fake-store --help', 0, 45],
    ['serve --help', 0, 45],
    ['run --nonsense', 2, 45],
    ['run', 2, 45],
    ['run nowhere.yaml', 2, 45],
    ['status nowhere.yaml', 2, 45],
  ] as const)('%s: what can be given to commands, and no package but the one that reads it', (line, code, most) => {
    const loaded = loadedBy(line.split(' '), repository);
    expect(loaded).toMatchObject({ code, packages: ['commander'] });
    expect(loaded.files).toBeLessThanOrEqual(most);
  });

  test('status: what reads a pipeline file and a ledger, and nothing that speaks to a store', () =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
      await stores.pipeline();
      await stores.run();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const { code, files, packages } = loadedBy(['status', 'pipeline.yaml'], stores.home, environment);
      expect([code, packages]).toEqual([
        0,
        ['big.js', 'commander', 'croner', 'temporal-polyfill', 'temporal-utils', 'yaml', 'zod'],
      ]);
      expect(files).toBeLessThanOrEqual(430);
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
