import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../fixtures/support.ts';

const pages = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' }).map(inDocs),
];

test.each(pages.filter((name) => name.endsWith('.md')))('%s names only files of the repository that exist', (page) => {
  const text = readFileSync(join(repository, page), 'utf8');
  const named = [...text.matchAll(/`((?:src|test|bench|scripts|fixtures|schema)\/[\w./-]*)/g)].map((match) => match[1]);
  expect(named.filter((name) => !existsSync(join(repository, name ?? '')))).toEqual([]);
});

test('each promise names the tests that prove it, and all that it names exist', () => {
  const [, ...promises] = readFileSync(join(repository, 'docs/promises.md'), 'utf8').split(/^## /m);
  expect(promises).toHaveLength(8);
  for (const promise of promises) {
    const tests = [...promise.matchAll(/\]\(\.\.\/(test\/[^)]+\.test\.ts)\)/g)].map((match) => match[1] ?? '');
    expect(tests.length, promise).toBeGreaterThan(0);
    expect(tests.filter((name) => !existsSync(join(repository, name)))).toEqual([]);
  }
});

function inDocs(name: string): string {
  return `docs/${name}`;
}
