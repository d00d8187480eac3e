import { expect, test } from 'vitest';
import { isYoung } from '../../src/ledger/storage/postgres/lease-moment.ts';

const then = { steady: 1_000, wall: 1_800_000_000_000 };
const after = (steady: number, wall = steady) => ({ steady: then.steady + steady, wall: then.wall + wall });

test.each([
  ['at once', after(0), true],
  ['just below two seconds', after(1_999), true],
  ['two seconds', after(2_000), false],
  ['the monotonic clock stood still, as the machine slept', after(3, 900_000), false],
  ['the wall clock was set back by an hour meanwhile', after(5, -3_600_000), false],
  ['the wall clock stands, and the monotonic one has gone on', after(70_000, 0), false],
])('an answer of the database counts for less than two seconds by both clocks: %s', (_, now, expected) => {
  expect(isYoung(then, now)).toBe(expected);
});
