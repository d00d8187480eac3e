import { afterEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../../src/ledger/sqlite-ledger.ts';
import type { RunSummary } from '../../../src/pipeline/run/summary.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../../rules/support/two-stores.ts';
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
      marks[entity] = await ledger.cursor('west', entity);
    return marks;
  } finally {
    await ledger.close();
  }
}

describe.each([
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
])('%s:', (_, clocks) => {
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
