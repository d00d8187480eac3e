import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { isTooMuch, measureInstalled } from '../../scripts/packaging/installed.ts';
import { copyCheckout } from '../../scripts/packaging/pack.ts';
import { repository } from '../fixtures/support.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { buildImage, type Image, placeIn } from './support/containerfile.ts';

const file = path.join(repository, 'docs/deploy/Containerfile');
let folder: string;
let image: Image;

/** No container is needed: the steps of the file are done in a folder, by this machine's npm and Node. */
beforeAll(() => {
  folder = mkdtempSync(path.join(process.env['DISK_TMPDIR'] ?? '/tmp', 'container-'));
  const context = path.join(folder, 'context');
  copyCheckout(repository, context);
  // What lies about in a clone, and must not get into an image.
  writeFileSync(path.join(context, '.env'), 'MAIN_KEY=secret\n');
  writeFileSync(path.join(context, 'pipelines/.env.example'), '');
  const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], npm_config_prefer_offline: 'true' };
  image = buildImage(readFileSync(file, 'utf8'), { context, into: path.join(folder, 'stages'), environment });
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command of the image, with its places as they are here. It ends with the test, however that ends. */
function start([program, ...words]: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  expect(program).toBe('node');
  const here = (text: string): string => (text.startsWith('/') ? placeIn(image, text) : text);
  const own = Object.fromEntries(Object.entries(image.environment).map(([name, value]) => [name, here(value)]));
  const child = spawn(process.execPath, words.map(here), {
    cwd: placeIn(image, image.folder),
    env: { ...own, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      for (const look of waiting) look();
    });
  const ended = new Promise<number | null>((resolve) => void child.on('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    ended,
    said: () => said,
    hears(pattern: RegExp): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => pattern.test(said) && resolve();
      waiting.push(look);
      look();
      return Promise.race([promise, ended.then((code) => Promise.reject(new Error(`It ended with ${code}: ${said}`)))]);
    },
  };
}

const filesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const whole = path.join(entry.parentPath, entry.name);
      const { mtimeMs, size } = statSync(whole);
      return `${path.relative(root, whole)} ${size} ${mtimeMs}`;
    })
    .sort();

describe('the image of docs/deploy/Containerfile', () => {
  test('is of the Node that the program needs, runs as a user by number who is not root, and has no shell between', () => {
    expect(image.base).toMatch(/^node:24(-|$)/);
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    for (const words of [image.entrypoint, image.health]) expect(words.slice(0, 1)).toEqual(['node']);
    expect(image.stopSignal).toBe('SIGTERM');
  });

  test('holds the program and what it runs with, and neither keys nor sources nor tools of development', () => {
    const app = placeIn(image, '/app');
    expect(readdirSync(app).sort()).toEqual([
      'dist',
      'fixtures',
      'node_modules',
      'package.json',
      'pipelines',
      'schema',
    ]);
    const names = readdirSync(image.root, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /(^|\/)(\.env|typescript|vitest|.*\.db)$/.test(name))).toEqual([]);
    const installed = measureInstalled(app);
    expect(isTooMuch(installed), JSON.stringify(installed)).toBe(false);
  });

  test('runs its schedule, is healthy then, writes into the volume of the state alone, and ends by the signal of a stop', async () => {
    await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async ({ pipeline, main }) => {
      const { file: written } = await pipeline();
      const own = { ...JSON.parse(readFileSync(written, 'utf8')), ledger: '../state/stores.db', schedule: '0 3 1 1 *' };
      const volumes = image.volumes.map((place) => placeIn(image, place));
      const [state = '', pipelines = ''] = volumes;
      expect(image.volumes).toEqual(['/home/node/state', '/home/node/pipelines']);
      expect(volumes.map((place) => statSync(place).mode & 0o777)).toEqual([0o700, 0o700]);
      writeFileSync(path.join(pipelines, 'stores.yaml'), JSON.stringify(own));
      mkdirSync(path.join(folder, 'secrets'));
      const keys = path.join(folder, 'secrets/keys.env');
      writeFileSync(keys, 'MAIN_KEY=main-key\nWEST_KEY=west-key\n');
      const before = filesIn(image.root);
      const environment = { NETO_CONSOLIDATOR_KEYS: keys };

      expect(await start(image.health, environment).ended).not.toBe(0);
      const schedule = start([...image.entrypoint, ...image.command], environment);
      await schedule.hears(/run 1 \w+: read \d+, created [1-9][\s\S]*next start/);
      const health = start(image.health, environment);
      expect(await health.ended, health.said()).toBe(0);
      schedule.child.kill('SIGTERM');
      expect(await schedule.ended, schedule.said()).toBe(143);

      expect(main.orders().map(({ OrderID }) => OrderID)).toContain('W100');
      const inState = path.relative(image.root, state);
      expect(filesIn(image.root).filter((line) => !line.startsWith(`${inState}/`))).toEqual(before);
      expect(readdirSync(state)).toContain('stores.db');
    });
  }, 120_000);
});
