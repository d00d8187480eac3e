import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inTurns, looseKey, lowerKey, sameKey, sameText, textKey, upperKey } from '../../src/model/text-key.ts';

/** Pairs that some system or other takes for one. */
const alike: [string, string][] = [
  ['İ', 'i'], ['I', 'ı'], ['ß', 'ss'], ['ẞ', 'ß'], ['\u212a', 'k'], ['\u212b', '\u00e5'], ['ＡＢ', 'ab'], ['\u00e9', 'e\u0301'], ['É', 'é'], ['ﬁ', 'fi'], ['ς', 'σ'],
]; // biome-ignore format: a table

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...alike.flat(), 'a', 'A', ' ') }),
);

/** Written anew, by code units: a byte of difference is one, except A to Z. */
function differInMoreThanAsciiCase(a: string, b: string): boolean {
  return units(a) !== units(b);
}

function unit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

function units(text: string): string {
  return Array.from({ length: text.length }, (_, at) => unit(text, at)).join(' ');
}

describe('keys', () => {
  test('are the same exactly where they differ in the case of A to Z alone', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const differ = differInMoreThanAsciiCase(a, b);
        expect(lowerKey(a) === lowerKey(b)).toBe(!differ);
        expect(upperKey(a) === upperKey(b)).toBe(!differ);
        expect(sameKey(a, b)).toBe(!differ);
      }),
      { numRuns: 500 },
    );
  });

  test.each(alike)('%s and %s are two, and might be taken for one', (a, b) => {
    expect(sameKey(a, b)).toBe(false);
    expect(looseKey(a)).toBe(looseKey(b));
    expect(inTurns([a, 'other', b], (key) => key)).toEqual([[a, 'other'], [b]]);
  });
});

test('names and addresses fold as people read them', () => {
  expect(sameText('JOSÉ@example.com', ' jose\u0301@example.com')).toBe(true);
});

test('a text without other letters has the key that it would have if it held some', () => {
  const plain = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(' ', '\t', '\n', 'I', 'i', 'K', '.', '\u007f') }),
  );
  fc.assert(
    fc.property(fc.oneof(plain, text), (one) => {
      const marks = /\p{M}/gu;
      const loose = one.normalize('NFKD').replace(marks, '').trim().toLowerCase().toUpperCase().toLowerCase();
      expect(looseKey(one)).toBe(loose.normalize('NFKD').replace(marks, '').replaceAll('ı', 'i'));
      expect(textKey(one)).toBe(one.trim().normalize('NFC').toLowerCase());
    }),
    { numRuns: 1_000 },
  );
});
