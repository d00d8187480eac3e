import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextTable } from '../../src/model/text-table.ts';

/** Half of a pair that stands for one character is a text as well, and no other one's. */
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 })).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom('', '\u0000', 'N1', 'N1 ', '\u00ff', '\u0100', '\ud83d', '\ude00', '\ufffd'),
);

test('a table of texts gives each different text the next number, and has all of them as they were put', () => {
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 400 }), fc.array(texts), (put, asked) => {
      const table = new TextTable();
      const plain = new Map<string, number>();
      for (const text of put) {
        if (!plain.has(text)) plain.set(text, plain.size);
        expect(table.put(text)).toBe(plain.get(text));
      }
      expect(table.size).toBe(plain.size);
      expect([...table]).toEqual([...plain.keys()]);
      for (const text of [...asked, ...put]) {
        expect(table.find(text)).toBe(plain.get(text));
        expect(table.has(text)).toBe(plain.has(text));
      }
    }),
  );
});

test('a table of texts holds more than fits into one of its pieces, and texts that are longer than one', () => {
  const table = new TextTable();
  const long = (number: number) => `${number}`.repeat(number % 7 === 0 ? 70_000 : 5);
  const all = Array.from({ length: 40 }, (_, number) => long(number));
  const many = Array.from({ length: 30_000 }, (_, number) => `west N${number}`);
  for (const [number, text] of [...all, ...many].entries()) expect(table.put(text)).toBe(number);
  for (const [number, text] of [...all, ...many].entries())
    expect([table.at(number), table.find(text)]).toEqual([text, number]);
});

test('a table of a hundred thousand texts takes a few megabytes, none of them of the heap', () => {
  const taken = () => process.memoryUsage().arrayBuffers;
  const before = taken();
  const table = new TextTable();
  for (let number = 0; number < 100_000; number += 1) table.put(`west N${number} somebody@example.com`);
  expect(table.size).toBe(100_000);
  // 36 to 40 bytes of text each, some 20 to find it by, and as many that it has outgrown and that are not collected yet.
  expect(taken() - before).toBeLessThan(16_000_000);
});
