import { expect, test } from 'vitest';
import { plots } from '../month/play-plots.ts';
import { simulateMonth } from '../month/simulate.ts';

/** The whole month is `npm run month`. */
test('three simulated days of sales, changes, returns, staff and faults end with nothing but what was planted for a person', {
  timeout: 900_000,
}, async () => {
  const result = await simulateMonth({ seed: 7, days: 3, orders: 200, faultRate: 0.02 });
  expect(result.violations).toEqual([]);
  // It must not be well for having done nothing.
  expect(result.runs).toBeGreaterThan(280);
  expect(result.faults).toBeGreaterThan(50);
  expect(result.compared['copies']).toBeGreaterThan(170);
  expect(result.compared['quarantined records']).toBeGreaterThan(5);
  expect(result.proofs).toBeGreaterThan(4);
  for (const name of Object.keys(plots)) expect(result.plots[name], name).toBeGreaterThan(0);
  for (const { kind, planted, right } of result.kinds) expect(right, kind).toBe(planted);
});
