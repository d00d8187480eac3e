import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** The other end has its own words, and the border to Neto has Neto's. */
const OTHERS = /^(fake-store|fake-xero|neto)\//;

/** What the code called things once, as whole names. */
const formerNames = [
  'AskedOnce', 'Booking', 'Retrial', 'Acceptance', 'bearInstallation', 'carryChanges', 'carryLinks', 'countOnlyAsked',
  'furtherStep', 'halfway', 'heldAs', 'mendName', 'moveMark', 'ordersOfAll', 'restOfAll', 'strangers', 'takeBackMarks',
  'touchedBy', 'unfitness', 'withoutPeople',
]; // biome-ignore format: a list

/** What people read: an old word, and where it is said on purpose. */
const formerWords: readonly { readonly word: RegExp; readonly but: RegExp }[] = [
  { word: /\barticles?\b/i, but: /`articles`|'articles'/ },
  {
    word: /\bcursors?\b/i,
    but: /"cursor"|'cursor'|`cursor|terminal|cursor: pointer|can move no cursor|CURSOR FOR|cursor lives within its transaction|FROM cursor|TABLE cursor|INTO cursor/,
  },
  {
    word: /\b(is|are|was|were|be|been|stays?) held\b(?! (up|by|beyond|while)\b)/,
    but: /lock|answer|@param what is held/,
  },
];

function filesUnder(folder: string, ending: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, text: readFileSync(join(root, folder, name), 'utf8') }));
}

describe('the glossary', () => {
  const sources = filesUnder('src', '.ts').filter(({ name }) => !OTHERS.test(name));

  test('no former name is left in the code', () => {
    expect(sources.length).toBeGreaterThan(500);
    const names = new RegExp(`\\b(${formerNames.join('|')})\\b`, 'g');
    const found = sources.flatMap(({ name, text }) => [...text.matchAll(names)].map(([what]) => `${name}: ${what}`));
    expect(found).toEqual([]);
  });

  test('no former word is left in what people read, in the program or in its pages', () => {
    const pages = filesUnder('docs', '.md').filter(({ name }) => !/^(decisions|glossary|rules-tested)/.test(name));
    const found = [...sources, ...pages].flatMap(({ name, text }) =>
      text
        .split('\n')
        .filter((line) => formerWords.some(({ word, but }) => word.test(line) && !but.test(line)))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test('has one row a word, and no word twice', () => {
    const rows = readFileSync(join(root, 'docs/glossary.md'), 'utf8').matchAll(/^\| ([^|]+) \| [^|]+ \| [^|]*\|$/gm);
    const words = [...rows].flatMap(([, word = '']) => word.split(', ')).filter((word) => !/^(Word|---)$/.test(word));
    expect(words.length).toBeGreaterThan(20);
    expect(new Set(words).size).toBe(words.length);
  });
});
