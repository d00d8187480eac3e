import { describe, expect, test } from 'vitest';
import { agreement } from '../false-holds/agreement.ts';
import { withTrial } from '../false-holds/measure.ts';
import { plantLies } from '../false-holds/planted-lies.ts';
import { equalSettings, type Setting, unequalSettings } from '../false-holds/settings.ts';

/** The long form tries many. */
const SEED = Number(process.env['FALSE_HOLDS_SEED'] ?? 7);
const ORDERS = 50;

/** Whether a tax-exclusive order's shipping holds its tax can't be known of a primary before its first such order. */
const sameShippingTax = ({ source, primary }: Setting) => source.shippingTax === primary.shippingTax;

const pick = (settings: readonly Setting[]): Setting => settings[SEED % settings.length] as Setting;

describe('a usual shop', () => {
  test.each([
    ['read alike at both ends', pick(equalSettings)],
    ['read otherwise by the primary', pick(unequalSettings.filter(sameShippingTax))],
  ])('%s is copied without anything held, and to the cent', async (_, setting) => {
    await withTrial({ ...setting, seed: SEED, orders: ORDERS }, (measured) => {
      const [first, last] = measured.summaries;
      expect(first?.quarantine.map(({ reason }) => reason)).toEqual([]);
      expect(last?.quarantine).toEqual([]);
      expect(last?.problems).toEqual([]);
      const { wrong, copied } = agreement(measured);
      expect(wrong).toEqual([]);
      expect(copied.orders).toBeGreaterThanOrEqual(ORDERS);
      expect(measured.withHalfCents).toBeGreaterThan(0);
    });
  });
});

describe('a primary that stores one field of some records otherwise than it was sent', () => {
  test('is told of for each of them, and no other record is held', async () => {
    const { planted, silent, heldWithout } = await plantLies({ ...pick(equalSettings), seed: SEED, orders: 80 }, 20);
    expect(planted.length).toBeGreaterThan(10);
    expect(silent).toEqual([]);
    expect(heldWithout).toEqual([]);
  });
});
