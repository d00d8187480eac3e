import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../../src/fake-store/index.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';
import { notingFormerSnapshots } from '../../support/former-snapshots.ts';

const mug = { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00', ProductName: 'Mug', ItemNotes: 'blue' };
const order = orderSeed({
  OrderID: 'N100',
  DeliveryInstruction: 'at the door',
  ShipPhone: '0400 000 001',
  ShipCity: 'PERTH',
  DateRequired: '2026-07-20 02:00:00',
  SalesPerson: 'Ann',
  PaymentTerms: 'Net 7',
  ShippingOption: 'Post',
  DefaultPaymentType: 'Cash',
  OrderLine: [mug],
});
const late = () => ({
  OrderID: 'N100',
  AmountPaid: '11.00',
  PaymentMethodName: 'Cash',
  DatePaid: `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)} 02:00:00`,
});
const withCopy = (setting: Setting, use: (stores: TwoStores) => Promise<void>) =>
  withTwoStores({ orders: [order], ...setting }, async (stores) => {
    expect(heldIn(await stores.run())).toEqual([]);
    await use(stores);
  });
const fulfil: Setting = {
  rules: { purpose: 'fulfil', orders: { statuses: ['Pick', 'Dispatched'], finalStatus: 'Pick', warehouse: 'Main' } },
};
const changeLine = ({ west }: TwoStores, change: object) =>
  west.panel.changeOrder('N100', { OrderLine: [{ ...mug, ...change }] });

describe('a detail of a copied order that UpdateOrder takes', () => {
  const changes: readonly (readonly [string, Partial<OrderSeed>])[] = [
    ['delivery instruction', { DeliveryInstruction: 'ring the bell' }],
    ['delivery instruction, emptied', { DeliveryInstruction: '' }],
    ['shipping phone', { ShipPhone: '0400 000 002' }],
    ['shipping street', { ShipStreetLine1: '2 High St', ShipCity: 'Albany' }],
    ['billing name', { BillLastName: 'Smythe', BillCompany: 'Smythe Pty Ltd' }],
    ['date required', { DateRequired: '2026-07-25 02:00:00' }],
  ];
  test.each(changes)('goes over, and a payment with it: %s', async (_, change) => {
    await withCopy({}, async ({ run, west, main }) => {
      west.panel.changeOrder('N100', change);
      west.panel.addPayment(late());
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.stores['west']?.orders).toMatchObject({ updated: 1 });
      expect(main.order('W100')).toMatchObject(change);
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
      expect(main.payments('W100')).toHaveLength(1);
      expect((await run()).stores['west']?.orders).toMatchObject({ updated: 0 });
    });
  });

  test.each([
    ['notes', { ItemNotes: 'red' }],
    ['name', { ProductName: 'Big mug' }],
  ])('goes over, and a payment with it: the %s of a line', async (_, change) => {
    await withCopy({}, async (stores) => {
      changeLine(stores, change);
      stores.west.panel.addPayment(late());
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.order('W100')?.OrderLine[0]).toMatchObject(change);
      expect(stores.main.payments('W100')).toHaveLength(1);
    });
  });

  test('goes over with the address of the shopper, in the field or in the notes as `orders.email` says', async () => {
    await withCopy({}, async ({ run, west, main }) => {
      west.panel.changeOrder('N100', { Email: 'new@example.com', InternalOrderNotes: 'call first' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.InternalOrderNotes).toMatch(/Shopper: new@example\.com\ncall first/);
      expect(main.order('W100')?.InternalOrderNotes).not.toContain('jane@example.com');
      expect(main.order('W100')?.Email).toBe('accounts@example.com');
    });
    const rules = { orders: { email: 'shopper', mailTemplatesOff: 'confirmed' } };
    await withCopy({ rules }, async ({ run, west, main }) => {
      west.panel.changeOrder('N100', { Email: 'new@example.com' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.Email).toBe('new@example.com');
    });
  });

  test('is quarantined where staff changed it in the primary too, and what is paid or returned is booked all the same', async () => {
    const staffed: Setting = {
      main: { staff: ['anna'] },
      rules: {
        entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
        rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
      },
    };
    await withCopy(staffed, async ({ run, west, main }) => {
      main.panel.changeOrder('W100', { DeliveryInstruction: 'ours', ShipPhone: '1' });
      west.panel.changeOrder('N100', { DeliveryInstruction: 'theirs', ShipPhone: '2', ShipCity: 'Albany' });
      west.panel.addPayment(late());
      west.panel.addRma({
        OrderID: 'N100',
        RmaStatus: 'Closed',
        DateIssued: '2026-07-13',
        RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '5.50', ReturnReason: 'Too small' }],
      });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-on-both-sides']);
      expect(summary.quarantine[0]?.reason).toContain('shipping address, delivery instruction');
      expect(summary.quarantine[0]?.reason).not.toMatch(/ours|theirs|Albany/);
      expect(main.order('W100')).toMatchObject({ DeliveryInstruction: 'ours', ShipPhone: '1' });
      expect(main.payments('W100')).toHaveLength(1);
      expect(main.rmas()).toHaveLength(1);
    });
  });

  test('is no conflict where the primary shows the address in capitals', async () => {
    await withCopy({}, async ({ run, west, main }) => {
      main.panel.changeOrder('W100', { ShipLastName: 'SMITH', ShipPhone: '0400 000 001' });
      west.panel.changeOrder('N100', { ShipLastName: 'Jones' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.ShipLastName).toBe('Jones');
    });
  });
});

