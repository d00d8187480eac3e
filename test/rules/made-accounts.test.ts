import { describe, expect, test } from 'vitest';
import type { CustomerSeed } from '../../src/fake-store/index.ts';
import { type FeedingStores, type Setting, withFeedingStores } from './support/feeding-stores.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const jane = {
  Username: 'jsmith',
  EmailAddress: 'jane@example.com',
  BillingAddress: { BillFirstName: 'Jane', BillLastName: 'Smith' },
} satisfies CustomerSeed;
const paid = (Id: string, Amount: string, day: string) => ({
  Id,
  Amount,
  PaymentType: 'Cash',
  DatePaid: `2026-07-${day} 02:00:00`,
});

const givenBack = {
  OrderID: 'N100',
  RmaStatus: 'Closed',
  DateIssued: '2026-07-13',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '5.50', ReturnReason: 'Too small' }],
};

/** She has paid $5.00 too much, and got goods for $5.50 back into her account, nothing of it paid out. */
function shop(name: string, customers: object = { policy: 'match' }) {
  return {
    name,
    seed: {
      timezone: 'Australia/Perth',
      items: [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }],
      customers: [jane],
      orders: [orderSeed({ OrderID: 'N100', OrderPayment: [paid('1', '11.00', '11'), paid('2', '5.00', '12')] })],
      rmas: [{ ...givenBack, DateUpdated: '2026-07-13 02:00:00' }],
    },
    rules: {
      customers,
      entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
      rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
    },
  };
}

function withShops<T>(
  feeders: Setting['feeders'],
  primary: Setting['primary'],
  use: (stores: FeedingStores) => Promise<T>,
): Promise<T> {
  return withFeedingStores({ primary: { staff: ['anna'], ...primary }, feeders }, use);
}

const credited = ({ primary }: FeedingStores) =>
  primary.rmas().map(({ OrderID, RefundTotal }) => `${OrderID} ${RefundTotal}`);

describe('an account that this program made', () => {
  test.each([
    ['west', 'south'],
    ['south', 'west'],
  ])('is no shopper’s own for any store, loaded as %s, %s: overpayments and credits go to it', async (...names) => {
    await withShops(
      names.map((name) => shop(name)),
      {},
      async (stores) => {
        const summary = await stores.run();
        expect(heldIn(summary)).toEqual([]);
        const accounts = new Set(stores.primary.orders().map(({ Username }) => Username));
        expect([...accounts]).toHaveLength(1);
        expect(credited(stores).sort()).toEqual(['S100 5.50', 'W100 5.50']);
        expect(stores.primary.payments()).toHaveLength(4);
      },
    );
  });

  test('is told by the note of its origin where the ledger is younger than it', async () => {
    await withShops([shop('west')], {}, async (stores) => {
      // As after a ledger was lost: the account is there, and this ledger has never heard of it.
      stores.primary.panel.addCustomer({
        ...jane,
        Username: 'w_jsmith',
        InternalNotes: 'Copied from west customer jsmith by neto-consolidator',
      });
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.primary.order('W100')?.Username).toBe('w_jsmith');
      expect(credited(stores)).toEqual(['W100 5.50']);
    });
  });

  // The write of a run that was killed, or another installation's, is done between the two questions of one look-up.
  test.each([
    [
      'a shopper’s own',
      { policy: 'prefix' },
      { Username: 'w_jsmith', EmailAddress: 'jane@example.com' },
      'Copied from west customer jsmith by neto-consolidator',
    ],
    [
      'the house account',
      { policy: 'house', house: { username: 'shop', email: 'shop@example.com' } },
      { Username: 'shop', EmailAddress: 'shop@example.com', BillingAddress: { BillCompany: 'Sales of west' } },
      'All orders copied from west by neto-consolidator stand under this account',
    ],
  ])(
    'is known where it appears between the look by its name and the look by its address: %s',
    async (_, customers, made, InternalNotes) => {
      await withShops([shop('west', customers)], {}, async (stores) => {
        const asked = { byName: 0, byAddress: 0 };
        const { faults, panel } = stores.primary;
        faults.next = ({ action, body }) => {
          if (action !== 'GetCustomer' || asked.byAddress === 2) return undefined;
          const { Filter = {} } = body as { Filter?: Record<string, unknown> };
          if ('Username' in Filter) asked.byName += 1;
          if (!('Email' in Filter)) return undefined;
          asked.byAddress += 1;
          if (asked.byAddress === 1) return { kind: 'status', status: 503, when: 'before' };
          panel.addCustomer({ ...jane, ...made, InternalNotes });
          return undefined;
        };
        expect(heldIn(await stores.run())).toEqual([]);
        expect(asked).toEqual({ byName: 1, byAddress: 2 });
        expect(stores.primary.order('W100')?.Username).toBe(made.Username);
        expect(stores.primary.customers()).toHaveLength(1);
      });
    },
  );

  test('is a house account too, also where it was there before', async () => {
    const house = { policy: 'house', house: { username: 'shop', email: 'shop@example.com' } };
    const there = { customers: [{ Username: 'shop', EmailAddress: 'shop@example.com' }] };
    await withShops([shop('west', house)], there, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([]);
      expect(credited(stores)).toEqual(['W100 5.50']);
    });
  });
});

describe('an account that a shopper of the primary has', () => {
  test('gets no credit, neither by an overpayment nor by a return, from whichever store', async () => {
    await withShops([shop('west'), shop('south')], { customers: [jane] }, async (stores) => {
      expect(heldIn(await stores.run()).sort()).toEqual([
        'payments 2: overpayment-makes-credit',
        'payments 2: overpayment-makes-credit',
        'rmas 1: credit-spendable',
        'rmas 1: credit-spendable',
      ]);
      expect(stores.primary.rmas()).toEqual([]);
    });
  });

  test('stays theirs when the store’s policy becomes `house` after the copy', async () => {
    const late = shop('west');
    await withShops([{ ...late, seed: { ...late.seed, rmas: [] } }], { customers: [jane] }, async (stores) => {
      await stores.run();
      const [west] = stores.feeders;
      west?.panel.addRma(givenBack);
      const pipeline = await stores.pipeline();
      const house = { username: 'house', email: 'house@example.com' };
      const secondaries = pipeline.secondaries.map((secondary) => ({
        ...secondary,
        customers: { ...secondary.customers, policy: 'house' as const, house },
      }));
      expect(heldIn(await stores.run({ pipeline: { ...pipeline, secondaries } })).sort()).toEqual([
        'payments 2: overpayment-makes-credit',
        'rmas 1: credit-spendable',
      ]);
    });
  });
});
