import { expect, test } from 'vitest';
import type { Group } from '../../src/arrival/batches/group.ts';
import { areNear } from '../../src/arrival/batches/near.ts';

const group = (orders: readonly string[], ...invoices: readonly (string | null)[]): Group =>
  ({ orders: orders.map((day) => ({ day })), invoices: invoices.map((day) => ({ day })) }) as unknown as Group;

test('a batch is near its orders from a day before the first of them to four after the last, and never without a day', () => {
  const orders = ['2026-09-10', '2026-09-12'];
  for (const day of ['2026-09-09', '2026-09-12', '2026-09-16']) expect(areNear(group(orders, day)), day).toBe(true);
  for (const day of ['2026-09-08', '2026-09-17', '2026-06-10', null])
    expect(areNear(group(orders, '2026-09-12', day)), String(day)).toBe(false);
  expect(areNear(group([], '2026-09-12'))).toBe(false);
});
