import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayText, momentText } from '../../src/model/day-text.ts';

const DAY = 86_400_000;
/** As far as Date reaches. */
const LAST = 8.64e15;

test('days are told as Date tells them, the first time and again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -LAST / DAY, max: LAST / DAY }), (days) => {
      const told = new Date(days * DAY).toISOString().slice(0, 10);
      expect([dayText(days), dayText(days)]).toEqual([told, told]);
    }),
    { numRuns: 5_000 },
  );
});

test('moments are told to the second as Date tells them, of the years with four digits and of all others', () => {
  const seconds = fc.oneof(
    fc.integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2100, 0) / 1000 }),
    fc.integer({ min: -LAST / 1000, max: LAST / 1000 }),
    fc.constantFrom(
      ...['0000-01-01', '9999-12-31', '2028-02-29'].flatMap((day) =>
        [0, 86_399, -1, 86_400].map((more) => Date.parse(day) / 1000 + more),
      ),
    ),
  );
  fc.assert(
    fc.property(seconds, (one) => {
      expect(momentText(one)).toBe(new Date(one * 1000).toISOString().replace('.000Z', 'Z'));
    }),
    { numRuns: 5_000 },
  );
});

test('what is no day and no moment is refused', () => {
  for (const none of [Number.NaN, Number.POSITIVE_INFINITY, LAST]) {
    expect(() => dayText(none)).toThrow(RangeError);
    expect(() => momentText(none)).toThrow(RangeError);
  }
});
