import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentIn } from '../cli/document-shape.ts';
import { runProgram } from '../cli/program.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rewrite-command-'));
  writeFileSync(join(folder, 'orders.csv'), '"Order ID","A"\r\n"N1","00123"\r\n"SFX2","=cmd"\r\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const rewrite = (...words: string[]) => runProgram(['rewrite', ...words], { folder });

test('rewrite, as people call it: prefixes, output, report', async () => {
  const { code, stdout } = await rewrite(
    'orders.csv',
    '--prefix',
    'N=W',
    '--prefix',
    'SFX=X',
    '--out',
    'out.csv',
    '--output',
    'json',
  );
  expect(code).toBe(0);
  expect(documentIn(stdout, 'rewrite')).toMatchObject({
    file: 'out.csv',
    format: 'delimited',
    records: 2,
    rewritten: 2,
    kept: 0,
  });
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('"Order ID","A"\r\n"W1","00123"\r\n"X2","=cmd"\r\n');
});

test('a wrong prefix, a missing option and a missing file end with 2 and a sentence', async () => {
  for (const words of [
    ['orders.csv', '--prefix', 'NW', '--out', 'x.csv'],
    ['orders.csv', '--out', 'x.csv'],
    ['orders.csv', '--prefix', 'N=W', '--prefix', 'SFX=WS', '--out', 'x.csv'],
    ['nowhere.csv', '--prefix', 'N=W', '--out', 'x.csv'],
    ['orders.csv', '--prefix', 'N=W', '--out', 'orders.csv', '--force'],
  ]) {
    const { code, stderr } = await rewrite(...words);
    expect([code, stderr.startsWith('error: ')], words.join(' ')).toEqual([2, true]);
  }
  const refused = await rewrite('orders.csv', '--prefix', 'N=W', '--out', 'x.csv');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    'orders.csv:3:2 (record 2, "Order ID"): "SFX2" begins with none of the declared prefixes',
  );
});
