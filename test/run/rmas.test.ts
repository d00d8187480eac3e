import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { demoSeed } from '../fixtures/support.ts';
import { someOf } from '../support/many.ts';
import type { DemoStores } from './demo-stores.ts';
import { smallSeed, startSmallStores } from './small-stores.ts';

let stores: DemoStores;
/** How much later it is for the stores and the program alike. */
let later = 0;
const clock = (): number => Date.now() + later;
beforeEach(async () => {
  later = 0;
  const main = demoSeed('main');
  const seed = { ...main, orders: main.orders.slice(0, 6), staff: ['anna'] };
  stores = await startSmallStores({
    main: { seed, clock },
    west: { seed: smallSeed('west', 16), clock },
    south: { seed: smallSeed('south', 12), clock },
  });
});
afterEach(() => stores.close());

const RULES = {
  staff: 'anna',
  warehouse: 'Virtual',
  waitDays: 14,
  allowSpendableCredit: false,
  taxCode: 'GST',
  freeTaxCode: 'FREE',
};

async function withRmas(rma: Partial<typeof RULES> = {}): Promise<Pipeline> {
  const pipeline = await stores.pipeline();
  const secondaries = pipeline.secondaries.map((secondary) => ({
    ...secondary,
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'] as const,
    rma: { ...RULES, ...rma },
  }));
  return { ...pipeline, secondaries };
}

async function run(options: Partial<RunOptions> = {}, rma: Partial<typeof RULES> = {}) {
  return stores.run({ pipeline: await withRmas(rma), ...options });
}

/** A copied, taxed order of the secondary without discounts, and the copy’s id. */
function copied(store: 'west' | 'south') {
  const prefix = store === 'west' ? 'W' : 'S';
  const order = stores[store].orders().find(({ OrderID, OrderLine, GrandTotal, TaxInclusive }) => {
    const copy = stores.main.order(OrderID.replace(/^N/, prefix));
    return copy !== undefined && TaxInclusive === 'True' && Number(GrandTotal) > 50 && OrderLine[0]?.TaxCode === 'GST';
  });
  if (order === undefined) throw new RangeError('nothing fit was copied');
  return { order, targetId: order.OrderID.replace(/^N/, prefix), sku: order.OrderLine[0]?.SKU ?? '' };
}

/** A method of the secondary that the demo's pipeline maps. */
const method = 'Credit Card';

function giveBack(store: 'west' | 'south', orderId: string, sku: string, more: object = {}) {
  return stores[store].panel.addRma({
    OrderID: orderId,
    RmaLine: [{ SKU: sku, Quantity: 1, RefundSubtotal: '11.00', ReturnReason: 'Too small' }],
    Refund: [
      { RefundAmount: '11.00', PaymentMethodName: method, RefundStatus: 'Refunded', DateRefunded: '2026-10-01' },
    ],
    ...more,
  });
}

const held = (summary: Awaited<ReturnType<typeof run>>) =>
  summary.quarantine.filter(({ entity }) => entity === 'rmas').map(({ code }) => code);

