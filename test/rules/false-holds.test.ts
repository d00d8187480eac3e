import { describe, expect, test } from 'vitest';
import { agreement } from '../false-holds/agreement.ts';
import { heldOf } from '../false-holds/held.ts';
import { withTrial } from '../false-holds/measure.ts';
import { plantLies } from '../false-holds/planted-lies.ts';
import { equalSettings, type Setting, unequalSettings } from '../false-holds/settings.ts';

/** The long form tries many. */
const SEED = Number(process.env['FALSE_HOLDS_SEED'] ?? 7);
const ORDERS = 50;

const pick = (settings: readonly Setting[]): Setting => settings[SEED % settings.length] as Setting;

describe('a usual shop', () => {
  test.each([
    ['read alike at both ends', pick(equalSettings)],
    ['read otherwise by the primary', pick(unequalSettings)],
  ])('%s is copied without anything quarantined, and to the cent', async (_, setting) => {
    await withTrial({ ...setting, seed: SEED, orders: ORDERS }, (measured) => {
      const { avoidable, cents } = heldOf(measured);
      expect(avoidable).toEqual([]);
      expect(measured.summaries.flatMap(({ problems }) => problems)).toEqual([]);
      const { wrong, copied } = agreement(measured);
      expect(wrong).toEqual([]);
      expect(copied.orders + cents.beforeTax.length + cents.withTax.length).toBeGreaterThanOrEqual(ORDERS);
      expect(measured.withHalfCents).toBeGreaterThan(0);
    });
  });
});

describe('a primary that stores one field of some records otherwise than it was sent', () => {
  test('is told of for each of them, and no other record is quarantined', async () => {
    const { planted, silent, heldWithout } = await plantLies(
      { ...pick(equalSettings.filter(({ primary }) => primary.orderRounding !== 'ignored')), seed: SEED, orders: 80 },
      20,
    );
    expect(planted.length).toBeGreaterThan(10);
    expect(silent).toEqual([]);
    expect(heldWithout).toEqual([]);
  });
});
