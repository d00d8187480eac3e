import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInstant } from '../../src/neto/read-fields.ts';

test('a moment is one of the calendar and of a day of 24 hours, or none', () => {
  const number = (from: number, to: number, length = 2) =>
    fc.integer({ min: from, max: to }).map((one) => String(one).padStart(length, '0'));
  const day = fc.tuple(number(1988, 2102, 4), number(0, 13), number(0, 32)).map((parts) => parts.join('-'));
  const time = fc.tuple(number(0, 25), number(58, 61), number(58, 61)).map((parts) => parts.join(':'));
  const rest = fc.constantFrom('', 'Z', '.5', '.000Z', ' ', 'z', '+10:00', 'T');
  const texts = fc.oneof(
    fc.tuple(day, fc.constantFrom(' ', 'T', ''), time, rest).map((parts) => parts.join('')),
    day,
    fc.string(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(parseInstant(text)).toBe(byDate(text));
    }),
    { numRuns: 10_000 },
  );
});

test.each([
  ['2026-02-28 23:59:59', '2026-02-28T23:59:59Z'],
  ['2026-02-30 10:00:00', undefined],
  ['2026-02-28 24:00:00', undefined],
  ['2026-02-28 10:60:00', undefined],
  ['2026-02-28 10:00:60', undefined],
])('%s is %s', (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

/** What Date makes of it, which takes 30 February for 2 March, and 24:00 for the next day. */
function byDate(text: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/.exec(text.trim());
  const day = match?.[1];
  const year = Number(day?.slice(0, 4));
  if (day === undefined || !(year >= 1990 && year <= 2100)) return undefined;
  const moment = `${day}T${match?.[2] ?? '00:00:00'}Z`;
  return new Date(Date.parse(moment)).getUTCDate() === Number(day.slice(-2)) ? moment : undefined;
}
