import { afterEach, describe, expect, test } from 'vitest';
import type { Narrowing } from '../../src/run/context/narrowing.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { someOf } from '../support/many.ts';
import { openLedger } from '../support/open-ledger.ts';
import { expectAccounted } from './accounted.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let stores: TwoStores;
/** Our own clock, and by how much others are ahead of it; behind where negative. */
let now: number;
let ahead: { currentTime: number; stamps: number; primary: number };
afterEach(() => stores?.close());

const text = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
const instant = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
const stamp = (): string => text(now + ahead.stamps);

const everything = {
  entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
  customers: { policy: 'prefix', usernamePrefix: 'w_', scope: 'all' },
  products: { policy: 'match', scope: 'all' },
  rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0, allowSpendableCredit: true },
};

async function start(clocks: Partial<typeof ahead> = {}): Promise<void> {
  now = Date.parse('2026-07-20T00:00:00Z');
  ahead = { currentTime: 0, stamps: 0, primary: 0, ...clocks };
  stores = await startTwoStores({
    clock: () => now,
    westClock: () => now + ahead.currentTime,
    mainClock: () => now + ahead.primary,
    rules: everything,
    main: { staff: ['anna'] },
    switches: { paymentBumpsDateUpdated: false, rmaBumpsDateUpdated: false },
  });
  for (const id of ['N100', 'N101']) addOrder(id);
  await run();
}

function addOrder(id: string): void {
  stores.west.panel.addOrder(
    orderSeed({ OrderID: id, DatePlaced: text(now), DateUpdated: stamp(), DateInvoiced: '2026-07-20' }),
  );
}

