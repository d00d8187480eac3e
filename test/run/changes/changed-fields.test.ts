import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../../src/fake-store/index.ts';
import type { RunSummary } from '../../../src/run/summary.ts';
import { orderSeed, type Setting, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';
import { someOf } from '../../support/many.ts';

const DAY = 86_400_000;

interface Dated extends TwoStores {
  /** @param days one when left out */
  later(days?: number): void;
}

/** On 20 July, or later. */
async function withDays(setting: Setting, use: (stores: Dated) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  await withTwoStores({ ...setting, clock: () => now }, (stores) =>
    use({
      ...stores,
      later: (days = 1) => {
        now += days * DAY;
      },
    }),
  );
}

/** `N1 copy-changed: invoice date` */
function held({ quarantine }: RunSummary): string[] {
  return quarantine.map(({ sourceId, code, reason }) => {
    const fields = reason
      .split('primary: ')[1]
      ?.split('; ')
      .map((part) => part.split(' is ')[0]);
    return `${sourceId} ${code}: ${fields?.join(', ')}`;
  });
}

const twoMugs: OrderSeed = orderSeed({
  OrderID: 'N1',
  OrderLine: [
    { SKU: 'MUG', Quantity: 2, UnitPrice: '10.00' },
    { SKU: 'BOOK', Quantity: 1, UnitPrice: '20.00' },
  ],
});
const orders = [twoMugs, orderSeed({ OrderID: 'N2' })];

describe('a field that staff change on a copy in the primary, its total staying as it was', () => {
  test.each<[string, string, Partial<OrderSeed>]>(
    someOf(
      [
        [
          'quantities',
          'line 1 quantity, line 1 tax, line 2 unit price, line 2 tax',
          {
            OrderLine: [
              { SKU: 'MUG', Quantity: 1, UnitPrice: '10.00' },
              { SKU: 'BOOK', Quantity: 1, UnitPrice: '30.00' },
            ],
          },
        ],
        [
          'a product',
          'line 2 SKU',
          {
            OrderLine: [
              { SKU: 'MUG', Quantity: 2, UnitPrice: '10.00' },
              { SKU: 'MUG', Quantity: 1, UnitPrice: '20.00' },
            ],
          },
        ],
        ['GST', 'GST', { OrderTax: '0.00' } as Partial<OrderSeed>],
        ['the date', 'invoice date', { DateInvoiced: '2026-07-14' }],
        ['the account', 'username', { Username: 'somebody' }],
      ],
      2,
    ),
  )('is quarantined and named within a day: %s', (_, fields, change) =>
    withDays({ orders }, async ({ run, main, later }) => {
      await run();
      main.panel.changeOrder('W1', change);
      later();
      expect(held(await run())).toEqual([`N1 copy-changed: ${fields}`]);
    }),
  );

  test('is found on an old copy by the change that the primary lists, and without one in its turn', () =>
    withDays({ orders, rules: { since: '2026-07-01' } }, async ({ run, main, later }) => {
      await run();
      for (let day = 0; day < 60; day += 20) {
        later(20);
        await run();
      }
      main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14' });
      // Its stamp does not tell.
      main.panel.changeOrder('W2', { DateInvoiced: '2026-07-14', DateUpdated: '2026-07-21 00:00:00' });
      later();
      expect(held(await run())).toContain('N1 copy-changed: invoice date');
      let found: string[] = [];
      for (let day = 0; day < 13 && found.length < 2; day += 1) {
        later();
        found = held(await run());
      }
      expect(found).toContain('N2 copy-changed: invoice date');
    }));
});

describe('a copy that followed a change of its source', () => {
  test.each([
    ['within the hour', 30],
    ['later that day', 180],
  ])('is quarantined all the same where staff of the primary change it %s', (_, minutes) =>
    withDays({ orders }, async ({ run, main, west, later }) => {
      await run();
      later(1 / 8);
      west.panel.changeOrder('N1', { CustomerRef1: 'PO 7' });
      expect((await run()).stores['west']?.orders).toMatchObject({ updated: 1 });
      later(minutes / 1440);
      main.panel.changeOrder('W1', { OrderTax: '0.50', DateInvoiced: '2026-07-14' } as Partial<OrderSeed>);
      later();
      expect(held(await run())).toEqual(['N1 copy-changed: GST, invoice date']);
    }),
  );
});

describe('what the rules decide of a copy that followed a change, and staff change within the hour', () => {
  const line = { SKU: 'MUG', Quantity: 2, UnitPrice: '10.00' };
  test.each<[string, string, Partial<OrderSeed>]>(
    someOf(
      [
        ['account', 'username', { Username: 'somebody' }],
        ['SKU', 'line 2 SKU', { OrderLine: [line, { SKU: 'MUG', Quantity: 1, UnitPrice: '20.00' }] }],
        ['number of lines', 'number of lines', { OrderLine: [{ ...line, Quantity: 4 }] }],
        ['GST, where its roundings are quarantined', 'GST', { OrderTax: '0.50' } as Partial<OrderSeed>],
      ],
      2,
    ),
  )('is quarantined within a day: %s', (_, field, change) =>
    withDays({ orders, accounting: { gstRounding: 'hold' } }, async ({ run, main, west, later }) => {
      await run();
      for (const reference of ['PO 7', 'PO 8']) {
        later(1 / 8);
        west.panel.changeOrder('N1', { CustomerRef1: reference });
        expect((await run()).stores['west']?.orders).toMatchObject({ updated: 1 });
      }
      later(1 / 48);
      main.panel.changeOrder('W1', change);
      later();
      expect(held(await run()).join()).toContain(field);
    }),
  );
});

describe('a copy that is right is never held by the look', () => {
  test.each<[string, Partial<OrderSeed>]>(
    someOf(
      [
        ['its due date', { DatePaymentDue: '2026-09-01' }],
        ['its sales channel', { SalesChannel: 'Phone' }],
        ['its names', { BillFirstName: 'Janet', ShipLastName: 'Other' }],
        ['its e-mail address', { Email: 'else@example.com' }],
      ],
      2,
    ),
  )('where staff change %s', (_, change) =>
    withDays({ orders }, async ({ run, main, later }) => {
      await run();
      main.panel.changeOrder('W1', change);
      later();
      expect(held(await run())).toEqual([]);
    }),
  );

  test('where staff of a primary that sends the goods move it on', () =>
    withDays(
      {
        orders: orders.map((order) => ({ ...order, OrderStatus: 'Pick' })),
        rules: { purpose: 'fulfil', orders: { email: 'house' } },
      },
      async ({ run, main, later }) => {
        const first = await run();
        expect(first.quarantine).toEqual([]);
        for (const status of ['Pack', 'Dispatched']) {
          main.panel.changeOrder('W1', { OrderStatus: status });
          later();
          expect(held(await run())).toEqual([]);
        }
      },
    ));

  test('where the rules for its products are others now, and staff change what is no money', () =>
    withDays({ orders, rules: { products: { policy: 'map', map: 'map.csv' } } }, async (stores) => {
      const { run, main, later, home } = stores;
      const map = (mug: string) => writeFileSync(join(home, 'map.csv'), `source,target\nMUG,${mug}\nBOOK,BOOK\n`);
      map('MUG');
      expect(held(await run())).toEqual([]);
      for (let day = 0; day < 2; day += 1) {
        later();
        expect(held(await run())).toEqual([]);
      }
      map('BOOK');
      later(1 / 8);
      main.panel.changeOrder('W2', { InternalOrderNotes: 'called the shopper' });
      for (let day = 0; day < 2; day += 1) {
        later();
        expect(held(await run())).toEqual([]);
      }
      main.panel.changeOrder('W2', { DateInvoiced: '2026-07-14' });
      later();
      expect(held(await run())).toEqual(['N2 copy-changed: invoice date']);
    }));

  test('where it followed a change of its source, or its source has changed since', () =>
    withDays({ orders }, async ({ run, west, later }) => {
      await run();
      west.panel.changeOrder('N1', { InternalOrderNotes: 'call first', CustomerRef1: 'PO 7' });
      later();
      const followed = await run();
      later();
      expect([held(followed), held(await run())]).toEqual([[], []]);
      west.panel.changeOrder('N2', { OrderLine: [{ SKU: 'MUG', Quantity: 3, UnitPrice: '11.00' }] });
      later();
      expect((await run()).quarantine.map(({ code }) => code)).not.toContain('copy-changed');
    }));

  test('where an earlier version made it otherwise, until staff change it', () =>
    withDays({ orders }, async ({ run, main, later, ledgerFile }) => {
      await run();
      // As a version that knew less left it, and the ledger with it.
      main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14', DateUpdated: '2026-07-20 00:00:00' });
      const database = new DatabaseSync(ledgerFile);
      database.exec("DELETE FROM note WHERE scope = (SELECT id FROM scope WHERE text = 'learned/look')");
      database.close();
      for (let day = 0; day < 3; day += 1) {
        later();
        expect(held(await run())).toEqual([]);
      }
      main.panel.changeOrder('W1', { OrderStatus: 'Dispatched', CustomerRef1: 'seen' });
      later();
      expect(held(await run()), 'touched, and as it was').toEqual([]);
      main.panel.changeOrder('W1', { ShippingTotal: '0.00', Username: 'somebody' });
      later();
      expect(held(await run())).toEqual(['N1 copy-changed: username']);
    }));
});
