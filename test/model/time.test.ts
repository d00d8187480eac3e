import { expect, test } from 'vitest';
import { addSeconds, instant, isTimeZone, localDateOf, parseLocalDate, startOfDay } from '../../src/model/time.ts';

test('23:30 on 30 June in Perth is still 30 June there, although it is the next financial year in Sydney', () => {
  const at = instant('2026-06-30T15:30:00Z');
  expect(localDateOf(at, 'Australia/Perth')).toBe('2026-06-30');
  expect(localDateOf(at, 'Australia/Sydney')).toBe('2026-07-01');
});

test('a day starts at its own offset on both sides of daylight saving in Sydney', () => {
  expect(startOfDay(date('2026-10-04'), 'Australia/Sydney')).toBe('2026-10-03T14:00:00Z');
  expect(startOfDay(date('2026-10-05'), 'Australia/Sydney')).toBe('2026-10-04T13:00:00Z');
  expect(startOfDay(date('2027-04-04'), 'Australia/Sydney')).toBe('2027-04-03T13:00:00Z');
  expect(startOfDay(date('2027-04-05'), 'Australia/Sydney')).toBe('2027-04-04T14:00:00Z');
  // Asked for before, of one zone and of another.
  expect(startOfDay(date('2026-10-04'), 'Australia/Sydney')).toBe('2026-10-03T14:00:00Z');
  expect(startOfDay(date('2026-10-04'), 'Australia/Perth')).toBe('2026-10-03T16:00:00Z');
});

test('days that are not in the calendar are no dates', () => {
  for (const text of ['2026-02-30', '0000-00-00', '2026-13-01', '2026-1-1', '', '2026-06-30T00:00:00'])
    expect(parseLocalDate(text), text).toBeUndefined();
});

test('a day that was found in the calendar is found there again, and one that is not there is not', () => {
  for (const _ of [1, 2]) {
    expect(parseLocalDate('2028-02-29')).toBe('2028-02-29');
    expect(parseLocalDate('2027-02-29')).toBeUndefined();
    expect(parseLocalDate('1989-12-31')).toBeUndefined();
  }
});

test('instants are kept to the second, in UTC', () => {
  expect(instant('2026-07-01T10:00:00.900+10:00')).toBe('2026-07-01T00:00:00Z');
  expect(addSeconds(instant('2026-07-01T00:00:00Z'), -300)).toBe('2026-06-30T23:55:00Z');
});

test('only real time zones are time zones', () => {
  expect(isTimeZone('Pacific/Auckland')).toBe(true);
  expect(isTimeZone('Australia/Nowhere')).toBe(false);
});

function date(text: string) {
  const parsed = parseLocalDate(text);
  if (parsed === undefined) throw new Error(`no date: ${text}`);
  return parsed;
}
