import { describe, expect, test } from 'vitest';
import type { FakeStore, Mail } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, updateOrder } from './support/call.ts';
import { type StoreOptions, startStore } from './support/stores.ts';

const mailOnStatus = { New: 'Thank you', Dispatched: 'On its way' };

function mailingStore(options: StoreOptions = {}): Promise<FakeStore> {
  return startStore({ ...options, seed: { settings: { mailOnStatus } } });
}

const mail = (reason: string, to = 'shopper@example.com'): Mail => {
  return { at: '2026-07-01 00:00:00', to, reason, orderId: 'W100' };
};

describe('a status with a template', () => {
  test('mails when an order comes in with it, and when it changes to it', async () => {
    const store = await mailingStore();
    await addOrder(store);
    await updateOrder(store, { OrderStatus: 'Pick' });
    await updateOrder(store, { OrderStatus: 'Dispatched' });
    expect(store.mails).toEqual([mail('status New: Thank you'), mail('status Dispatched: On its way')]);
  });

  test('mails for an unapproved order too', async () => {
    const store = await mailingStore();
    await addOrder(store, { OrderApproval: 'False' });
    expect(store.mails).toHaveLength(1);
  });

  test('does not mail again when an update leaves the status as it is', async () => {
    const store = await mailingStore();
    await addOrder(store);
    await updateOrder(store, { OrderStatus: 'New' });
    await updateOrder(store, { SalesPerson: 'Kim' });
    expect(store.mails).toHaveLength(1);
  });
});

test('without templates no status mails', async () => {
  const store = await startStore();
  await addOrder(store);
  await updateOrder(store, { OrderStatus: 'Dispatched' });
  expect(store.mails).toEqual([]);
});

describe('payments', () => {
  test('a receipt goes out once, with the payment that makes the order fully paid', async () => {
    const store = await startStore();
    await addOrder(store);
    await addPayment(store, { AmountPaid: '10.99' });
    expect(store.mails).toEqual([]);
    await addPayment(store, { AmountPaid: '0.01' });
    await addPayment(store, { AmountPaid: '5' });
    expect(store.mails).toEqual([mail('receipt')]);
  });

  test('fullPaymentPicks: the status that follows by itself mails too', async () => {
    const settings = { mailOnStatus: { Pick: 'We pick' } };
    const store = await startStore({ seed: { settings }, switches: { fullPaymentPicks: true } });
    await addOrder(store);
    await addPayment(store);
    expect(store.mails).toEqual([mail('receipt'), mail('status Pick: We pick')]);
  });
});

describe('flags', () => {
  test.each(['tracking', 'receipt'])('SendOrderEmail %s mails', async (SendOrderEmail) => {
    const store = await startStore();
    await addOrder(store);
    await updateOrder(store, { SendOrderEmail });
    expect(store.mails).toEqual([mail(SendOrderEmail)]);
  });

  test('SendConfirmationEmail on a line of a new order mails', async () => {
    const store = await startStore();
    const line = { SKU: 'HAT', Quantity: 1 };
    await addOrder(store, { OrderLine: [{ ...line, SendConfirmationEmail: 'True' }, line] });
    await addOrder(store, { OrderID: 'W101', OrderLine: [{ ...line, SendConfirmationEmail: 'False' }] });
    expect(store.mails).toEqual([mail('confirmation')]);
  });
});

describe('an order without an address', () => {
  test.each([
    [true, ['j.smith@example.com']],
    [false, []],
  ])('mailsCustomer %s: mails go to %j', async (mailsCustomer, addresses) => {
    const store = await mailingStore({ switches: { mailsCustomer } });
    await addOrder(store, { Email: '', Username: 'jsmith' });
    expect(store.mails.map(({ to }) => to)).toEqual(addresses);
  });

  test('and without a known customer mails nobody', async () => {
    const store = await mailingStore();
    await addOrder(store, { Email: '', Username: 'nobody' });
    expect(store.mails).toEqual([]);
  });
});

describe('mailsGoTo account', () => {
  test('mails go to the address of the account, and to that of the order only where the account has none', async () => {
    const store = await mailingStore({ switches: { mailsGoTo: 'account' } });
    await addOrder(store, { Username: 'jsmith' });
    await addOrder(store, { OrderID: 'W101', Username: 'nobody' });
    expect(store.mails.map(({ to }) => to)).toEqual(['j.smith@example.com', 'shopper@example.com']);
  });
});