describe('returns', () => {
  test('a closed one that is paid out is entered once, with its lines, tax and refund, however often it is run', async () => {
    await run();
    const { order, targetId, sku } = copied('south');
    giveBack('south', order.OrderID, sku);
    const summary = await run();
    expect(summary.stores['south']?.rmas).toMatchObject({ read: 1, created: 1, pending: 0 });
    await run();
    await run();
    expect(stores.main.rmas()).toMatchObject([
      {
        OrderID: targetId,
        RmaStatus: 'Closed',
        RefundTotal: '11.00',
        RefundTaxTotal: '1.00',
        RefundedTotal: '11.00',
        StaffUsername: 'anna',
        RmaLine: [{ SKU: 'SOUTH-SALE', RefundSubtotal: '11.00', ReturnReason: 'Too small', WarehouseName: 'Virtual' }],
        Refund: [{ PaymentMethodName: 'South - Credit Card', RefundAmount: '11.00', RefundStatus: 'Refunded' }],
      },
    ]);
    expect(stores.south.requests.some(({ write }) => write)).toBe(false);
  });

  test('an open one is left out until it is closed', async () => {
    await run();
    const { order, sku } = copied('south');
    const { RmaID } = giveBack('south', order.OrderID, sku, { RmaStatus: 'Open' });
    expect((await run()).stores['south']?.rmas).toMatchObject({ skipped: 1 });
    expect(stores.main.rmas()).toEqual([]);
    stores.south.panel.changeRma(RmaID, { RmaStatus: 'Closed' });
    await run();
    expect(stores.main.rmas()).toHaveLength(1);
  });

  test('one that is not paid out is waited for, and entered when it is, or when the days of waiting are over', async () => {
    await run();
    const { order, sku } = copied('south');
    const { RmaID } = giveBack('south', order.OrderID, sku, { Refund: [] });
    const other = giveBack('south', order.OrderID, sku, { Refund: [] });
    expect((await run()).stores['south']?.rmas).toMatchObject({ skipped: 2 });
    stores.south.panel.changeRma(RmaID, {
      Refund: [
        { RefundAmount: '11.00', PaymentMethodName: method, RefundStatus: 'Refunded', DateRefunded: '2026-10-01' },
      ],
    });
    await run();
    expect(stores.main.rmas()).toHaveLength(1);
    later = 15 * 86_400_000;
    await run({ now: clock });
    expect(stores.main.rmas().map(({ PurchaseOrderNumber }) => PurchaseOrderNumber)).toEqual([
      `south:${RmaID}`,
      `south:${other.RmaID}`,
    ]);
  });

  test('a refund that comes after the copy is quarantined: Neto has no way to add it', async () => {
    await run();
    const { order, sku } = copied('south');
    const { RmaID } = giveBack('south', order.OrderID, sku, { Refund: [] });
    await run({}, { waitDays: 0 });
    expect(stores.main.rmas()).toHaveLength(1);
    stores.south.panel.changeRma(RmaID, {
      Refund: [{ RefundAmount: '11.00', PaymentMethodName: method, RefundStatus: 'Refunded' }],
    });
    expect(held(await run({}, { waitDays: 0 }))).toEqual(['refund-after-copy']);
    expect(stores.main.rmas()).toHaveLength(1);
  });

  test('one whose order is copied later follows its order', async () => {
    const { order, sku } = await (async () => {
      await run({ narrowing: { stores: ['south'], limit: 10 } });
      const all = new Set(stores.main.orders().map(({ OrderID }) => OrderID));
      const later = stores.south
        .orders()
        .find(
          ({ OrderID, GrandTotal, TaxInclusive, OrderLine, OrderStatus }) =>
            !all.has(OrderID.replace(/^N/, 'S')) &&
            Number(GrandTotal) > 50 &&
            TaxInclusive === 'True' &&
            OrderLine[0]?.TaxCode === 'GST' &&
            OrderStatus === 'Dispatched',
        );
      if (later === undefined) throw new RangeError('all are copied');
      return { order: later, sku: later.OrderLine[0]?.SKU ?? '' };
    })();
    giveBack('south', order.OrderID, sku);
    await run({ narrowing: { entities: ['rmas'] } });
    expect(stores.main.rmas()).toEqual([]);
    await run();
    await run();
    expect(stores.main.rmas()).toMatchObject([{ OrderID: order.OrderID.replace(/^N/, 'S') }]);
  });

  test('credits never come to more than their order', async () => {
    await run();
    const { order, targetId, sku } = copied('south');
    const line = { SKU: sku, Quantity: 1, RefundSubtotal: order.GrandTotal };
    const refund = { RefundAmount: order.GrandTotal, PaymentMethodName: method, RefundStatus: 'Refunded' };
    giveBack('south', order.OrderID, sku, { RmaLine: [line], Refund: [refund] });
    giveBack('south', order.OrderID, sku);
    expect(held(await run())).toEqual(['credit-exceeds-order']);
    expect(stores.main.rmas()).toMatchObject([{ OrderID: targetId, RefundTotal: order.GrandTotal }]);
  });

  test('credit that a matched customer could spend is quarantined, unless it is allowed', async () => {
    await run();
    const linked = stores.main.customers().find(({ Username }) => {
      const own = demoSeed('main').customers.some((seed) => seed.Username === Username);
      return own && stores.main.orders().some((order) => order.Username === Username && /^[WX]\d/.test(order.OrderID));
    });
    const copy = stores.main
      .orders()
      .find((order) => order.Username === linked?.Username && /^W\d/.test(order.OrderID));
    if (copy === undefined) throw new RangeError('nobody was matched');
    const source = stores.west.order(copy.OrderID.replace(/^W/, 'N'));
    giveBack('west', source?.OrderID ?? '', source?.OrderLine[0]?.SKU ?? '', {
      Refund: [],
      RmaLine: [{ SKU: source?.OrderLine[0]?.SKU ?? '', Quantity: 1, RefundSubtotal: '5.50' }],
    });
    expect(held(await run({}, { waitDays: 0 }))).toEqual(['credit-spendable']);
    expect(stores.main.rmas()).toEqual([]);
    await run({}, { waitDays: 0, allowSpendableCredit: true });
    expect(stores.main.rmas()).toMatchObject([{ OrderID: copy.OrderID, RefundTotal: '5.50' }]);
  });

  const faults = [
    ['the answer is lost after the write', { kind: 'reset', when: 'after' }],
    ['the answer is lost before the write', { kind: 'reset', when: 'before' }],
    ['success is a lie', { kind: 'lie' }],
  ] as const;
  test.each(someOf(faults, 2))('%s: it is entered once, and nothing else waits for it', async (_, fault) => {
    await run();
    const { order, sku } = copied('south');
    giveBack('south', order.OrderID, sku);
    let faults = 1;
    stores.main.faults.next = ({ action }) => (action === 'AddRma' && faults-- > 0 ? fault : undefined);
    await run();
    for (const minutes of [6, 12, 18, 24]) {
      later = minutes * 60_000;
      await run({ now: clock });
    }
    expect(stores.main.rmas()).toHaveLength(1);
  });

  const settings = [
    { rmaReply: 'id' },
    { rmaContainers: 'object' },
    { rmaDates: 'utc', plainDates: 'utc' },
    { rmaDates: 'local', plainDates: 'utc' },
    { collapse: 'always' },
    { rmaBumpsDateUpdated: false },
  ] as const;
  test.each(someOf(settings, 3))('the same, where the stores have %j', async (switches) => {
    Object.assign(stores.main.switches, switches);
    Object.assign(stores.south.switches, switches);
    await run();
    const { order, sku } = copied('south');
    giveBack('south', order.OrderID, sku);
    const summary = await run();
    expect(held(summary)).toEqual([]);
    expect(stores.main.rmas()).toHaveLength(1);
  });

  test('a warehouse or a member of staff that the primary does not have is said, and nothing is entered', async () => {
    await run();
    const { order, sku } = copied('south');
    giveBack('south', order.OrderID, sku);
    expect(held(await run({}, { warehouse: 'Nowhere' }))).toEqual(['rma-unconfigured']);
    const refused = await run({}, { staff: 'bob' });
    expect(refused.stores['south']?.rmas).toMatchObject({ pending: 1 });
    // Not by its words alone: looking has to show that nothing was stored.
    later = 600_000;
    expect(held(await run({ now: clock }, { staff: 'bob' }))).toEqual(['refused']);
    expect(stores.main.rmas()).toEqual([]);
  });

  test('a plan says the same as the run that follows', async () => {
    await run();
    const { order, sku } = copied('south');
    giveBack('south', order.OrderID, sku);
    const plan = await run({ simulate: true });
    expect(stores.main.rmas()).toEqual([]);
    expect((await run()).stores['south']?.rmas).toEqual(plan.stores['south']?.rmas);
  });

  test('one whose order’s copy is gone from the primary, or cancelled there, is quarantined and not entered', async () => {
    await run();
    const { order, targetId, sku } = copied('south');
    stores.main.panel.changeOrder(targetId, { OrderStatus: 'Cancelled' });
    giveBack('south', order.OrderID, sku);
    expect(held(await run())).toEqual(['copy-gone']);
    expect(stores.main.rmas().filter(({ OrderID }) => OrderID === targetId)).toEqual([]);
  });
});
