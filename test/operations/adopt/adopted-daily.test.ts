import { expect, test } from 'vitest';
import type { OrderSeed } from '../../../src/fake-store/index.ts';
import { adoptIntoLedger } from '../../../src/operations/adopt/open-adoption.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';

const DAY = 86_400_000;
const ids = ['100', '101', '102', '103'];
const payment = { Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' };

/** What another recipe made of them: another SKU, no e-mail, and payments without a reference of ours. */
function copyOf(own: OrderSeed): OrderSeed {
  const OrderLine = [{ SKU: 'W-MUG', Quantity: 1, UnitPrice: '11.00' }];
  return { ...own, OrderID: own.OrderID.replace('N', 'W'), Email: '', OrderLine, OrderPayment: [payment] };
}

async function withAdopted(use: (stores: TwoStores, nextDay: () => void) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const orders = ids.map((id) => orderSeed({ OrderID: `N${id}`, OrderPayment: [{ ...payment, Id: id }] }));
  await withTwoStores({ orders, main: { orders: orders.map(copyOf) }, clock: () => now }, async (stores) => {
    const { adopted } = await adoptIntoLedger({ pipeline: await stores.pipeline(), home: stores.home });
    expect(adopted).toEqual({ west: { orders: ids.length, payments: ids.length } });
    await use(stores, () => {
      now += DAY;
    });
  });
}

test('copies that were taken over as another recipe made them are left in peace by the daily look', () =>
  withAdopted(async ({ run, main }, nextDay) => {
    for (let day = 0; day < 15; day += 1) {
      expect(heldIn(await run()), `day ${day}`).toEqual([]);
      nextDay();
    }
    expect(main.payments()).toHaveLength(ids.length);
  }));

test('what staff do to copies that were taken over is found by the daily look: gone, cancelled, another total, another amount', () =>
  withAdopted(async ({ run, main }, nextDay) => {
    expect(heldIn(await run())).toEqual([]);
    nextDay();
    expect(heldIn(await run())).toEqual([]);
    const { panel } = main;
    const paymentOf = (id: string) => main.payments(id)[0]?.PaymentID ?? '';
    panel.removeOrder('W100');
    panel.changeOrder('W101', { OrderStatus: 'Cancelled' });
    panel.changeOrder('W102', { OrderLine: [{ SKU: 'W-MUG', Quantity: 1, UnitPrice: '12.00' }] });
    panel.changePayment(paymentOf('W103'), { AmountPaid: '9.00' });
    nextDay();
    expect(heldIn(await run()).sort()).toEqual([
      'orders N100: copy-gone',
      'orders N101: copy-gone',
      'orders N102: copy-changed',
      'payments 103: payment-copy-gone',
    ]);
  }));

test('a field that staff change on a copy that was taken over, its total staying as it was, is found by the daily look', () =>
  withAdopted(async ({ run, main }, nextDay) => {
    await run();
    nextDay();
    expect(heldIn(await run())).toEqual([]);
    main.panel.changeOrder('W100', { OrderTax: '0.50' } as Partial<OrderSeed>);
    main.panel.changeOrder('W101', { DateInvoiced: '2026-08-02' });
    main.panel.changeOrder('W102', { InternalOrderNotes: 'called the shopper' });
    nextDay();
    const { quarantine } = await run();
    expect(
      quarantine.map(({ sourceId, code, reason }) => `${sourceId} ${code}: ${reason.split('primary: ')[1]}`),
    ).toEqual([
      'N100 copy-changed: GST is 0.50, and was 1.00',
      'N101 copy-changed: invoice date is 2026-08-02, and was 2026-07-10',
    ]);
  }));
