import type { Row } from '../support/try-remedies.ts';
import { DROP, edited, LINK, MUG, mended, order } from './parts.ts';

const jane = {
  Username: 'jsmith',
  EmailAddress: 'jane@example.com',
  BillingAddress: { BillFirstName: 'Jane', BillLastName: 'Smith' },
};
const prefix = { customers: { policy: 'prefix', usernamePrefix: 'w_' } };
const house = { policy: 'house', house: { username: 'west_store', email: 'accounts@example.com' } };
const LONG = 'MUG-WITH-A-VERY-LONG-NAME';
const item = (SKU: string, Name = 'Mug') => ({ SKU, Name, DefaultPrice: '11.00' });
const waits = { left: ['waits-for'], books: 'orders -11.00, payments -11.00' } as const;

/** Why a customer or a product can not be matched or made. */
export const peopleRows: readonly Row[] = [
  {
    code: 'sku-too-long',
    entity: 'orders',
    setting: {
      orders: [order({ OrderLine: [{ ...MUG, SKU: LONG }] })],
      west: { items: [item(LONG)] },
      main: { items: [item(LONG), item('FEE', 'Fee')] },
      rules: { products: { policy: 'prefix', skuPrefix: 'WEST-' } },
    },
    ways: [
      edited('by itself, with a shorter prefix', 'west.products', { policy: 'match' }),
      edited('retry', 'west.products', { policy: 'match' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'sku-unmapped',
    entity: 'products',
    setting: { orders: [order()], rules: { products: { policy: 'match', services: { MUG: 'NOT-THERE' } } } },
    ways: [
      { choice: 'retry', first: ({ main }) => main.panel.addItem(item('NOT-THERE')) },
      edited('retry (another map)', 'west.products.services', { MUG: 'FEE' }),
      { ...DROP, ...waits },
    ],
  },
  {
    code: 'sku-name-differs',
    entity: 'products',
    setting: {
      orders: [order()],
      main: { items: [item('MUG', 'Bowl'), item('FEE', 'Fee')] },
      rules: { products: { policy: 'match', sameSkuOtherName: 'hold' } },
    },
    ways: [
      { choice: 'retry', first: ({ main }) => main.panel.changeItem('MUG', { Name: 'Mug' }) },
      edited('retry (the same product)', 'west.products.sameSkuOtherName', 'warn'),
      { ...DROP, ...waits },
    ],
  },
  {
    code: 'sku-unfit-for-xero',
    entity: 'orders',
    setting: {
      orders: [order({ OrderLine: [{ ...MUG, SKU: 'MUG 1' }] })],
      west: { items: [item('MUG 1')] },
      main: { items: [item('MUG 1'), item('FEE', 'Fee')] },
      guards: { skus: 'hold' },
    },
    ways: [
      edited('by itself, with a placeholder', 'west.products', { policy: 'placeholder', placeholderSku: 'FEE' }),
      edited('by itself, let through', 'guards.skus', 'warn'),
      edited('retry', 'guards.skus', 'warn'),
      LINK,
      DROP,
    ],
  },
  {
    code: 'email-too-long',
    entity: 'orders',
    setting: {
      orders: [order({ Email: `${'a'.repeat(250)}@example.com` })],
      rules: { orders: { email: 'shopper', mailTemplatesOff: 'confirmed' } },
    },
    ways: [
      edited('by itself, with the address of the house', 'west.orders.email', 'house'),
      mended('retry', { Email: 'jane@example.com' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'customer-name-differs',
    entity: 'customers',
    setting: {
      orders: [order()],
      rules: prefix,
      west: { customers: [jane] },
      main: { customers: [{ ...jane, Username: 'w_jsmith', BillingAddress: { BillFirstName: 'Jo', BillLastName: 'Jones' } }] },
    },
    ways: [
      { choice: 'retry', first: ({ main }) => main.panel.changeCustomer('w_jsmith', { BillingAddress: { BillFirstName: 'Jane', BillLastName: 'Smith' } }) },
      { ...DROP, ...waits },
    ],
  },
  {
    code: 'username-unmakeable',
    entity: 'customers',
    setting: { orders: [order({ Username: '' })], rules: prefix },
    ways: [
      edited('retry', 'west.customers', house),
      { ...DROP, ...waits },
    ],
  },
  {
    code: 'contact-shared',
    entity: 'orders',
    setting: {
      orders: [order({ BillCompany: 'Cash Sale', Email: 'jane@example.org' })],
      rules: { customers: { policy: 'match' } },
      main: { customers: [{ Username: 'counter', EmailAddress: 'counter@example.com', BillingAddress: { BillCompany: 'Cash Sale' } }] },
      guards: { contacts: 'hold' },
    },
    ways: [
      mended('by itself, under another name', { BillCompany: 'Smith Pty' }),
      edited('by itself, on the house account', 'west.customers', house),
      edited('by itself, let through', 'guards.contacts', 'warn'),
      edited('retry', 'guards.contacts', 'warn'),
      LINK,
      DROP,
    ],
  },
]; // biome-ignore format: a table
