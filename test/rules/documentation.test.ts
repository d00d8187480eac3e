import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { proofProblems, proofsSchema, rulesIn } from '../../scripts/rules-tested-page.ts';
import { reasons } from '../../src/model/reasons.ts';

const repository = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

const page = read('docs/rules.md');
const rules = rulesIn(page);
const proofs = proofsSchema.parse(JSON.parse(read('scripts/rule-proofs.json')));

describe('docs/rules.md', () => {
  test('names every reason code, and none that there is not', () => {
    const codes = rules.flatMap(({ code }) => (code === '' ? [] : [code]));
    expect([...new Set(codes)].sort()).toEqual(Object.keys(reasons).sort());
  });

  test('has a test for every rule, and each that is named is there', () => {
    expect(rules.length).toBeGreaterThan(200);
    expect(proofProblems(rules, proofs, repository)).toEqual([]);
  });

  test('is found wanting where a rule has no test, and where a test or its file is not there', () => {
    const [first, second, third] = rules;
    if (first === undefined || second === undefined || third === undefined) throw new RangeError('There are no rules');
    const wrong = {
      [second.id]: ['test/rules/gone-fishing.test.ts › a rule'],
      [third.id]: ['test/architecture/layers.test.ts › a test that nobody wrote'],
      'no-such-rule': ['test/rules/documentation.test.ts › docs/rules.md'],
    };
    expect(proofProblems([first, second, third, first], wrong, repository)).toEqual([
      `Two rules: ${first.id}`,
      `No test proves the rule ${first.id}`,
      `No test proves the rule ${first.id}`,
      'No rule has the id no-such-rule',
      `${second.id}: test/rules/gone-fishing.test.ts is not there`,
      `${third.id}: test/architecture/layers.test.ts has no test a test that nobody wrote`,
    ]);
  });

  test('names each decision that is printed as the remedy of a reason', () => {
    const verbs = ['retry', 'accept', 'drop', 'link', 'adopt'];
    const named = (text: string): string[] => verbs.filter((verb) => new RegExp(`\\b${verb}\\b`, 'i').test(text));
    const lacking = Object.entries(reasons).flatMap(([code, { kind, remedy }]) => {
      const rows = page.split('\n').filter((line) => line.endsWith(`| \`${code}\` |`));
      const missing = named(remedy).filter((verb) => !named(rows.join('\n')).includes(verb));
      return kind === 'skip' || missing.length === 0 ? [] : [`${code}: ${missing.join(', ')}`];
    });
    expect(lacking).toEqual([]);
  });

  test('refuses a row without an id', () => {
    expect(() => rulesIn('| a row | of the | old form | |')).toThrow(/A rule has an id/);
  });
});

test('a link to a page of docs leads to a heading or an id of it', () => {
  const pages = [
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'docs/rules.md',
    'docs/rules-tested.md',
    'docs/operating.md',
  ];
  const dead = pages.flatMap((name) =>
    [...read(name).matchAll(/\]\(([^)#\s:]*\.md)?#([^)\s]+)\)/g)]
      .filter(([, file = '', id = '']) => {
        const path = file === '' ? name : join(name, '..', file);
        return !existsSync(join(repository, path)) || !anchorsOf(read(path)).has(id);
      })
      .map(([link]) => `${name}: ${link}`),
  );
  expect(dead).toEqual([]);
});

/** Of headings, as GitHub makes them, and those that are set. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
  const set = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  return new Set([...headings, ...set]);
}
