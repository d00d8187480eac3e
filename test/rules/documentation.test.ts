import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reasons } from '../../src/model/reasons.ts';

const repository = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

const page = read('docs/rules.md');
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!---|What is read)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
const named = [...page.matchAll(/`(test\/[^`]+\.test\.ts) › ([^`]+)`/g)];

/** Where the cases of a test have their names. */
const casesOf: Readonly<Record<string, readonly string[]>> = {
  'test/rules/order-cases.test.ts': ['scripts/fixtures/rule-cases.ts'],
  'test/rules/people-and-articles.test.ts': ['fixtures/cases/customers.json', 'fixtures/cases/products.json'],
};

describe('docs/rules.md', () => {
  test('names every reason code, and none that there is not', () => {
    const codes = rows.flatMap((cells) => /^`([a-z-]+)`$/.exec(cells[2] ?? '')?.[1] ?? []);
    expect([...new Set(codes)].sort()).toEqual(Object.keys(reasons).sort());
  });

  test('has five cells in every row, and a test in the last', () => {
    for (const cells of rows) {
      expect(cells, cells.join(' | ')).toHaveLength(5);
      expect(cells[4]).toMatch(/^`test\/.+ › .+`$/);
    }
  });

  test.each(named.map(([, path = '', name = '']) => [path, name] as const))('%s › %s is there', (path, name) => {
    expect(existsSync(join(repository, path)), path).toBe(true);
    const cases = casesOf[path]?.map(read).join('') ?? '';
    expect(`${read(path)}${cases}`.replaceAll("\\'", "'")).toContain(name);
  });
});
