import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path, { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stateHome } from '../../src/session/state-home.ts';
import { repository } from '../fixtures/support.ts';
import { paidOrder } from '../proof/support/proven.ts';
import { startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';

const main = join(repository, 'src/cli/main.ts');
let stores: TwoStores;
beforeEach(async () => {
  stores = await startTwoStores({ orders: [paidOrder('N1')] });
  await stores.pipeline();
});
afterEach(() => stores.close());

const environment = () => ({
  NODE_COMPILE_CACHE: join(repository, 'node_modules/.cache/compiled'),
  PATH: process.env['PATH'],
  MAIN_KEY: 'main-key',
  WEST_KEY: 'west-key',
  NETO_CONSOLIDATOR_HOME: stores.home,
});

/** Runs the pipeline with one output on a disk without room, and the other closed by who read it. @returns exit code */
function runWith(full: 'stdout' | 'stderr'): Promise<number | null> {
  const disk = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [main, 'run', 'pipeline.yaml', '--yes'], {
    cwd: stores.home,
    env: environment(),
    stdio: ['ignore', full === 'stdout' ? disk : 'pipe', full === 'stderr' ? disk : 'pipe'],
  });
  closeSync(disk);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return new Promise((resolve) => child.once('close', resolve));
}

test.each([
  ['stderr', 'stdout', 0],
  // The answer was asked for, and is lost.
  ['stdout', 'stderr', 1],
] as const)(
  'a run whose %s is on a full disk and whose %s nobody reads goes on to its end, with exit code %i',
  {
    timeout: 60_000,
  },
  async (full, _closed, code) => {
    expect(await runWith(full)).toBe(code);
    expect(stores.main.order('W1')?.CompleteStatus).toBe('Approved');
    expect(stores.main.payments('W1')).toHaveLength(1);
  },
);

test('a working folder that is gone is said in a sentence, with exit code 2', { timeout: 60_000 }, async () => {
  const gone = mkdtempSync(join(tmpdir(), 'gone-'));
  const script = 'rmdir "$1"; exec "$2" "$3" status';
  const child = spawn('sh', ['-c', script, 'sh', gone, process.execPath, main], { cwd: gone, env: environment() });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  rmSync(gone, { recursive: true, force: true });
  expect(said.trim()).toMatch(/^The folder that this command was called in is not there any more\.[^\n]*$/);
  expect(code).toBe(2);
});

test.each(['', 'here', './state'])('a HOME of %j puts no state into the working folder', (HOME) => {
  const home = stateHome({ HOME });
  expect(path.isAbsolute(home)).toBe(true);
  expect(path.relative(process.cwd(), home)).toMatch(/^\.\./);
});
