import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectOrder } from '../../src/entities/order/compare/expect-order.ts';
import { compareOrder } from '../../src/entities/order/compare/order.ts';
import { judgeOrder } from '../../src/entities/order/transform/judge-order.ts';
import { type OrderLoad, transformOrder } from '../../src/entities/order/transform/order.ts';
import { addOrder } from '../../src/fake-store/actions/orders/add-order.ts';
import { loadSeed } from '../../src/fake-store/load-seed.ts';
import { type StoredOrder, storedOrder } from '../../src/fake-store/records/order-record.ts';
import { readSeed } from '../../src/fake-store/seed.ts';
import { StoreState } from '../../src/fake-store/state.ts';
import { readSwitches, type Switches } from '../../src/fake-store/switches.ts';
import { computeTotals } from '../../src/fake-store/totals.ts';
import { toValue, type ValueMap } from '../../src/fake-store/value.ts';
import { absolute, add, compare, decimal, equal, multiply, subtract } from '../../src/model/money.ts';
import type { Order } from '../../src/model/order.ts';
import { readOrder } from '../../src/neto/order-fields.ts';
import { orderFields } from '../../src/neto/order-writer.ts';
import { many } from '../support/many.ts';
import { context, rules } from '../transform/samples.ts';
import { type WholeOrder, wholeOrder } from './support/whole-orders.ts';

/** At least this many in each run. */
const ORDERS = many(600, 10_000);
/** The same orders in each run; set it to see others. */
const SEED = Number(process.env['WHOLE_ORDERS_SEED'] ?? 20261128);

const GST = '10';
const west = rules({ orders: { surchargeSku: 'FEE' }, prefix: { N: 'W' } });

const amountIn = (text: string) => decimal(text === '' ? 0 : text);

/** The order as its own store has it: totals by the store's arithmetic, and what is hidden on top. */
function inItsStore({ seed, hiddenCents }: WholeOrder, switches: Switches): StoredOrder {
  const order = storedOrder({ ...seed, OrderType: 'sales', CompleteStatus: 'Approved' });
  for (const [place, line] of order.OrderLine.entries()) line.OrderLineID = `N100-${place}`;
  if (switches.shippingTotal === 'after-discount') {
    order.ShippingTotal = subtract(amountIn(order.ShippingTotal), amountIn(order.ShippingDiscount));
  }
  computeTotals(order, GST, switches);
  order.GrandTotal = add(amountIn(order.GrandTotal), decimal((hiddenCents / 100).toFixed(2)));
  return order;
}

function asRead(order: StoredOrder): Order {
  return readOrder(order as unknown as Record<string, unknown>, 'Australia/Perth', new Map());
}

/** What the primary makes of the very fields that are sent to it. */
function inThePrimary({ draft }: OrderLoad, switches: Switches, OrderRounding = '0'): Order {
  const seed = { name: 'Main', items: ['MUG', 'FEE'].map((SKU) => ({ SKU, Name: SKU, DefaultPrice: '1' })) };
  const state = new StoreState(readSeed(seed), switches, () => Date.parse('2026-08-01T00:00:00Z'));
  loadSeed(state, state.now());
  addOrder(state, toValue({ ...orderFields(draft), OrderRounding }) as ValueMap, []);
  const stored = state.order(draft.orderId);
  if (stored === undefined) throw new Error('The primary has not stored the order');
  return asRead(stored);
}

type Fate =
  | 'copied'
  | 'quarantined by its read-back'
  | 'quarantined for its GST or lines'
  | `quarantined: ${string}`
  | `left out: ${string}`;

/** Takes one order all the way, and checks what must hold wherever it ends. */
function copy(whole: WholeOrder, switches: Switches): Fate {
  const source = asRead(inItsStore(whole, switches));
  const judgement = judgeOrder(source, west);
  const outcome = judgement.kind === 'wanted' ? transformOrder(source, west, context()) : judgement;
  if (outcome.kind === 'skip') return `left out: ${outcome.reason}`;
  if (outcome.kind === 'quarantine') return `quarantined: ${outcome.reason}`;
  if (outcome.kind === 'stop') throw new Error(outcome.message);
  const added = inThePrimary(outcome, switches);
  // What is meant is the source's own total, and nothing but it.
  expect(outcome.predictedTotal).toBe(source.grandTotal);
  const off = subtract(source.grandTotal, added.grandTotal);
  const isDoubt = !equal(outcome.doubt, decimal(0)) && compare(absolute(off), decimal('0.05')) <= 0;
  // As the run does it, before anything is approved.
  const primary = isDoubt ? inThePrimary(outcome, switches, off) : added;
  const resolved = { username: outcome.draft.username, skus: new Map<string, string>() };
  const differences = compareOrder(expectOrder(source, west, resolved), primary);
  const isRight = equal(primary.grandTotal, source.grandTotal);
  expect(differences.some(({ field }) => field === 'total')).toBe(!isRight);
  if (!isRight) return 'quarantined by its read-back';
  // What comes to the cent is not quarantined for any other field, but where a coupon took GST off that no line bears, or where
  // a coupon and hidden cents together let the lines be read in two ways, or where a coupon is more than what is taxed.
  const others = differences.filter((one) => one.class === 'must-agree');
  const hasCoupon = source.couponDiscount !== '0';
  const isDoubleDoubt = hasCoupon && whole.seed.OrderRounding !== '0.00';
  const unexpected = others.filter(
    ({ key }) =>
      !(key === 'gst' && hasCoupon) &&
      !(key === 'line-discount' && isDoubleDoubt) &&
      !(key === 'line-tax' && exceedsTaxed(source)),
  );
  expect(unexpected).toEqual([]);
  return others.length === 0 ? 'copied' : 'quarantined for its GST or lines';
}

function exceedsTaxed({ couponDiscount, lines }: Order): boolean {
  const taxed = lines.filter(({ tax }) => tax !== '0').map(({ quantity, unitPrice }) => multiply(quantity, unitPrice));
  return compare(add(...taxed), couponDiscount) < 0;
}

/** Every setting of what the reference leaves open about totals. */
const arithmetic = (['per-line', 'per-unit'] as const).flatMap((discountAmount) =>
  (['before-discount', 'after-discount'] as const).flatMap((shippingTotal) =>
    (['included', 'added'] as const).flatMap((shippingTax) =>
      (['per-line', 'per-order'] as const).map((taxRounding) =>
        readSwitches({ discountAmount, shippingTotal, shippingTax, taxRounding }),
      ),
    ),
  ),
);

describe('whole orders', () => {
  test(`${ORDERS} of them come to the cent or are quarantined, in the store's own arithmetic`, {
    timeout: 300_000,
  }, () => {
    const fates = new Map<Fate, number>();
    const run = fc.property(wholeOrder, fc.constantFrom(...arithmetic), (whole, switches) => {
      const fate = copy(whole, switches);
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
    });
    console.log(`whole orders: seed ${SEED}`);
    fc.assert(run, { numRuns: ORDERS, seed: SEED });
    console.log('whole orders:', Object.fromEntries([...fates].sort(([, a], [, b]) => b - a)));
    const total = [...fates.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThanOrEqual(ORDERS);
    // Most orders have nothing odd about them: a rule that quarantined them all would keep this promise too.
    expect(fates.get('copied') ?? 0).toBeGreaterThan(ORDERS * 0.6);
    expect(fates.get('quarantined by its read-back') ?? 0).toBeLessThan(ORDERS * 0.05);
    expect(fates.get('quarantined for its GST or lines') ?? 0).toBeLessThan(ORDERS * 0.002);
  });
});
