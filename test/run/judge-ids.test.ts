import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysAfter, type LocalDate } from '../../src/model/time.ts';
import { judgeIds, type NumberedDay, numberOf } from '../../src/run/extract/judge-ids.ts';

const FIRST = '2026-07-01' as LocalDate;

/** Ten a day, ids with gaps; some of them dated back, as `backBy` says. */
function growing(count: number, backBy: (place: number) => number): NumberedDay[] {
  return Array.from({ length: count }, (_, place) => ({
    id: 501 + 3 * place,
    day: daysAfter(FIRST, Math.max(0, Math.floor(place / 10) - backBy(place))),
  }));
}

test('ids that stand on later days the higher they are, grow, though every third is dated back by some days', () => {
  expect(judgeIds(growing(450, () => 0))).toBe('growing');
  expect(judgeIds(growing(450, (place) => (place % 3 === 0 ? 4 : 0)))).toBe('growing');
  expect(judgeIds(growing(450, (place) => (place % 20 === 0 ? 40 : 0)))).toBe('growing');
});

test('ids of any order do not grow, nor do falling ones', () => {
  const falling = growing(450, () => 0).map(({ id, day }) => ({ id: 10_000 - id, day }));
  expect(judgeIds(falling)).toBe('not-growing');
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 200, maxLength: 400 });
  fc.assert(
    fc.property(numbers, (ids) => {
      expect(judgeIds(ids.map((id, place) => ({ id, day: daysAfter(FIRST, Math.floor(place / 10)) })))).toBe(
        'not-growing',
      );
    }),
  );
});

test('few, or those of one day, tell nothing', () => {
  expect(judgeIds([])).toBe('unclear');
  expect(judgeIds(growing(12, () => 0))).toBe('unclear');
  expect(judgeIds(growing(450, () => 0).map(({ id }) => ({ id, day: FIRST })))).toBe('unclear');
});

test('an id is a running number where it is written as one', () => {
  const texts = ['1653', '0', '01653', 'N1653', '', '1653.0', '9999999999999999'];
  expect(texts.map(numberOf)).toEqual([1653, undefined, undefined, undefined, undefined, undefined, undefined]);
});
