import { copyFileSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { foundOrderFields } from '../../src/entities/order/compare/found-fields.ts';
import type { Fault, OrderSeed } from '../../src/fake-store/index.ts';
import { claimLedger } from '../../src/operations/doctor/claim-ledger.ts';
import { rebuildMap } from '../../src/operations/doctor/rebuild-map.ts';
import { heldIn, orderSeed, type Setting, startTwoStores, type TwoStores } from './support/two-stores.ts';

type Line = NonNullable<OrderSeed['OrderLine']>[number];

const mug: Line = { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' };
let stores: TwoStores;
afterEach(() => stores?.close());

/** Order N101 is copied by a ledger that is then put back to before it; its copy W101 stands in the primary. */
async function putBack(order: Partial<OrderSeed>, setting: Setting = {}): Promise<void> {
  stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N100' })], ...setting });
  expect((await stores.run()).status).toBe('good');
  const kept = `${stores.ledgerFile}.kept`;
  copyFileSync(stores.ledgerFile, kept);
  stores.west.panel.addOrder(orderSeed({ OrderID: 'N101', OrderLine: [mug], ...order }));
  stores.west.panel.changeOrder('N101', {});
  expect((await stores.run()).stores['west']?.orders).toMatchObject({ created: 1 });
  for (const part of ['', '-wal', '-shm']) rmSync(stores.ledgerFile + part, { force: true });
  copyFileSync(kept, stores.ledgerFile);
  await claimLedger(await stores.pipeline(), { why: 'restored', home: stores.home, now: Date.now });
}

const updates = () => stores.main.requests.filter(({ action, write }) => write && action === 'UpdateOrder');

/** Until nothing is left to carry over. */
async function runTwice() {
  const first = await stores.run();
  const second = await stores.run();
  expect([...heldIn(first), ...heldIn(second)]).toEqual([]);
  return [...first.warnings, ...second.warnings].filter(({ code }) => code === 'copy-differs');
}

const changes: [string, Partial<OrderSeed>, Partial<OrderSeed>, object][] = [
  ['a tracking number', {}, { OrderLine: [{ ...mug, ShippingTracking: 'T1' }] }, { OrderLine: [{ ShippingTracking: 'T1' }] }],
  ['a delivery instruction', {}, { DeliveryInstruction: 'ring' }, { DeliveryInstruction: 'ring' }],
  ['a phone number', {}, { ShipPhone: '0400 000 001' }, { ShipPhone: '0400 000 001' }],
  ['a billing address', {}, { BillStreetLine1: '1 High St', BillCity: 'Perth' }, { BillStreetLine1: '1 High St', BillCity: 'Perth' }],
  ['a date required', {}, { DateRequired: '2026-07-20 02:00:00' }, { DateRequired: '2026-07-20 02:00:00' }],
  ['a purchase order number', { CustomerRef1: 'A' }, { PurchaseOrderNumber: '4711' }, { PurchaseOrderNumber: '4711', CustomerRef1: 'A' }],
  ['notes', {}, { InternalOrderNotes: 'call' }, { InternalOrderNotes: expect.stringMatching(/\ncall$/) }],
  ['more notes', { InternalOrderNotes: 'call' }, { InternalOrderNotes: 'call\nfirst' }, { InternalOrderNotes: expect.stringMatching(/\ncall\nfirst$/) }],
  ['another address of the shopper', {}, { Email: 'new@example.com' }, { InternalOrderNotes: expect.stringMatching(/\nShopper: new@example\.com$/) }],
  ['notes of a line', {}, { OrderLine: [{ ...mug, ItemNotes: 'red' }] }, { OrderLine: [{ ItemNotes: 'red' }] }],
]; // biome-ignore format: a table

describe('a ledger that is put back to before a copy finds it', () => {
  test.each(changes)('and carries over what its order got since: %s', async (_, before, change, shown) => {
    await putBack(before);
    stores.west.panel.changeOrder('N101', change);
    const written = updates().length;
    expect(await runTwice()).toEqual([]);
    expect(stores.main.order('W101')).toMatchObject(shown);
    expect(updates()).toHaveLength(written + 1);
    expect((await stores.run()).status).toBe('good');
    expect(updates()).toHaveLength(written + 1);
  });

  test('and writes nothing where the copy has all of it', async () => {
    const whole = Object.assign(
      {},
      ...changes.filter(([name]) => !name.includes('tracking')).map(([, , change]) => change),
    );
    await putBack(whole);
    const [written, read] = [updates().length, stores.main.requests.length];
    expect(await runTwice()).toEqual([]);
    expect(updates()).toHaveLength(written);
    expect(await stores.find('orders', 'N101')).toMatchObject({ state: 'loaded', targetId: 'W101' });
    expect(read).toBeGreaterThan(0);
  });

  test('and tells each thing that the copy has otherwise, which it leaves as it is', async () => {
    const before = {
      ...{ DeliveryInstruction: 'ring', BillStreetLine1: '1 High St', ShipCity: 'Perth' },
      ...{ CustomerRef1: 'A', InternalOrderNotes: 'call' },
    };
    await putBack({ ...before, OrderLine: [{ ...mug, ItemNotes: 'red' }], DateRequired: '2026-07-20 02:00:00' });
    stores.main.panel.changeOrder('W101', {
      OrderLine: [{ ...mug, ItemNotes: 'red', ShippingTracking: 'T0' }],
    });
    const after = {
      ...{ DeliveryInstruction: 'knock', BillStreetLine1: '2 High St', ShipCity: 'Albany' },
      ...{ CustomerRef1: 'B', InternalOrderNotes: 'write' },
    };
    stores.west.panel.changeOrder('N101', {
      ...after,
      OrderLine: [{ ...mug, ItemNotes: 'blue', ShippingTracking: 'T1' }],
      DateRequired: '2026-07-21 02:00:00',
    });
    const written = updates().length;
    const told = await runTwice();
    const names = foundOrderFields.map(({ name }) => name as string);
    expect(told.map(({ message }) => /another ([^.]*)\./.exec(message)?.[1]).sort()).toEqual(names.sort());
    expect(told.every(({ count, examples }) => count === 1 && examples?.[0] === 'N101')).toBe(true);
    expect(JSON.stringify(told)).not.toMatch(/ring|knock|Albany|Perth/);
    expect(stores.main.order('W101')).toMatchObject({
      ...before,
      InternalOrderNotes: expect.stringMatching(/\ncall$/),
    });
    expect(updates()).toHaveLength(written);
  });

  test('and leaves what staff of the primary added to a copy whose order did not change', async () => {
    await putBack({ InternalOrderNotes: 'call' });
    const notes = `${stores.main.order('W101')?.InternalOrderNotes}\nsent by staff`;
    stores.main.panel.changeOrder('W101', { InternalOrderNotes: notes, DeliveryInstruction: 'of staff' });
    const written = updates().length;
    expect((await runTwice()).map(({ message }) => message)).toEqual([expect.stringContaining('delivery instruction')]);
    expect(stores.main.order('W101')).toMatchObject({ InternalOrderNotes: notes, DeliveryInstruction: 'of staff' });
    expect(updates()).toHaveLength(written);
  });

  test('and waits for a person where goods would go out to another address than their order has now', async () => {
    const rules = { purpose: 'fulfil', orders: { statusMap: { Pick: 'Pick' }, warehouses: {}, finalStatus: 'Pick' } };
    await putBack({ OrderStatus: 'Pick', DateInvoiced: '', ShipStreetLine1: '1 High St' }, { rules });
    stores.west.panel.changeOrder('N101', { ShipStreetLine1: '2 High St', DeliveryInstruction: 'ring' });
    await stores.run();
    const second = await stores.run();
    expect(heldIn(second)).toEqual(['orders N101: changed-on-both-sides']);
    expect(second.quarantine[0]?.reason).toContain('shipping address');
    expect(stores.main.order('W101')).toMatchObject({ ShipStreetLine1: '1 High St' });
  });
});

describe('a copy whose answer was lost', () => {
  const whole = {
    DeliveryInstruction: 'ring',
    InternalOrderNotes: 'call',
    CustomerRef1: 'A',
    ShipPhone: '0400 000 001',
  };
  const lostWith = async (fault: Fault): Promise<void> => {
    stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N101', OrderLine: [mug], ...whole })] });
    let met = false;
    stores.main.faults.next = ({ action }) => {
      if (met || action !== 'AddOrder') return undefined;
      met = true;
      return fault;
    };
    await stores.run();
    expect(met).toBe(true);
  };
  const faults = [
    { kind: 'reset', when: 'after' },
    { kind: 'truncate', cut: 'connection' },
    { kind: 'write-after-reads', reads: 2 },
  ] as const satisfies readonly Fault[];

  test.each(faults)('is found as it was written, and nothing is written to it again: %j', async (fault) => {
    await lostWith(fault);
    for (let run = 0; run < 3; run += 1) expect(heldIn(await stores.run())).toEqual([]);
    expect(await stores.find('orders', 'N101')).toMatchObject({ state: 'loaded', targetId: 'W101' });
    expect(stores.main.order('W101')).toMatchObject({ DeliveryInstruction: 'ring', CompleteStatus: 'Approved' });
    // To approve it.
    expect(updates()).toHaveLength(1);
  });

  test.each(faults)('gets what its order got since: %j', async (fault) => {
    await lostWith(fault);
    stores.west.panel.changeOrder('N101', { OrderLine: [{ ...mug, ShippingTracking: 'T1' }], ShipPhone: '2' });
    for (let run = 0; run < 3; run += 1) expect(heldIn(await stores.run())).toEqual([]);
    expect(stores.main.order('W101')).toMatchObject({ ShipPhone: '2', OrderLine: [{ ShippingTracking: 'T1' }] });
    expect(updates()).toHaveLength(2);
  });
});

describe('what an order got after its copy goes over, too, where the copy becomes known', () => {
  const copied = async (): Promise<void> => {
    stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N101', OrderLine: [mug] })] });
    expect((await stores.run()).status).toBe('good');
    stores.west.panel.changeOrder('N101', {
      DeliveryInstruction: 'ring',
      OrderLine: [{ ...mug, ShippingTracking: 'T1' }],
    });
  };
  const shown = { DeliveryInstruction: 'ring', OrderLine: [{ ShippingTracking: 'T1' }] };

  test('to a new ledger that takes it over', async () => {
    await copied();
    for (const part of ['', '-wal', '-shm']) rmSync(stores.ledgerFile + part, { force: true });
    expect(heldIn(await stores.run({ takeOver: true }))).toEqual([]);
    expect(heldIn(await stores.run())).toEqual([]);
    expect(stores.main.order('W101')).toMatchObject(shown);
  });

  test('to a ledger that is made anew from the copies', async () => {
    await copied();
    await rebuildMap({ pipeline: await stores.pipeline(), home: stores.home, now: Date.now });
    expect(heldIn(await stores.run())).toEqual([]);
    expect(stores.main.order('W101')).toMatchObject(shown);
    const written = updates().length;
    expect((await stores.run()).status).toBe('good');
    expect(updates()).toHaveLength(written);
  });

  test('but is told alone of a copy that another recipe made', async () => {
    const order = orderSeed({ OrderID: 'N101', OrderLine: [mug], DeliveryInstruction: 'ring' });
    const { OrderID: _, DeliveryInstruction: __, ...same } = order;
    const copy = { ...same, OrderID: 'W101', CompleteStatus: 'Approved' };
    stores = await startTwoStores({ orders: [order], main: { orders: [copy] } });
    const { report } = await rebuildMap({ pipeline: await stores.pipeline(), home: stores.home, now: Date.now });
    expect(report.adopted).toMatchObject({ west: { orders: 1 } });
    expect(report.said.map(({ message }) => message)).toContainEqual(expect.stringContaining('delivery instruction'));
    expect(heldIn(await stores.run())).toEqual([]);
    expect(updates()).toEqual([]);
  });
});
