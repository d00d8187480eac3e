import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasUnwritable, readableCharacters, withoutUnwritable } from '../../src/model/readable-characters.ts';

const units = [
  'a',
  ' ',
  '~',
  '\u007f',
  '\u0080',
  '\u001f',
  '\u0000',
  '\t',
  '\n',
  '\u000b',
  '\ud83d',
  '\ude00',
  '\ud83d\ude00',
  '\ufffe',
  '\uffff',
  'é',
];
/** Around the length from which on a text is told by a pattern. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...units), maxLength: 8 }),
  fc
    .tuple(fc.integer({ min: 58, max: 70 }), fc.string({ unit: fc.constantFrom(...units), maxLength: 4 }))
    .map(([length, end]) => 'x'.repeat(length) + end),
);

/** Written anew, character by character, from what XML 1.0 allows. */
function isWritable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09 || code === 0x0a || code === 0x0d) return true;
  return (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}

test('exactly what XML can carry stays, in texts short and long', () => {
  fc.assert(
    fc.property(text, (one) => {
      const left = [...one].filter(isWritable).join('');
      expect(withoutUnwritable(one)).toBe(left);
      expect(hasUnwritable(one)).toBe(left !== one);
    }),
    { numRuns: 2_000 },
  );
});

test('a character that XML can not carry is found in each place of an answer, and what has none is no copy', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...'abcd'), (one, place) => {
      const put = (name: string) => (name === place ? one : 'plain');
      const body = { OrderID: 'N1', Name: put('a'), Lines: [{ Name: put('b') }, put('c'), [[put('d')]]] };
      const told: string[] = [];
      const read = readableCharacters(body, (id) => told.push(id));
      if (!hasUnwritable(one)) expect(read).toBe(body);
      else expect([read === body, told.length > 0 || place > 'b']).toEqual([false, true]);
    }),
  );
});
