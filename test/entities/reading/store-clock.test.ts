import { describe, expect, test } from 'vitest';
import {
  agreedAgainstUs,
  isUnbelievable,
  listingEnd,
  spanText,
  watermarkBound,
} from '../../../src/entities/reading/store-clock.ts';
import { addSeconds, instant, millisecondsOf } from '../../../src/model/time.ts';

const ours = instant('2026-07-20T00:00:00Z');
const reading = (ahead: number | null, store = 'west') => ({
  store,
  told: ahead === null ? null : addSeconds(ours, ahead),
  at: millisecondsOf(ours),
});
const HOUR = 3600;

describe('the bound of a watermark', () => {
  test.each([
    ['the same time', 0, 0],
    ['a time behind ours', -8 * HOUR, -8 * HOUR],
    ['a time ahead, as far as two clocks may differ', 120, 120],
    ['a time further ahead counts as none', 121, -120],
    ['a time far ahead counts as none', 11 * HOUR, -120],
    ['no time: ours, less the tolerance', null, -120],
  ])('%s', (_, ahead, bound) => {
    expect(watermarkBound(reading(ahead), 120)).toBe(addSeconds(ours, bound));
  });
});

test.each([
  [0, 26],
  [11 * HOUR, 37],
  [-11 * HOUR, 26],
  [null, 26],
])('a store that is %s s ahead is listed to %s hours from now', (ahead, hours) => {
  expect(listingEnd(reading(ahead))).toBe(addSeconds(ours, hours * HOUR));
});

test.each([
  [-24 * HOUR, false],
  [-24 * HOUR - 1, true],
  [72 * HOUR, false],
  [null, false],
])('a store that is %s s ahead is not to be believed: %s', (ahead, expected) => {
  expect(isUnbelievable(reading(ahead))).toBe(expected);
});

describe('stores that agree against us', () => {
  test.each<[string, (number | null)[], number | undefined]>([
    ['all ahead by the same', [3600, 3610], 3600],
    ['all behind by the same', [-90_000, -90_050], -90_000],
    ['one of them right', [3600, 0], undefined],
    ['each wrong in its own way', [3600, 7200], undefined],
    ['one alone', [3600], undefined],
    ['one that tells no time', [3600, 3600, null], undefined],
    ['all within what clocks may differ by', [100, 110], undefined],
  ])('%s', (_, ahead, expected) => {
    const readings = ahead.map((seconds, at) => reading(seconds, `store ${at}`));
    expect(agreedAgainstUs(readings, 120)).toBe(expected);
  });
});

test.each([
  [90, '90 s'],
  [-1200, '20 minutes'],
  [11 * HOUR, '11 hours'],
  [72 * HOUR, '3 days'],
])('%i seconds read as %s', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});
