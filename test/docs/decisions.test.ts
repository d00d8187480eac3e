import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../docs/decisions');

test('each decision has a number of its own, from 1 without a gap, and its heading and file name agree on it', () => {
  const files = readdirSync(folder).sort();
  const ofFiles = files.map((file) => Number(file.slice(0, 4)));
  const ofHeadings = files.map((file) => Number(/^# (\d+)\. \S/u.exec(readFileSync(join(folder, file), 'utf8'))?.[1]));

  expect(ofFiles).toEqual(files.map((_, index) => index + 1));
  expect(ofHeadings).toEqual(ofFiles);
});
