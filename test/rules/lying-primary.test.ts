import { expect, test } from 'vitest';
import type { Lie } from '../../src/fake-store/index.ts';
import { primaryThat, showing } from './support/between-primary.ts';
import { withKeyless } from './support/keyless.ts';
import { orderSeed, withTwoStores } from './support/two-stores.ts';

/** Nothing else is altered, and the total stays as it was. */
const lies: readonly (readonly [what: string, lie: Lie, says: string])[] = [
  ['the day an order counts on', { on: 'add-order', field: 'DateInvoiced', by: '1' }, 'orders N100: invoice date'],
  ['the GST of an order', { on: 'add-order', field: 'OrderTax', value: '0.00' }, 'orders N100: GST'],
  ['a quantity', { on: 'add-order', field: 'OrderLine.Quantity', value: '2', balance: 'price' }, 'orders N100: line 1 quantity'],
  ['a product', { on: 'add-order', field: 'OrderLine.SKU', value: 'BOOK' }, 'orders N100: line 1 SKU'],
  ['the account of an order', { on: 'add-order', field: 'Username', value: 'another' }, 'orders N100: username'],
  ['the day when it approves', { on: 'approve', field: 'DateInvoiced', by: '1' }, 'orders N100: invoice date'],
  ['the GST when it approves', { on: 'approve', field: 'OrderTax', value: '0.00' }, 'orders N100: GST'],
  ['the total when it approves', { on: 'approve', field: 'GrandTotal', by: '0.01' }, 'orders N100: total'],
  ['the amount of a payment', { on: 'add-payment', field: 'AmountPaid', by: '-1' }, 'payments 1: amount'],
  ['the day of a payment', { on: 'add-payment', field: 'DatePaid', by: '1' }, 'payments 1: date'],
  ['the method of a payment', { on: 'add-payment', field: 'PaymentMethodName', value: 'Credit Card' }, 'payments 1: method'],
  ['a product that came back', { on: 'add-rma', field: 'RmaLine.SKU', value: 'BOOK' }, 'rmas 1: line 1 SKU'],
  ['the tax of a return', { on: 'add-rma', field: 'RmaLine.Tax', value: '0.00' }, 'rmas 1: line 1 tax'],
  ['the way in which a return is paid out', { on: 'add-rma', field: 'Refund.PaymentMethodName', value: 'Credit Card' }, 'rmas 1: refund methods'],
]; // biome-ignore format: a table

test.each(lies)('a primary that alters %s is found, and its record is quarantined', async (_, lie, says) => {
  await withKeyless(
    ['11.00'],
    async (stores) => {
      const { quarantine } = await stores.run();
      const told = quarantine
        .filter(({ code }) => code !== 'waits-for')
        .map(({ entity, sourceId, reason }) => `${entity} ${sourceId}: ${reason}`);
      expect(told).toEqual([expect.stringContaining(says)]);
    },
    { primarySwitches: { lies: [lie] } },
  );
});

const made: readonly (readonly [what: string, action: string, field: string, value: string, says: string])[] = [
  ['the credit limit of an account', 'GetCustomer', 'CreditLimit', '500.00', 'customers jsmith: credit limit'],
  ['the company of an account', 'GetCustomer', 'BillCompany', 'Acme', 'customers jsmith: company'],
  ['the tax of a product', 'GetItem', 'TaxFreeItem', 'True', 'products MUG: tax free'],
  ['whether a product is visible', 'GetItem', 'Visible', 'True', 'products MUG: visible'],
]; // biome-ignore format: a table

test.each(made)(
  'a primary that alters %s is found, and its record is quarantined',
  async (_, action, field, value, says) => {
    const rules = { customers: { policy: 'prefix' }, products: { policy: 'prefix', skuPrefix: 'W-' } };
    const customers = [
      { Username: 'jsmith', EmailAddress: 'jane@example.com', BillingAddress: { BillCompany: 'Smith' } },
    ];
    await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })], west: { customers }, rules }, async (stores) => {
      const between = primaryThat({ [action]: showing([field], () => value) });
      const { quarantine } = await stores.run({ between });
      const told = quarantine.map(({ entity, sourceId, reason }) => `${entity} ${sourceId}: ${reason}`.toLowerCase());
      expect(told).toEqual(expect.arrayContaining([expect.stringContaining(says.toLowerCase())]));
      expect(stores.main.order('W100')).toBeUndefined();
    });
  },
);
