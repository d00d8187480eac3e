import { expect, test } from 'vitest';
import { steadyTime } from '../../src/neto/clock.ts';

test('a wall clock that is set while a run goes on does not move the time that the run goes by', () => {
  let wall = 1_000_000;
  let monotonic = 50;
  const now = steadyTime(() => wall, { now: () => monotonic });
  wall += 3_600_000;
  monotonic += 20;
  expect(now()).toBe(1_000_020);
  wall -= 7_200_000;
  monotonic += 20;
  expect(now()).toBe(1_000_040);
});
