import { expect, test } from 'vitest';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;
const paid = (id: string) => ({ Id: id, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' });
const payment = ({ main }: TwoStores, reference: string) =>
  main.payments().find(({ CardAuthorisation }) => CardAuthorisation === reference)?.PaymentID ?? '';
const onCopy = ({ main }: TwoStores, id: string) =>
  main.payments(id).map(({ AmountPaid, CardAuthorisation }) => `${CardAuthorisation} ${AmountPaid}`);

test('a payment that staff remove, move or change in the primary is quarantined within a day, and ends as the message says', async () => {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const numbers = ['1', '2', '3', '4', '5', '6', '7'];
  const orders = numbers.map((id) => orderSeed({ OrderID: `N10${id}`, OrderPayment: [paid(id)] }));
  await withTwoStores({ orders, clock: () => now }, async (stores) => {
    expect(heldIn(await stores.run())).toEqual([]);
    const { panel } = stores.main;
    panel.removePayment(payment(stores, 'west:1'));
    panel.removePayment(payment(stores, 'west:2'));
    panel.changePayment(payment(stores, 'west:3'), { AmountPaid: '9.00' });
    panel.changePayment(payment(stores, 'west:4'), { PaymentMethodName: 'Credit Card' });
    panel.changePayment(payment(stores, 'west:5'), { DatePaid: '2026-07-15 02:00:00' });
    panel.changePayment(payment(stores, 'west:6'), { OrderID: 'W107' });
    now += DAY;
    const summary = await stores.run();
    expect(heldIn(summary)).toEqual([
      'payments 1: payment-copy-gone',
      'payments 2: payment-copy-gone',
      'payments 3: payment-copy-changed',
      'payments 4: payment-copy-changed',
      'payments 5: payment-copy-changed',
      'payments 6: payment-copy-gone',
    ]);
    const decide = decisionsOn(stores, 'payments');
    expect(await decide.accept('1')).toBe('settled');
    expect(await decide.retry('2')).toBe('to-be-read');
    expect(await decide.accept('3')).toBe('settled');
    panel.changePayment(payment(stores, 'west:4'), { PaymentMethodName: 'Cash' });
    expect(await decide.retry('4')).toBe('to-be-read');
    expect(await decide.accept('5')).toBe('settled');
    panel.changePayment(payment(stores, 'west:6'), { OrderID: 'W106' });
    expect(await decide.retry('6')).toBe('to-be-read');
    expect(heldIn(await stores.run())).toEqual([]);
    for (let day = 0; day < 2; day += 1) {
      now += DAY;
      expect(heldIn(await stores.run())).toEqual([]);
    }
    expect(numbers.map((id) => onCopy(stores, `W10${id}`))).toEqual([
      [],
      ['west:2 11'],
      ['west:3 9.00'],
      ['west:4 11'],
      ['west:5 11'],
      ['west:6 11'],
      ['west:7 11'],
    ]);
  });
});

test('a return that staff remove or change in the primary is quarantined within a day, and ends as the message says', async () => {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const numbers = ['1', '2', '3', '4'];
  const orders = numbers.map((id) => orderSeed({ OrderID: `N10${id}` }));
  const rules = {
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual' },
  };
  await withTwoStores({ orders, rules, main: { staff: ['anna'] }, clock: () => now }, async (stores) => {
    const ids = numbers.map(
      (id) =>
        stores.west.panel.addRma({
          OrderID: `N10${id}`,
          DateIssued: '2026-07-12',
          RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
          Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded' }],
        }).RmaID,
    );
    expect(heldIn(await stores.run())).toEqual([]);
    const copy = (id = '') =>
      stores.main.rmas().find(({ PurchaseOrderNumber }) => PurchaseOrderNumber === `west:${id}`)?.RmaID ?? '';
    const [first, second, third, fourth] = ids;
    stores.main.panel.removeRma(copy(first));
    stores.main.panel.removeRma(copy(second));
    stores.main.panel.changeRma(copy(third), {
      RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '9.00' }],
    });
    // At an unchanged total.
    stores.main.panel.changeRma(copy(fourth), {
      RmaLine: [{ SKU: 'MUG', Quantity: 2, RefundSubtotal: '11.00' }],
    });
    now += DAY;
    expect(heldIn(await stores.run())).toEqual([
      `rmas ${first}: rma-copy-gone`,
      `rmas ${second}: rma-copy-gone`,
      `rmas ${third}: rma-copy-changed`,
      `rmas ${fourth}: rma-copy-changed`,
    ]);
    const decide = decisionsOn(stores, 'rmas');
    expect(await decide.accept(first ?? '')).toBe('settled');
    expect(await decide.retry(second ?? '')).toBe('to-be-read');
    expect(await decide.accept(third ?? '')).toBe('settled');
    expect(await decide.accept(fourth ?? '')).toBe('settled');
    expect(heldIn(await stores.run())).toEqual([]);
    now += DAY;
    expect(heldIn(await stores.run())).toEqual([]);
    expect(
      stores.main
        .rmas()
        .map(({ PurchaseOrderNumber }) => PurchaseOrderNumber)
        .sort(),
    ).toEqual([`west:${second}`, `west:${third}`, `west:${fourth}`].sort());
  });
});

test('an older payment that staff change in the primary is found within 14 days, and within one where its order shows a change', async () => {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const numbers = ['1', '2', '3', '4'];
  const orders = numbers.map((id) => orderSeed({ OrderID: `N10${id}`, OrderPayment: [paid(id)] }));
  await withTwoStores({ orders, clock: () => now }, async (stores) => {
    await stores.run();
    now += 60 * DAY;
    expect(heldIn(await stores.run())).toEqual([]);
    const { panel } = stores.main;
    panel.changePayment(payment(stores, 'west:1'), { AmountPaid: '9.00' });
    panel.changePayment(payment(stores, 'west:2'), { CurrencyCode: 'USD' });
    panel.removePayment(payment(stores, 'west:3'));
    panel.changePayment(payment(stores, 'west:4'), { AmountPaid: '9.00' });
    panel.changeOrder('W104', { CustomerRef1: 'seen' });
    const foundOn = new Map<string, number>();
    for (let day = 1; day <= 14; day += 1) {
      now += DAY;
      for (const held of heldIn(await stores.run())) foundOn.set(held, foundOn.get(held) ?? day);
    }
    expect([...foundOn.keys()].sort()).toEqual([
      'payments 1: payment-copy-changed',
      'payments 2: payment-copy-changed',
      'payments 3: payment-copy-gone',
      'payments 4: payment-copy-changed',
    ]);
    expect(foundOn.get('payments 4: payment-copy-changed')).toBe(1);
    expect(new Set(foundOn.values()).size, 'in turns').toBeGreaterThan(1);
  });
});
