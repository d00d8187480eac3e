import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openIncoming } from '../../src/run/extract/files/incoming.ts';
import { type SftpServer, startSftpServer } from '../support/sftp-server.ts';

let server: SftpServer;
let folder: string;
beforeEach(async () => {
  server = await startSftpServer('correct horse');
  folder = mkdtempSync(join(tmpdir(), 'sftp-test-'));
  mkdirSync(join(folder, 'out'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, age = 3600): void {
  const file = join(folder, 'out', name);
  writeFileSync(file, `Order ID\n${name}\n`);
  utimesSync(file, Date.now() / 1000 - age, Date.now() / 1000 - age);
}

function open(more: { files?: string; password?: string; hostKey?: string | undefined } = {}) {
  const files = `sftp://feed@127.0.0.1:${server.port}${folder}/out/*.csv`;
  const source = {
    files,
    moveTo: join(folder, 'done'),
    columns: {},
    fillDown: false,
    password: 'correct horse',
    hostKey: server.hostKey,
    ...more,
  };
  return openIncoming({ kind: 'watched', source }, Date.now());
}

test('files come from an SFTP server, in the order of their names, and are moved there when they are done', async () => {
  write('b.csv');
  write('a.csv');
  write('c.txt');
  write('.a.csv');
  write('arriving.csv', 1);
  const incoming = await open();
  expect(incoming.files.map(({ path }) => readFileSync(path, 'utf8'))).toEqual([
    'Order ID\na.csv\n',
    'Order ID\nb.csv\n',
  ]);
  await incoming.files[0]?.done('');
  await incoming.close();
  expect(incoming.files.map(({ path }) => existsSync(path))).toEqual([false, false]);
  expect([existsSync(join(folder, 'done/a.csv')), existsSync(join(folder, 'out/a.csv'))]).toEqual([true, false]);
  expect(existsSync(join(folder, 'out/b.csv'))).toBe(true);
  // Another file of the same name does not replace it.
  write('a.csv');
  const again = await open();
  await again.files[0]?.done('');
  await again.close();
  expect([existsSync(join(folder, 'done/a.csv')), existsSync(join(folder, 'done/a-2.csv'))]).toEqual([true, true]);
});

test('names that differ in odd characters alone stay two files, and one that was replaced meanwhile is not moved', async () => {
  write('a b.csv');
  write('a+b.csv');
  const incoming = await open();
  const texts = incoming.files.map(({ path }) => readFileSync(path, 'utf8'));
  expect(new Set(texts.filter((text) => /a.b/.test(text))).size).toBe(2);
  const place = incoming.files.findIndex((_, index) => texts[index]?.includes('a+b') === true);
  writeFileSync(join(folder, 'out/a+b.csv'), 'Order ID\nanother state of it\n');
  await incoming.files[place]?.done('');
  await incoming.close();
  expect(readFileSync(join(folder, 'out/a+b.csv'), 'utf8')).toContain('another state');
  expect(existsSync(join(folder, 'done/a+b.csv'))).toBe(false);
});

test('files whose names differ in odd characters alone are each read, and each is moved where the done ones are', async () => {
  const names = ['a b.csv', 'a+b.csv', 'a_b.csv', 'a\u00e9b.csv', 'ae\u0301b.csv'];
  for (const name of names) write(name);
  const incoming = await open();
  const read = incoming.files.map(({ path }) => readFileSync(path, 'utf8'));
  await Promise.all(incoming.files.map((file) => file.done('')));
  await incoming.close();
  expect(read.sort()).toEqual(names.map((name) => `Order ID\n${name}\n`).sort());
  const done = names.map((name) => readFileSync(join(folder, 'done', name), 'utf8'));
  expect(done).toEqual(names.map((name) => `Order ID\n${name}\n`));
  expect(readdirSync(join(folder, 'out'))).toEqual([]);
});

test('of two stores that move files of one name at once, each finds its own among the done ones', async () => {
  const stores = ['west', 'south'];
  const opened = stores.map((store) => {
    mkdirSync(join(folder, store));
    write(`../${store}/a.csv`);
    return open({ files: `sftp://feed@127.0.0.1:${server.port}${folder}/${store}/*.csv` });
  });
  const all = await Promise.all(opened);
  await Promise.all(all.map(({ files }) => files[0]?.done('')));
  for (const incoming of all) await incoming.close();
  const done = ['a.csv', 'a-2.csv'].map((name) => readFileSync(join(folder, 'done', name), 'utf8'));
  expect(done.sort()).toEqual(stores.map((store) => `Order ID\n../${store}/a.csv\n`).sort());
});

test('a server with another key gets no password; without a key to expect, the message shows it', async () => {
  const other = `SHA256:${'A'.repeat(43)}`;
  await expect(open({ hostKey: other })).rejects.toThrow(`shows the key ${server.hostKey}`);
  await expect(open({ hostKey: undefined })).rejects.toThrow('`source.hostKey` is not set');
  expect(server.attempts).toEqual([]);
});

test('a wrong password is an error that does not show it', async () => {
  const error = await open({ password: 'wrong-secret' }).then(
    () => '',
    (cause: unknown) => String(cause),
  );
  expect(error).toContain("can't be read");
  expect(error).not.toContain('wrong-secret');
});
