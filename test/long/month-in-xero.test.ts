import { expect, test } from 'vitest';
import { xeroRows } from '../month/month-books.ts';
import { simulateMonth } from '../month/simulate.ts';

/**
 * Rows that have each setting of Xero's and the export's switches, and two of an export in batches, by day and by run, which take
 * a month (`--days 30 --orders 200`): sums prove between days that agree, and in a week nearly each day has something planted. All rows,
 * which have each two settings together, are `npm run month -- --days 4 --orders 150 --faults 0 --every 60 --xero all`.
 */
test.each([1, 2, 3, 4, 5, 26, 27])(
  "some simulated days with Neto's export to Xero (row %i of its unknown ways) raise no false alarm and miss none of the planted errors",
  { timeout: 900_000 },
  async (row) => {
    const xero = xeroRows()[row - 1];
    if (xero === undefined) throw new RangeError('there is no such row');
    const length = xero.mode === 'batched' ? { days: 30, orders: 200 } : { days: 4, orders: 150 };
    const result = await simulateMonth({ seed: 1, ...length, faultRate: 0, every: 60, xero });
    expect(result.violations).toEqual([]);
    // It must not be well for having done nothing.
    expect(result.plantedInXero).toBeGreaterThan(xero.mode === 'batched' ? 2 : 10);
    expect(result.xero).toMatch(/([5-9]|\d\d) exports, ([2-9]|\d\d) looks/);
    if (xero.mode === 'batched') expect(result.xero).toMatch(/batches .*"proven":[1-9]/);
  },
);