describe('a detail of a copied order that reaches neither Xero nor the warehouse', () => {
  const changes: readonly (readonly [string, Partial<OrderSeed>])[] = [
    ['sales person', { SalesPerson: 'Bob' }],
    ['user group', { UserGroup: '7' }],
    ['sales channel', { SalesChannel: 'eBay' }],
    ['payment terms', { PaymentTerms: 'Net 30' }],
    ['payment method', { DefaultPaymentType: 'Credit Card' }],
    ['shipping method', { ShippingOption: 'Courier' }],
    ['signature required', { ShippingSignature: true }],
  ];
  test.each(changes)('stays as it is, is said once, and no payment waits for it: %s', async (words, change) => {
    await withCopy({}, async ({ run, west, main }) => {
      const before = main.order('W100');
      west.panel.changeOrder('N100', change);
      west.panel.addPayment(late());
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.status).toBe('good');
      const said = summary.warnings.filter(({ code }) => code === 'change-left-alone').map(({ message }) => message);
      expect(said).toEqual([`1 order, N100: ${words} changed after the copy, which stays as it is.`]);
      expect(main.payments('W100')).toHaveLength(1);
      const [field = ''] = Object.keys(change);
      const now = main.order('W100') as unknown as Record<string, unknown>;
      expect(now[field]).toEqual((before as unknown as Record<string, unknown>)[field]);
      expect((await run()).warnings).toEqual([]);
    });
  });

  test.each([
    ['warehouse name', { WarehouseName: 'Elsewhere' }],
    ['serial number', { SerialNumber: 'S1' }],
  ])('of a line stays as it is, is said, and no payment waits for it: %s', async (words, change) => {
    await withCopy({}, async (stores) => {
      changeLine(stores, change);
      stores.west.panel.addPayment(late());
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.warnings.map(({ message }) => message).join()).toContain(`${words} changed`);
      expect(stores.main.payments('W100')).toHaveLength(1);
    });
  });

  test('is nothing where the copy stands under a house account: whose account the order is', async () => {
    await withCopy({}, async ({ run, west }) => {
      west.panel.changeOrder('N100', { Username: 'another' });
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.warnings).toEqual([]);
    });
  });
});

describe('a copy that the primary is to send', () => {
  const picked = { ...order, OrderStatus: 'Pick' };
  test('is quarantined when the shipping method changes, which nothing can write; a payment goes', async () => {
    await withCopy({ ...fulfil, orders: [picked] }, async ({ run, west, main }) => {
      west.panel.changeOrder('N100', { ShippingOption: 'Courier' });
      west.panel.addPayment(late());
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-after-copy']);
      expect(summary.quarantine[0]?.reason).toContain('shipping method: Post → Courier');
      expect(main.payments('W100')).toHaveLength(1);
    });
  });

  test('goes to the new address until it is sent; then the change is said', async () => {
    await withCopy({ ...fulfil, orders: [picked] }, async ({ run, west, main }) => {
      west.panel.changeOrder('N100', { ShipStreetLine1: '2 High St' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.ShipStreetLine1).toBe('2 High St');
      main.panel.changeOrder('W100', { OrderStatus: 'Dispatched' });
      west.panel.changeOrder('N100', { ShipStreetLine1: '3 High St' });
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.warnings.map(({ message }) => message)).toContain(
        '1 order, N100: shipping changed after the copy, which stays as it is.',
      );
      expect(main.order('W100')?.ShipStreetLine1).toBe('2 High St');
    });
  });
});

test('a date required that is taken away is said, since UpdateOrder takes no empty date', async () => {
  await withCopy({}, async ({ run, west, main }) => {
    west.panel.changeOrder('N100', { DateRequired: '' });
    const summary = await run();
    expect(heldIn(summary)).toEqual([]);
    expect(summary.warnings.map(({ message }) => message).join()).toContain('required at changed after the copy');
    expect(main.order('W100')?.DateRequired).toBe('2026-07-20 02:00:00');
  });
});

describe('a copy that an older version made', () => {
  /** What it kept: one hash for all that is personal, and one for all other details. */
  function forgetDetails(file: string, former: ReadonlyMap<string, string>): void {
    const database = new DatabaseSync(file);
    for (const [id, snapshot] of former) {
      const { texts: _, ...old } = JSON.parse(snapshot);
      delete old.fields['date required'];
      for (const line of old.lines) delete line.texts;
      const text = JSON.stringify(old);
      database
        .prepare(
          'UPDATE snapshot SET read_as = ?1, copied_as = 1 WHERE record = (SELECT id FROM record WHERE source_id = ?2)',
        )
        .run(text, id);
    }
    database.close();
  }

  const withOldCopy = (use: (stores: TwoStores) => Promise<void>) =>
    withTwoStores({ orders: [order] }, async (stores) => {
      const former = new Map<string, string>();
      expect(heldIn(await stores.run({ between: notingFormerSnapshots('long', former) }))).toEqual([]);
      expect(former.size).toBe(1);
      forgetDetails(stores.ledgerFile, former);
      await use(stores);
    });

  test('is not quarantined for what did not change, and its next change is told by the field', async () => {
    await withOldCopy(async ({ run, west, main }) => {
      west.panel.changeOrder('N100', { OnHoldType: 'Layby' });
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.stores['west']?.orders).toMatchObject({ read: 1, unchanged: 1 });
      west.panel.changeOrder('N100', { DeliveryInstruction: 'ring' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.DeliveryInstruction).toBe('ring');
    });
  });

  test('is quarantined as before when a detail changes of which it kept one hash for all', async () => {
    await withOldCopy(async ({ run, west }) => {
      west.panel.changeOrder('N100', { SalesPerson: 'Bob' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-after-copy']);
      expect(summary.quarantine[0]?.reason).toContain('other details changed');
    });
  });
});