/** One record of each entity, stamped by the store's own clock. @param id of the order, on which the rest is */
function sell(id: string): void {
  addOrder(id);
  const { panel } = stores.west;
  panel.addPayment({ OrderID: id, AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: stamp() });
  panel.addRma({
    OrderID: id,
    RmaStatus: 'Closed',
    DateIssued: '2026-07-20',
    DateUpdated: stamp(),
    RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00', TaxCode: 'GST', ReturnReason: 'Too small' }],
    Refund: [
      { RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-20' },
    ],
  });
  panel.addCustomer({ Username: `shopper-${id}`, EmailAddress: `${id}@example.com`, DateUpdated: stamp() });
  panel.addItem({ SKU: `ITEM-${id}`, Name: `Item ${id}`, DateUpdated: stamp() });
}

async function run(): Promise<RunSummary> {
  const summary = await stores.run();
  expectAccounted(summary);
  return summary;
}

/** What the primary does not have, or has more than once. */
function wrong(): string[] {
  const { west, main } = stores;
  const copies: string[] = [];
  for (const { OrderID } of main.orders()) if (OrderID.startsWith('W')) copies.push(`order ${OrderID.slice(1)}`);
  for (const { OrderID, CardAuthorisation } of main.payments())
    copies.push(`payment ${OrderID.slice(1)} ${CardAuthorisation.split(' ')[0]?.replace('west:', '')}`);
  for (const { OrderID } of main.rmas()) copies.push(`return ${OrderID.slice(1)}`);
  for (const { Username } of main.customers())
    if (Username.startsWith('w_shopper-')) copies.push(`customer ${Username.slice(2).toLowerCase()}`);
  for (const { SKU } of main.items()) if (SKU.startsWith('ITEM-')) copies.push(`item ${SKU}`);
  const sources = [
    ...west.orders().map(({ OrderID }) => `order ${OrderID.slice(1)}`),
    ...west.payments().map(({ OrderID, PaymentID }) => `payment ${OrderID.slice(1)} ${PaymentID}`),
    ...west.rmas().map(({ OrderID }) => `return ${OrderID.slice(1)}`),
    ...west
      .customers()
      .flatMap(({ Username }) => (Username.startsWith('shopper-') ? [`customer ${Username.toLowerCase()}`] : [])),
    ...west.items().flatMap(({ SKU }) => (SKU.startsWith('ITEM-') ? [`item ${SKU}`] : [])),
  ];
  const missing = sources.filter((name) => !copies.includes(name)).map((name) => `${name} missing`);
  const surplus = copies.filter((name, at) => copies.indexOf(name) !== at || !sources.includes(name));
  return [...missing, ...surplus.map((name) => `${name} too often`)];
}

async function watermarks(): Promise<Record<string, string | null>> {
  const ledger = openLedger(stores.ledgerFile);
  try {
    const marks: Record<string, string | null> = {};
    for (const entity of ['orders', 'rmas', 'customers', 'products'] as const)
      marks[entity] = await ledger.watermark('west', entity);
    return marks;
  } finally {
    await ledger.close();
  }
}

/** Of warnings, without those of guards. */
const codes = ({ warnings }: RunSummary): string[] =>
  warnings.flatMap(({ code, guard }) => (guard === undefined ? [code] : []));

describe.each(
  someOf(
    [
      ['the store is 20 minutes ahead', { currentTime: 20 * MINUTE, stamps: 20 * MINUTE }],
      ['the store is 20 minutes behind', { currentTime: -20 * MINUTE, stamps: -20 * MINUTE }],
      ['CurrentTime alone is 20 minutes ahead', { currentTime: 20 * MINUTE }],
      ['CurrentTime alone is 20 minutes behind', { currentTime: -20 * MINUTE }],
      ['DateUpdated alone is 20 minutes ahead', { stamps: 20 * MINUTE }],
      ['CurrentTime alone is 8 hours ahead', { currentTime: 8 * HOUR }],
      ['DateUpdated alone is 8 hours ahead', { stamps: 8 * HOUR }],
      ['CurrentTime alone is 11 hours ahead', { currentTime: 11 * HOUR }],
      ['DateUpdated alone is 11 hours ahead', { stamps: 11 * HOUR }],
      ['CurrentTime is 11 hours behind and DateUpdated is right', { currentTime: -11 * HOUR }],
    ] as const,
    3,
  ),
)('%s:', (_, clocks) => {
  test('every record of every entity is copied by the next run, once, and no watermark passes our time', async () => {
    await start(clocks);
    for (const id of ['N200', 'N201', 'N202']) {
      now += 15 * MINUTE;
      sell(id);
      now += MINUTE;
      const summary = await run();
      expect(wrong()).toEqual([]);
      expect(summary.status).toBe('good');
      for (const mark of Object.values(await watermarks())) expect(mark ?? '').toMatch(/^2026/);
      for (const mark of Object.values(await watermarks())) expect((mark ?? '') <= instant(now + 120_000)).toBe(true);
    }
    now += DAY;
    const last = await run();
    expect(wrong()).toEqual([]);
    expect(last.status).toBe('good');
  }, 120_000);
});

describe.each(
  someOf(
    [
      ['20 minutes', 20 * MINUTE],
      ['8 hours', 8 * HOUR],
      ['11 hours', 11 * HOUR],
    ] as const,
    3,
  ),
)('where DateUpdated alone runs %s behind,', (_, behind) => {
  test('the daily listing brings what no window shows, says so, and is then repeated in each run', async () => {
    await start();
    ahead.stamps = -behind;
    now += 2 * MINUTE;
    sell('N200');
    now += DAY;
    const late = await run();
    expect(codes(late)).toContain('shown-late');
    expect(wrong()).toEqual([]);
    now += 2 * MINUTE;
    sell('N201');
    now += MINUTE;
    expect((await run()).status).toBe('good');
    expect(wrong()).toEqual([]);
  }, 120_000);
});

describe.each(
  someOf(
    [
      ['8 hours ahead in its first reply of a run', 8 * HOUR, 1],
      ['11 hours ahead in all replies of one run', 11 * HOUR, 0],
      ['3 days ahead in all replies of one run', 3 * DAY, 0],
      ['2 days behind in its first reply of a run', -2 * DAY, 1],
    ] as const,
    3,
  ),
)('a store that is once wrong about its time, %s,', (_, off, replies) => {
  test('has nothing passed over afterwards', async () => {
    await start();
    now += 15 * MINUTE;
    Object.assign(stores.west.switches, { currentTimeOffset: off / 1000, currentTimeWrongReplies: replies });
    sell('N200');
    const summary = await run();
    expect(summary.problems).toEqual([]);
    expect(wrong()).toEqual([]);
    Object.assign(stores.west.switches, { currentTimeOffset: 0, currentTimeWrongReplies: 0 });
    for (const id of ['N201', 'N202']) {
      now += 15 * MINUTE;
      sell(id);
      now += MINUTE;
      expect((await run()).status).toBe('good');
      expect(wrong()).toEqual([]);
    }
  }, 120_000);
});

describe('a store whose time is over a day behind ours', () => {
  test('fails alone, keeps its watermark, and loses nothing when it is right again', async () => {
    await start();
    const before = await watermarks();
    now += 15 * MINUTE;
    sell('N200');
    ahead.currentTime = -25 * HOUR;
    const failed = await stores.run();
    expect(failed.problems.map(({ store, code }) => `${store} ${code}`)).toEqual(['west clock-unbelievable']);
    expect(failed.problems[0]?.message).not.toContain('its own clock is wrong');
    expect(await watermarks()).toEqual(before);
    ahead.currentTime = 0;
    now += 15 * MINUTE;
    await run();
    expect(wrong()).toEqual([]);
  }, 60_000);

  test('is right where the primary says the same: then it is our clock that is said to be wrong', async () => {
    await start();
    ahead = { currentTime: -25 * HOUR, stamps: -25 * HOUR, primary: -25 * HOUR };
    const failed = await stores.run();
    expect(failed.problems.map(({ code }) => code)).toEqual(['clock-unbelievable']);
    expect(failed.problems[0]?.message).toContain('its own clock is wrong');
  }, 60_000);

  test('all stores together 8 hours off: that our clock is wrong is said, and all is copied', async () => {
    await start();
    ahead = { currentTime: 8 * HOUR, stamps: 8 * HOUR, primary: 8 * HOUR };
    sell('N200');
    expect(codes(await run())).toEqual(['own-clock-wrong']);
    expect(wrong()).toEqual([]);
  }, 60_000);
});

/** As an earlier version left them, or a clock that was wrong once. */
async function setWatermarks(at: number): Promise<void> {
  const ledger = openLedger(stores.ledgerFile, { now: () => now });
  try {
    const wrongRun = await ledger.beginRun({ narrowed: false });
    for (const entity of ['orders', 'rmas', 'customers', 'products'] as const)
      await ledger.completeWindow(wrongRun, 'west', entity, instant(at) as never);
    await ledger.completeWindow(wrongRun, 'primary', 'orders', instant(at) as never, 'closing');
    await ledger.finishRun(wrongRun, 'good', JSON.stringify({ bound: { west: instant(at) } }));
  } finally {
    await ledger.close();
  }
}

test('watermarks in the future go back to the last run with a bound of sense, which is said and kept in the audit', async () => {
  await start();
  const sound = await watermarks();
  const future = now + 11 * HOUR;
  now += 15 * MINUTE;
  sell('N200');
  await setWatermarks(future);
  now += 15 * MINUTE;
  sell('N201');
  const { panel } = stores.main;
  panel.addOrder(orderSeed({ OrderID: 'W999', DateUpdated: text(now), DatePlaced: text(now) }));
  const summary = await run();
  expect(wrong().filter((name) => !name.includes('W999') && !name.includes('order 999'))).toEqual([]);
  // An order that appeared in the primary meanwhile is not passed over either.
  expect(summary.differences.map(({ kind, targetId }) => `${kind} ${targetId}`)).toEqual(['foreign W999']);
  expect(codes(summary).filter((code) => code === 'watermark-taken-back')).toHaveLength(4);
  const ledger = openLedger(stores.ledgerFile);
  const audit = await ledger.history({ store: 'west', entity: 'orders', sourceId: '' });
  await ledger.close();
  expect(audit.map(({ event, detail }) => `${event}: ${detail}`)).toEqual([
    `taken-back: watermark from ${instant(future)} to ${sound['orders']}`,
  ]);
  for (const mark of Object.values(await watermarks())) expect(mark).toBe(instant(now));
}, 60_000);

test('where no run had a bound of sense, all is read from the beginning, and nothing is copied twice', async () => {
  await start({ currentTime: 20 * MINUTE });
  await setWatermarks(now + 8 * HOUR);
  const ledger = openLedger(stores.ledgerFile, { now: () => now });
  await ledger.finishRun(1, 'good', JSON.stringify({ bound: { west: instant(now + 20 * MINUTE) } }));
  await ledger.close();
  now += 15 * MINUTE;
  sell('N200');
  const summary = await run();
  expect(summary.stores['west']?.orders).toMatchObject({ read: 3, created: 1, unchanged: 2 });
  expect(wrong()).toEqual([]);
}, 60_000);

describe('an order that nobody has read', () => {
  const old = '2026-07-02 00:00:00';
  const addUnread = (): void => {
    stores.west.panel.addOrder(
      orderSeed({ OrderID: 'N300', DatePlaced: old, DateUpdated: old, DateInvoiced: '2026-07-20' }),
    );
  };

  test('is read at once when a payment names it', async () => {
    await start();
    now += 15 * MINUTE;
    addUnread();
    await run();
    expect(wrong()).toEqual(['order 300 missing']);
    stores.west.panel.addPayment({
      OrderID: 'N300',
      AmountPaid: '11.00',
      PaymentMethodName: 'Cash',
      DatePaid: text(now),
    });
    now += MINUTE;
    expect((await run()).status).toBe('good');
    expect(wrong()).toEqual([]);
  }, 60_000);

  test('is read at once when a return names it', async () => {
    await start();
    now += 15 * MINUTE;
    addUnread();
    stores.west.panel.addRma({
      OrderID: 'N300',
      RmaStatus: 'Closed',
      DateIssued: '2026-07-20',
      DateUpdated: text(now),
      RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00', TaxCode: 'GST', ReturnReason: 'Too small' }],
      Refund: [
        { RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-20' },
      ],
    });
    expect((await run()).status).toBe('good');
    expect(wrong()).toEqual([]);
  }, 60_000);

  test('is no order where its store does not deliver it', async () => {
    await start();
    now += 15 * MINUTE;
    stores.west.panel.addPayment({
      OrderID: 'N100',
      AmountPaid: '11.00',
      PaymentMethodName: 'Cash',
      DatePaid: text(now),
    });
    const [payment] = stores.west.payments();
    stores.west.panel.changePayment(payment?.PaymentID ?? '', { OrderID: 'N999' });
    const summary = await run();
    expect(summary.quarantine.filter(({ entity }) => entity === 'orders')).toEqual([]);
  }, 60_000);
});

test('each entity is read from before its watermark, so that what shows a little late is not lost', async () => {
  await start();
  now += 15 * MINUTE;
  await run();
  // Four minutes before the watermark, and not listed yet when that was reached.
  ahead.stamps = -5 * MINUTE;
  now += MINUTE;
  sell('N200');
  const summary = await run();
  expect(wrong()).toEqual([]);
  expect(codes(summary)).toEqual([]);
}, 60_000);

test('a narrowed run moves no mark of any entity, whatever it is narrowed by', async () => {
  await start();
  now += 15 * MINUTE;
  sell('N200');
  const marks = async () => {
    const ledger = openLedger(stores.ledgerFile);
    const found: unknown[] = [];
    for (const store of ['west', 'primary'])
      for (const entity of ['orders', 'payments', 'rmas', 'customers', 'products'] as const)
        for (const name of ['changes', 'sweep', 'gone', 'copies', 'closing', 'listed-anew', 'shown-late'])
          found.push(await ledger.watermark(store, entity, name));
    await ledger.close();
    return found;
  };
  const before = await marks();
  expect(before.filter((mark) => mark !== null).length).toBeGreaterThan(8);
  // Late enough for all that is done once a day.
  now += 2 * DAY;
  const narrowings: readonly Narrowing[] = [
    ...(['orders', 'payments', 'rmas', 'customers', 'products'] as const).map((entity) => ({ entities: [entity] })),
    { orders: ['N200'] },
    { stores: ['west'] },
    { limit: 1 },
    { since: '2026-07-20' as never },
  ];
  // The ledger refuses to move a mark in such a run, so one that tried would have a problem.
  for (const narrowing of narrowings) expect((await stores.run({ narrowing })).problems).toEqual([]);
  expect(await marks()).toEqual(before);
  expect(stores.main.rmas().map(({ OrderID }) => OrderID)).toEqual(['W200']);
  await run();
  expect(wrong()).toEqual([]);
  expect(await marks()).not.toEqual(before);
}, 60_000);

describe.each(
  someOf(
    [
      ['20 minutes ahead', 20 * MINUTE],
      ['11 hours ahead', 11 * HOUR],
      ['20 minutes behind', -20 * MINUTE],
    ] as const,
    3,
  ),
)('a primary that is %s in one run', (_, off) => {
  test('does not hide what appears in it until then', async () => {
    await start();
    now += 15 * MINUTE;
    stores.main.switches.currentTimeOffset = off / 1000;
    await run();
    stores.main.switches.currentTimeOffset = 0;
    now += 5 * MINUTE;
    stores.main.panel.addOrder(orderSeed({ OrderID: 'W999', DateUpdated: text(now), DatePlaced: text(now) }));
    now += MINUTE;
    expect((await stores.run()).differences.map(({ targetId }) => targetId)).toEqual(['W999']);
  }, 60_000);
});
