import type { Seed } from './seed.ts';

/** What a store has that is started without a seed: enough for a pipeline to be pointed at it, as either side. */
export const plainSeed: Seed = {
  name: 'fake-store',
  warehouses: [
    { id: 1, name: 'Main', reference: 'MAIN', isPrimary: true },
    { id: 2, name: 'Virtual', reference: 'VIRT', tracksStock: false },
  ],
  paymentMethods: [
    { id: 1, name: 'Credit Card' },
    { id: 2, name: 'PayPal' },
    { id: 3, name: 'Bank Deposit' },
  ],
  shippingMethods: [
    { id: 1, name: 'Standard Post' },
    { id: 2, name: 'Express Post' },
  ],
  items: [
    { SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' },
    { SKU: 'SURCHARGE', Name: 'Payment surcharge', DefaultPrice: '0.00' },
  ],
  customers: [
    {
      Username: 'jo',
      EmailAddress: 'jo.example@example.com',
      BillingAddress: { BillFirstName: 'Jo', BillLastName: 'Example', BillCountry: 'AU' },
    },
  ],
};
