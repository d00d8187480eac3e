import { expect, test } from 'vitest';
import { eachValueOf, fewestPairwise, pairwise } from './pairwise.ts';

test.each([pairwise, fewestPairwise])(
  '$name: every value meets every value of every other name, in far fewer rows than there are combinations',
  (make) => {
    const values = { a: [1, 2, 3], b: ['x', 'y'], c: [true, false], d: [0, 1, 2, 3], e: ['p', 'q', 'r'] } as const;
    const rows = make(values);
    const names = Object.keys(values) as (keyof typeof values)[];
    for (const one of names) {
      for (const other of names.filter((name) => name !== one)) {
        for (const left of values[one]) {
          for (const right of values[other]) {
            expect(
              rows.some((row) => row[one] === left && row[other] === right),
              `${one}=${left} ${other}=${right}`,
            ).toBe(true);
          }
        }
      }
    }
    expect(rows.length).toBeLessThanOrEqual(20);
  },
);

test('a few of the rows have each value that any of all has', () => {
  const values = { a: [1, 2, 3], b: ['x', 'y'], c: [true, false], d: [0, 1, 2, 3], e: ['p', 'q', 'r'] } as const;
  const few = eachValueOf(fewestPairwise(values));
  for (const [name, all] of Object.entries(values)) {
    expect(new Set(few.map((row) => row[name as keyof typeof values])), name).toEqual(new Set<unknown>(all));
  }
  expect(few.length).toBeLessThan(10);
});
