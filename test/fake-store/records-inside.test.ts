import { expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { addOrder, addPayment } from './support/call.ts';
import { API_KEY, startStore } from './support/stores.ts';

function inside(store: FakeStore, key = API_KEY): Promise<Response> {
  return fetch(`${store.url}/control/records`, { headers: { NETOAPI_KEY: key } });
}

test('what is part of the store sees its records as they are stored, whatever clients are told and meet', async () => {
  const store = await startStore({ switches: { notShown: ['Order.GrandTotal'], visibleAfterReads: 5 } });
  await addOrder(store);
  await addPayment(store);
  const made = store.requests.length;
  store.faults.next = () => ({ kind: 'html' });
  expect(await (await inside(store)).json()).toMatchObject({
    store: { name: 'west', timezone: 'Australia/Sydney', currency: 'AUD', paymentMethods: [{ acc_code: '600' }, {}] },
    orders: [{ OrderID: 'W100', GrandTotal: '11.00' }],
    payments: [{ OrderID: 'W100', AmountPaid: '11' }],
    rmas: [],
    customers: expect.any(Array),
  });
  expect(store.requests).toHaveLength(made);
});

test('without the key of the store nobody sees its records from inside', async () => {
  const store = await startStore();
  expect(await (await inside(store, 'wrong')).text()).toContain('Please log in');
});
