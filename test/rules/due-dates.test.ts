import { expect, test } from 'vitest';
import type { Lie } from '../../src/fake-store/index.ts';
import { withFeedingStores } from './support/feeding-stores.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const lies: Lie[] = [{ on: 'add-order', field: 'DatePaymentDue', by: '3', orders: ['W101'] }];
const feeder = {
  name: 'west',
  seed: {
    items: [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }],
    customers: [{ Username: 'jsmith', EmailAddress: 'jane@example.com' }],
    orders: ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID, DatePaymentDue: '2026-07-23 16:00:00' })),
  },
  rules: {},
};

test.each([
  ['warn', []],
  ['hold', ['orders N101: read-back-differs']],
  ['stop', ['orders N101: read-back-differs']],
] as const)(
  'a due date that the primary stores otherwise goes as `guards.dueDates` says: %s',
  async (dueDates, held) => {
    const setting = { switches: { lies }, guards: { dueDates }, feeders: [feeder] };
    await withFeedingStores(setting, async ({ run, primary }) => {
      const summary = await run();
      expect(heldIn(summary)).toEqual(held);
      const said = summary.warnings.filter(({ code }) => code === 'copy-differs');
      expect(said.map(({ examples, message }) => `${examples} ${message}`)).toEqual(
        held.length === 0 ? [expect.stringContaining('N101 1 order, N101: the copy has another due date.')] : [],
      );
      expect(primary.order('W100')?.CompleteStatus).toBe('Approved');
      expect(primary.order('W101')?.CompleteStatus).toBe(held.length === 0 ? 'Approved' : 'Incomplete');
    });
  },
);
