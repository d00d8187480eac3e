import { expect, test } from 'vitest';
import { withFeedingStores } from './support/feeding-stores.ts';
import { type Account, feederSeed, orderSeed } from './support/population.ts';

const jane: Account = {
  person: 0, username: 'jsmith', email: 'jane@example.com', firstName: 'Jane', lastName: 'Smith', company: '',
  deleted: false, orderEmail: 'jane@example.com',
}; // biome-ignore format: a table

test.each(['keep', 'create', 'error'] as const)(
  'unknownUsername %s: an order waits while its account is deleted in the primary, and follows when it is back',
  async (unknownUsername) => {
    const feeder = { name: 'west', seed: feederSeed([jane]), rules: { customers: { policy: 'match' } } };
    await withFeedingStores({ switches: { unknownUsername }, feeders: [feeder] }, async ({ run, primary, feeders }) => {
      expect((await run()).status).toBe('good');
      primary.panel.removeCustomer('w_jsmith');
      const { DateUpdated: _, ...late } = orderSeed(jane, 1);
      feeders[0]?.panel.addOrder(late);
      const waiting = await run();
      expect(waiting.quarantine).toMatchObject([{ entity: 'orders', sourceId: 'N2', code: 'waits-for' }]);
      expect(waiting.quarantine[0]?.reason).toContain('no longer has its account w_jsmith');
      expect(primary.order('W2')).toBeUndefined();
      expect(primary.customers()).toEqual([]);
      primary.panel.addCustomer({ Username: 'w_jsmith', EmailAddress: jane.email });
      expect((await run()).status).toBe('good');
      expect(primary.order('W2')).toMatchObject({ Username: 'w_jsmith' });
    });
  },
);
