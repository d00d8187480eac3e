import type { OrderSeed } from '../../../src/fake-store/index.ts';
import { orderSeed } from '../../rules/support/two-stores.ts';
import type { Way } from '../support/try-remedies.ts';

export const paid = (Id: string, Amount: string, more: Readonly<Record<string, string>> = {}) => ({
  ...{ Id, Amount, PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' },
  ...more,
});

/** A mug at 11.00, with GST in it. */
export const MUG = { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' };

/** N100 of 11.00, sent and paid, unless something is said of it. */
export const order = (more: Partial<OrderSeed> = {}): OrderSeed =>
  orderSeed({ OrderID: 'N100', OrderPayment: [paid('1', '11.00')], ...more });

/** Somebody corrects N100 in its store, then types what is printed. */
export const mended = (choice: string, changes: Partial<OrderSeed>): Way => ({
  choice,
  first: ({ west }) => west.panel.changeOrder('N100', changes),
});

/** Somebody changes a key of the pipeline file, such as `west.orders.surchargeSku`. */
export const edited = (choice: string, path: string, value: unknown): Way => ({
  choice,
  first: ({ edit }) => edit(path, value),
});

/** Entered by hand as `quarantine show` says, and linked as `todo` says. */
export const LINK: Way = { choice: 'link' };
/** With what `todo` says is out of the books then. */
export const DROP: Way = { choice: 'drop' };
