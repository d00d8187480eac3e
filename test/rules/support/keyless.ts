import type { RunOptions } from '../../../src/run/options.ts';
import type { RunSummary } from '../../../src/run/summary.ts';
import { orderSeed, type Setting, type TwoStores, withTwoStores } from './two-stores.ts';

/** What has no key in Neto: nothing but a reference of ours tells one payment or one return from another. */
export const keyless = ['payments', 'rmas'] as const;
export type Keyless = (typeof keyless)[number];

export const writing = { payments: 'AddPayment', rmas: 'AddRma' } as const;
export const reading = { payments: 'GetPayment', rmas: 'GetRma' } as const;

const MINUTE = 60_000;

export interface KeylessStores extends TwoStores {
  /** A run, so many minutes after the one before. */
  later(minutes: number, options?: Partial<RunOptions>): Promise<RunSummary>;
  /** What stands on the copies, as `west:1 11`, whatever a run reads of it. */
  there(entity: Keyless): string[];
  /** How often the primary was asked to add one. */
  sent(entity: Keyless): number;
}

const rma = {
  staff: 'anna',
  warehouse: 'Virtual',
  waitDays: 0,
  taxCode: 'GST',
  freeTaxCode: 'FREE',
};

/** An order for each of these amounts, paid and given back in full; payment and return bear its number from 1. */
export async function withKeyless<T>(
  amounts: readonly string[],
  use: (stores: KeylessStores) => Promise<T>,
  setting: Setting & { readonly only?: Keyless; readonly authorisation?: string } = {},
): Promise<T> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const only = setting.only === undefined ? keyless : [setting.only];
  const orders = amounts.map((amount, index) => {
    const payment = { Id: String(index + 1), Amount: amount, PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' };
    return orderSeed({
      OrderID: `N${100 + index}`,
      OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: amount }],
      OrderPayment: [{ ...payment, CardAuthorisation: setting.authorisation ?? 'ch_3Nx 7788' }],
    });
  });
  const whole: Setting = {
    clock: () => now,
    orders,
    ...setting,
    main: { staff: ['anna'], ...setting.main },
    rules: { entities: ['products', 'customers', 'orders', ...only], rma, ...setting.rules },
  };
  return withTwoStores(whole, async (stores) => {
    for (const [index, amount] of amounts.entries()) {
      if (!only.includes('rmas')) continue;
      const Refund = [
        { RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' },
      ];
      stores.west.panel.addRma({
        RmaID: String(index + 1),
        OrderID: `N${100 + index}`,
        RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }],
        Refund,
        InternalNotes: 'Came back in its box',
      });
    }
    return use({
      ...stores,
      later(minutes, options) {
        now += minutes * MINUTE;
        return stores.run(options);
      },
      there: (entity) =>
        (entity === 'payments'
          ? stores.main.payments().map((one) => `${one.CardAuthorisation} ${Number(one.AmountPaid)}`)
          : stores.main.rmas().map((one) => `${one.PurchaseOrderNumber} ${Number(one.RefundTotal)}`)
        ).toSorted(),
      sent: (entity) => stores.main.requests.filter(({ action }) => action === writing[entity]).length,
    });
  });
}
