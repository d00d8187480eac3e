import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleInto, INLINED, LICENCES } from '../../scripts/packaging/bundle.ts';
import { loadedBy } from '../cli/loaded-by.ts';
import { repository } from '../fixtures/support.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

const root = mkdtempSync(path.join(tmpdir(), 'bundle-'));
const built = path.join(root, 'dist');
const main = path.join(built, 'cli/main.js');

beforeAll(async () => {
  for (const name of ['package.json', 'node_modules', 'fixtures', 'pipelines'])
    symlinkSync(path.join(repository, name), path.join(root, name));
  await bundleInto(built);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const textsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));

describe('the program as it is built', () => {
  test.each([
    ['--help', 0, 40],
    ['run --help', 0, 5],
    ['rum', 2, 40],
    ['status nowhere.yaml', 2, 5],
  ] as const)(
    '%s: is read from what command lines begin with and what can be given to commands, but for what leads there',
    async (line, code, most) => {
      const loaded = await loadedBy(main, line.split(' '), root);
      expect(loaded).toMatchObject({ code, packages: ['commander'] });
      expect(largeOf(loaded.files)).toEqual(['commands', 'start']);
      expect(ofProgram(loaded.files).length).toBeLessThanOrEqual(most);
    },
  );

  test(
    'status and run are read from one file more each, but for what leads there',
    () =>
      withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })], clock: Date.now }, async (stores) => {
        await stores.pipeline();
        const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
        const loaded = (words: readonly string[]) => loadedBy(main, words, stores.home, environment);
        const run = () => loaded(['run', 'pipeline.yaml', '--yes']);
        expect((await run()).code).toBe(0);
        const [again, status] = [await run(), await loaded(['status', 'pipeline.yaml'])];
        expect([again.code, status.code]).toEqual([0, 0]);
        expect(largeOf(status.files)).toEqual(['commands', 'look', 'start']);
        expect(largeOf(again.files)).toEqual(['commands', 'look', 'run', 'start']);
        expect(ofProgram(status.files).length).toBeLessThanOrEqual(8);
        expect(ofProgram(again.files).length).toBeLessThanOrEqual(20);
        for (const { packages } of [again, status]) for (const name of INLINED) expect(packages).not.toContain(name);
      }),
    60_000,
  );

  test('is the same bytes when it is built again, and names no folder of this machine', async () => {
    const again = path.join(root, 'again');
    await bundleInto(again);
    const texts = textsIn(built);
    expect(texts.length).toBeGreaterThan(100);
    expect(textsIn(again)).toEqual(texts);
    expect(texts.filter((text) => text.includes(repository))).toEqual([]);
  }, 60_000);

  test('is kept in memory with one byte for each character', () => {
    const wide = (text: string) => [...new Set(text)].filter((character) => character.charCodeAt(0) > 0x7f);
    expect(textsIn(built).flatMap(wide)).toEqual([]);
  });

  test('can load each of its files, with nothing but what a user has installed', async () => {
    const names = readdirSync(path.join(built, 'parts'));
    const loading = `for (const name of ${JSON.stringify(names)}) await import('./parts/' + name);`;
    writeFileSync(path.join(built, 'loading.js'), loading);
    const loaded = await loadedBy(path.join(built, 'loading.js'), [], root);
    expect(loaded.code).toBe(0);
    expect(ofProgram(loaded.files)).toEqual(expect.arrayContaining(names));
    const { dependencies } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
    const lock = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8')).packages;
    const isForUsers = (name: string) => name in dependencies || lock[`node_modules/${name}`].dev !== true;
    expect(loaded.packages.filter((name) => !isForUsers(name))).toEqual([]);
  }, 60_000);

  test('has no files that need each other before either is there', () => {
    const needs = new Map(
      readdirSync(path.join(built, 'parts')).map((name) => {
        const text = readFileSync(path.join(built, 'parts', name), 'utf8');
        const named = text.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+)["']/g);
        return [name, new Set([...named].map(([, other = '']) => other))] as const;
      }),
    );
    expect([...needs.values()].reduce((sum, others) => sum + others.size, 0)).toBeGreaterThan(needs.size);
    // Who needs nobody that is left is taken away, until nobody is left.
    for (let left = -1; left !== needs.size; ) {
      left = needs.size;
      for (const [name, others] of needs) if (![...others].some((other) => needs.has(other))) needs.delete(name);
    }
    expect([...needs.keys()]).toEqual([]);
  });

  test('brings the licence of each package that is in its files, in the version that is installed', () => {
    const licences = readFileSync(path.join(built, LICENCES), 'utf8');
    const { dependencies } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
    for (const name of INLINED) expect(licences).toContain(`${name} ${dependencies[name]} (`);
    expect(licences.match(/Permission/g)).toHaveLength(INLINED.length);
  });
});

const ofProgram = (files: readonly string[]): readonly string[] =>
  files.filter((url) => !url.includes('/node_modules/')).map((url) => path.basename(url));

/** Without those of some lines that only lead to one of these. */
function largeOf(files: readonly string[]): readonly string[] {
  const parts = ofProgram(files).filter((name) => /^(start|commands|look|run)-/.test(name));
  const long = parts.filter((name) => readFileSync(path.join(built, 'parts', name)).length > 10_000);
  return long.map((name) => name.replace(/-.*/, '')).sort();
}
