import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inspectFeed } from '../../src/feeds/read/inspect-feed.ts';
import { openIncoming } from '../../src/run/extract/files/incoming.ts';
import { copies, csv, held, orderRow, withImports } from '../rules/support/importing.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watched-'));
  mkdirSync(join(folder, 'in'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function arrive(name: string, text: string): string {
  const file = join(folder, 'in', name);
  writeFileSync(file, text);
  utimesSync(file, 0, 0);
  return file;
}

function open() {
  const source = { files: join(folder, 'in/*.csv'), moveTo: join(folder, 'done'), columns: {}, fillDown: false };
  return openIncoming({ kind: 'watched', source }, Date.now());
}

const left = () => readdirSync(join(folder, 'in')).sort();

describe('a watched file', () => {
  test('that is replaced while it is read stays, with what it holds now', async () => {
    const file = arrive('a.csv', 'A,B\n1,2\n');
    const [incoming] = (await open()).files;
    const { sha256 } = await inspectFeed(file);
    arrive('a.csv', 'A,B\n1,2\n3,4\n');
    await incoming?.done(sha256);
    expect(left()).toEqual(['a.csv']);
    expect(readFileSync(file, 'utf8')).toBe('A,B\n1,2\n3,4\n');
    expect(readdirSync(join(folder, 'done'))).toEqual([]);
    const [again] = (await open()).files;
    await again?.done((await inspectFeed(file)).sha256);
    expect([left(), readdirSync(join(folder, 'done'))]).toEqual([[], ['a.csv']]);
  });

  test('is not replaced among the done ones by another store’s file of the same name that is moved at the same time', async () => {
    const stores = ['west', 'south', 'east'];
    const moves = stores.map(async (store) => {
      mkdirSync(join(folder, store));
      const file = join(folder, store, 'a.csv');
      writeFileSync(file, `A,B\n${store},2\n`);
      utimesSync(file, 0, 0);
      const { sha256 } = await inspectFeed(file);
      const source = {
        files: join(folder, store, '*.csv'),
        moveTo: join(folder, 'done'),
        columns: {},
        fillDown: false,
      };
      return { sha256, files: (await openIncoming({ kind: 'watched', source }, Date.now())).files };
    });
    const read = await Promise.all(moves);
    await Promise.all(read.map(({ sha256, files }) => files[0]?.done(sha256)));
    const done = readdirSync(join(folder, 'done')).sort();
    expect(done).toEqual(['a-2.csv', 'a-3.csv', 'a.csv']);
    const texts = done.map((name) => readFileSync(join(folder, 'done', name), 'utf8'));
    expect(texts.sort()).toEqual(stores.map((store) => `A,B\n${store},2\n`).sort());
  });

  test('that one store has claimed just now is not taken from it by another that watches the same folder', async () => {
    const file = arrive('a.csv', 'A,B\n1,2\n');
    const [incoming] = (await open()).files;
    const { sha256 } = await inspectFeed(file);
    const moved = incoming?.done(sha256);
    for (let look = 0; look < 20; look += 1) await open();
    await moved;
    expect([left(), readdirSync(join(folder, 'done'))]).toEqual([[], ['a.csv']]);
  });

  test('that a killed run had claimed is taken like the others', async () => {
    arrive('.taken-a.csv', 'A,B\n1,2\n');
    arrive('a.csv', 'A,B\n3,4\n');
    expect((await open()).files).toHaveLength(2);
    expect(left()).toEqual(['a-2.csv', 'a.csv']);
  });

  test('is found whatever characters its name has', async () => {
    const names = [
      'a b.csv',
      'a\nb.csv',
      'a\u001b[31m.csv',
      'e\u0301.csv',
      '\u00e9.csv',
      '$(x).csv',
      '-rf.csv',
      'A.CSV',
    ];
    for (const name of names) arrive(name, `A,B\n1,${name.length}\n`);
    const { files } = await open();
    expect(files.map(({ path }) => path).sort()).toEqual(names.map((name) => join(folder, 'in', name)).sort());
  });

  test('that can not be read, or that vanishes, does not keep the others', async () => {
    arrive('a.csv', 'A,B\n1,2\n');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'in/b.csv'));
    const { files, troubles } = await open();
    expect(files).toHaveLength(1);
    expect(troubles.map(String)).toEqual([expect.stringContaining('b.csv')]);
  });
});

describe('a run over a watched folder', () => {
  test('goes on beside a link that leads nowhere, and names it', async () => {
    await withImports(async ({ stores, ...imports }) => {
      symlinkSync('/nowhere/at/all', join(stores.folder, 'in/dangling.csv'));
      const run = await imports.arrive({ 'orders.csv': [csv([orderRow('N1', '11.00')]), 200] });
      expect(run.problems.map(({ message }) => message)).toEqual([expect.stringContaining('dangling.csv')]);
      expect(copies(stores)).toEqual({ W1: '11.00 paid 0.00' });
    });
  });

  test('waits for the end of a last line, and says so; an hour later it takes it as it stands', async () => {
    const cut = csv([orderRow('N1', '11.00')]);
    await withImports(async ({ stores, ...imports }) => {
      const file = join(stores.folder, 'in/orders.csv');
      const arrived = (secondsAgo: number) => {
        writeFileSync(file, cut);
        utimesSync(file, Date.now() / 1000 - secondsAgo, Date.now() / 1000 - secondsAgo);
      };
      arrived(600);
      const first = await imports.run();
      expect(first.warnings.map(({ code }) => code)).toContain('last-line-unended');
      expect(copies(stores)).toEqual({});
      arrived(4000);
      const later = await imports.run();
      expect(later.warnings.map(({ code }) => code)).toContain('last-line-unended');
      expect([held(later), copies(stores)]).toEqual([[], { W1: '11.00 paid 0.00' }]);
      expect(existsSync(file)).toBe(true);
    });
  });
});
