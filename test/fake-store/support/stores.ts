import { afterEach } from 'vitest';
import { type FakeStore, type FakeStoreOptions, type Seed, startFakeStore } from '../../../src/fake-store/index.ts';

export const API_KEY = 'the-key-of-the-fake-store-0001';

/** 2026-07-01 00:00:00 UTC: 10:00 on the same day in Sydney. */
export const START = Date.UTC(2026, 6, 1);

/** A clock that stands until a test moves it. */
export class Clock {
  now = START;
  readonly read = (): number => this.now;
  advance(seconds: number): void {
    this.now += seconds * 1000;
  }
}

export const SEED: Seed = {
  name: 'west',
  warehouses: [
    { id: 1, name: 'Main', reference: 'MAIN', isPrimary: true },
    { id: 2, name: 'Books', reference: 'BOOKS', tracksStock: false },
  ],
  paymentMethods: [
    { id: 1, name: 'Visa', acc_code: '600' },
    { id: 2, name: 'Bank Transfer', visible: false },
  ],
  shippingMethods: [{ id: 1, name: 'Post', description: 'Parcel post' }],
  items: [
    { SKU: 'SHIRT', Name: 'Shirt', DefaultPrice: '11.00', WarehouseQuantity: [{ WarehouseID: 1, Quantity: 10 }] },
    { SKU: 'HAT', Name: 'Hat', DefaultPrice: '5.50' },
    { SKU: 'BOOK', Name: 'Book', DefaultPrice: '20.00', TaxFreeItem: 'True' },
  ],
  customers: [
    {
      Username: 'jsmith',
      EmailAddress: 'j.smith@example.com',
      BillingAddress: { BillFirstName: 'Jo', BillLastName: 'Smith', BillStreetLine2: '', BillState: 'NSW' },
    },
  ],
};

export type StoreOptions = Omit<Partial<FakeStoreOptions>, 'seed'> & { readonly seed?: Partial<Seed> };

const running = new Set<FakeStore>();

afterEach(async () => {
  await Promise.all([...running].map((store) => store.close()));
  running.clear();
});

/** A store with some settings, items and a customer, but no order, unless the test gives its own. */
export async function startStore({ seed, ...options }: StoreOptions = {}): Promise<FakeStore> {
  const store = await startFakeStore({
    apiKey: API_KEY,
    clock: new Clock().read,
    ...options,
    seed: { ...SEED, ...seed },
  });
  running.add(store);
  return store;
}
