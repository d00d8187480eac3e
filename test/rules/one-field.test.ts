import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withTrial } from '../false-holds/measure.ts';
import { oneFields, silentIn } from '../false-holds/one-field.ts';
import { equalSettings, unequalSettings } from '../false-holds/settings.ts';
import { amissIn } from '../false-holds/stands-as-sold.ts';

const IS_LONG = process.env['LONG_TESTS'] === 'yes';
/** The same cases in each run, so that what is red was made red by a change; set it to look for others. */
const SEED = Number(process.env['ONE_FIELD_SEED'] ?? (IS_LONG ? 681_171 : 41));
const CASES = IS_LONG ? 150 : 14;

describe('a primary that stores one field of what it is sent otherwise', () => {
  test(`is told of, or what stands in it is as its stores have it (seed ${SEED})`, async () => {
    const property = fc.asyncProperty(oneFields, async (one) => {
      expect(await silentIn(one)).toEqual([]);
    });
    // A failure names the seed and the path of the case, and the smallest one found in a few more tries.
    await fc.assert(property, { numRuns: CASES, seed: SEED, interruptAfterTimeLimit: IS_LONG ? 55_000 : 25_000 });
  }, 60_000);

  test('is told of where it alone says that a shipping is free, beside a discount of more than is left', async () => {
    const lie = { on: 'approve', field: 'TaxFreeShipping' } as const;
    expect(await silentIn({ seed: 887_089, orders: 12, setting: 31, lie, records: [] })).toEqual([]);
  });

  test('is no matter of the judge, who finds nothing amiss where nothing is altered', async () => {
    const [setting] = [...equalSettings, ...unequalSettings].slice(SEED % 30);
    if (setting === undefined) throw new Error('There are more settings than that');
    const trial = { ...setting, customers: 'house', seed: SEED, orders: 40, runs: 1 } as const;
    await withTrial(trial, (measured) => {
      expect(amissIn(measured)).toEqual([]);
      expect([...measured.main.orders()].length).toBeGreaterThan(60);
    });
  });
});
