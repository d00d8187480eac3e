import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { type Ended, runProgram } from './program.ts';

const payment = (Id: string, Amount = '11.00') => ({ Id, Amount, DatePaid: '2026-07-10', PaymentType: 'Cash' });
const paid = (OrderID: string, Id: string) => orderSeed({ OrderID, OrderPayment: [payment(Id)] });

let stores: TwoStores;
beforeAll(async () => {
  stores = await startTwoStores({
    orders: [
      paid('N1', '1'),
      paid('N2', '2'),
      paid('N3', '3'),
      orderSeed({ OrderID: 'N4', GrandTotal: '11.64' }),
      paid('N5', '5'),
      orderSeed({ OrderID: 'N6', ShippingOption: 'Camel' }),
    ],
    main: { staff: ['anna'] },
    rules: {
      entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
      rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
    },
    primarySwitches: { lies: [{ on: 'add-order', field: 'DateInvoiced', by: '1', orders: ['W1'] }] },
  });
  stores.west.panel.addRma({
    RmaID: '9',
    OrderID: 'N3',
    RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
    Refund: [
      { RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' },
    ],
  });
  await stores.run();
  await accept('N1', 'the bookkeeper has seen the day');
  await accept('N4', 'rounded at the till');
  await stores.run();
});
afterAll(() => stores?.close());

const program = (words: readonly string[]): Promise<Ended> =>
  runProgram(words, {
    folder: stores.home,
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home },
  });
const accept = (id: string, reason: string) =>
  program(['quarantine', 'accept', 'pipeline.yaml', id, '--entity', 'orders', '--reason', reason]);
/** In one line, since where it is broken is no matter here. */
const trace = async (id: string) => (await program(['trace', id, 'pipeline.yaml'])).stdout.replace(/\s+/g, ' ');

describe('trace', () => {
  test('says of both sides in what they agree: total, GST, payments and returns', async () => {
    const text = await trace('N3');
    expect(text).toContain('Both sides agree to the cent in total, GST, payments and returns.');
    expect(text).toContain('return 9');
    expect(text).not.toContain('Not compared');
  });

  test('says what was accepted, when and why, and calls it no difference', async () => {
    const text = await trace('N1');
    expect(text).toContain('Explained: 1 difference accepted by you, with a reason. All else agrees to the cent');
    expect(text).toMatch(
      /What was accepted \S+ \S+ Sydney time order N1: the bookkeeper has seen the day invoice date: 2026-07-10 in west, 2026-07-11 in the primary/,
    );
    expect(text).not.toContain('How the two sides differ');
    expect(text).not.toContain('To do:');
  });

  test('says which total was accepted where the copy comes to another one', async () => {
    const text = await trace('W4');
    expect(text).toContain('All else agrees to the cent');
    expect(text).toContain('-0.64: rounded at the till total: 11.64 in west, 11.00 in the primary');
    expect(text).not.toContain('To do:');
  });

  test('does not say that both sides agree where a payment differs or is missing', async () => {
    const [copy] = stores.main.payments().filter(({ OrderID }) => OrderID === 'W2');
    stores.main.panel.changePayment(copy?.PaymentID ?? '', { AmountPaid: '10.00' });
    const text = await trace('N2');
    expect(text).not.toContain('agree to the cent');
    expect(text).toContain('The two sides part now, by one difference.');
    expect(text).toContain('The amount of payment 2 of N2 is 11.00 in west, but 10.00 on W2 in the primary.');
    expect(text).toContain('To do: Correct the payment in the primary by hand');
  });

  test('does not call GST agreed where a store does not show it, and says so', async () => {
    stores.main.switches.notShown = ['Order.OrderTax'];
    const text = await trace('N5');
    stores.main.switches.notShown = [];
    expect(text).toContain('Both sides agree to the cent in total, payments and returns. Not all could be compared');
    expect(text).toContain('Not compared - Orders of west, GST: the primary does not show it.');
  });

  test('without asking a store compares nothing, and still says what was accepted', async () => {
    const { stdout } = await program(['trace', 'N1', 'pipeline.yaml', '--offline']);
    expect(stdout).not.toContain('agree');
    expect(stdout).toContain('the bookkeeper has seen the day');
  });
});

test('trace finds what is quarantined by the number that its copy would get, and says what stands there under it', async () => {
  expect(await trace('w6')).toContain('west N6 -> W6: in quarantine');
  stores.main.panel.addOrder(orderSeed({ OrderID: 'W6', DateUpdated: undefined }));
  const there = await trace('W6');
  expect(there).toContain('W6 in the primary is there, and was copied by no run: if it was entered for N6,');
  expect(there).not.toMatch(/no copy|not read yet|is not there/);
});

test('doctor calls no copy changed whose total a person accepted, and names one that staff changed', async () => {
  const doctor = async () => (await program(['doctor', 'pipeline.yaml', '--online'])).stdout.replace(/\s+/g, ' ');
  const before = stores.main.order('W3')?.GrandTotal ?? '';
  expect(await doctor()).toContain('5 copies were looked up, and are as the map says');
  stores.main.panel.changeOrder('W4', { GrandTotal: '11.30' });
  stores.main.panel.changeOrder('W3', { GrandTotal: '12.00' });
  expect(await doctor()).toContain('west N3 (W3) comes to 12.00; it was copied with 11.00');
  stores.main.panel.changeOrder('W3', { GrandTotal: before });
  stores.main.panel.changeOrder('W4', { GrandTotal: '11.00' });
});

test('check does not say that an order would be quarantined whose total a person accepted', async () => {
  const check = async () => (await program(['check', 'pipeline.yaml'])).stdout.replace(/\s+/g, ' ');
  expect(await check()).not.toContain('total-unexplained');
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
  stores.west.panel.addOrder(orderSeed({ OrderID: 'N6', GrandTotal: '11.64', DateUpdated: now }));
  expect(await check()).toContain('Would be quarantined (total-unexplained): 1 recent order (N6)');
  await stores.run();
  await accept('N6', 'as the one before');
  expect(await check()).not.toContain('total-unexplained');
  stores.west.panel.changeOrder('N6', { GrandTotal: '12.64' });
  expect(await check()).toContain('total-unexplained');
});
