import { describe, expect, test } from 'vitest';
import { AnswerText } from '../../src/neto/answer-text.ts';

function textOf(bytes: Uint8Array, size: number, charset = 'utf-8'): string {
  const text = new AnswerText(charset);
  for (let start = 0; start < bytes.length; start += size) text.put(Buffer.from(bytes.subarray(start, start + size)));
  return text.whole();
}

/** One to four bytes each, and a mark that is no part of the text where it stands first. */
const MIXED = '\uFEFF{"Name":"Zoë Nguyễn – 東京 🧾\uFEFF"}';

describe('the text of an answer', () => {
  test.each([1, 2, 3, 4, 7, 1000])('is the same wherever it is cut, as into pieces of %i bytes', (size) => {
    const bytes = Buffer.from(MIXED);
    expect(textOf(bytes, size)).toBe(new TextDecoder().decode(bytes));
    expect(textOf(bytes, size).startsWith('{')).toBe(true);
  });

  test.each([1, 2, 3, 5, 64])('of bytes that are no UTF-8 is what the standard says, in pieces of %i bytes', (size) => {
    let state = 12_345;
    for (let round = 0; round < 300; round += 1) {
      const bytes = Uint8Array.from({ length: 40 }, () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        // Most are parts of longer characters.
        return (state >>> 16) % 3 === 0 ? 0x41 : 0x80 + ((state >>> 20) % 0x80);
      });
      expect(textOf(bytes, size)).toBe(new TextDecoder().decode(bytes));
    }
  });

  test('of another charset is read by it; of one that nobody knows, as UTF-8', () => {
    expect(textOf(Uint8Array.of(0x5a, 0x6f, 0xeb), 1, 'iso-8859-1')).toBe('Zoë');
    expect(textOf(Buffer.from('Zoë'), 1, 'x-of-their-own')).toBe('Zoë');
  });
});
