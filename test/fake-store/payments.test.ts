import { describe, expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, call, column, readOrder, rowsOf } from './support/call.ts';
import { Clock, type StoreOptions, startStore } from './support/stores.ts';

async function storeWithOrder(options: StoreOptions = {}, changes: object = {}): Promise<FakeStore> {
  const store = await startStore(options);
  await addOrder(store, changes);
  return store;
}

function getPayments(store: FakeStore, filter: object): ReturnType<typeof call> {
  return call(store, 'GetPayment', { Filter: { Limit: 100, ...filter } });
}

const errorOf = (message: string) => ({ Ack: 'Error', Messages: { Error: { Message: message } } });

describe('AddPayment', () => {
  test('books a payment under the next number of the store', async () => {
    const store = await storeWithOrder({ seed: { nextPaymentNumber: 1653 } });
    expect(await addPayment(store)).toEqual({
      Payment: { PaymentID: '1653' },
      CurrentTime: '2026-07-01 00:00:00',
      Ack: 'Success',
    });
    expect(await readOrder(store, 'W100', ['OrderPayment', 'OrderPayment.PaymentType'])).toMatchObject({
      OrderPayment: [{ Id: '1653', Amount: '11.00', PaymentType: 'Visa' }],
    });
  });

  test('books the same payment twice when it is sent twice', async () => {
    const store = await storeWithOrder();
    await addPayment(store, { CardAuthorisation: 'west:1', AmountPaid: '5' });
    await addPayment(store, { CardAuthorisation: 'west:1', AmountPaid: '5' });
    expect(store.payments('w100')).toHaveLength(2);
  });

  test('finds the method by its name, whatever its case, or by its id', async () => {
    const store = await storeWithOrder();
    await addPayment(store, { PaymentMethodName: 'bank transfer', AmountPaid: '1' });
    await addPayment(store, { PaymentMethodName: '', PaymentMethodID: 1, AmountPaid: '1' });
    expect(store.payments().map(({ PaymentMethodName }) => PaymentMethodName)).toEqual(['Bank Transfer', 'Visa']);
  });

  test.each<[string, object, string]>([
    ['no order', { OrderID: '' }, 'OrderID is a required field and is missing'],
    ['an unknown order', { OrderID: 'W9' }, 'Cannot find Order W9'],
    ['no method', { PaymentMethodName: '' }, 'PaymentMethodName is a required field and is missing'],
    ['an unknown method', { PaymentMethodName: 'Gold' }, 'Cannot find Payment Method Gold'],
    ['no amount', { AmountPaid: '' }, 'AmountPaid is a required field and is missing'],
    ['an amount that is none', { AmountPaid: '1,000' }, 'AmountPaid has a wrong format'],
  ])('refuses %s', async (_, changes, message) => {
    const store = await storeWithOrder();
    expect(await addPayment(store, changes)).toMatchObject({ Payment: '', ...errorOf(message) });
    expect(store.payments()).toEqual([]);
  });

  test.each(['0', '-5.00'])('nonPositivePayment: %s is refused, or stored', async (AmountPaid) => {
    const refusing = await storeWithOrder({ switches: { nonPositivePayment: 'error' } });
    expect(await addPayment(refusing, { AmountPaid })).toMatchObject(
      errorOf(`AmountPaid ${AmountPaid} is not more than zero`),
    );
    expect(refusing.payments()).toEqual([]);
    const storing = await storeWithOrder({ switches: { nonPositivePayment: 'stored' } });
    expect(await addPayment(storing, { AmountPaid })).toMatchObject({ Ack: 'Success' });
    expect(storing.payments()).toHaveLength(1);
  });

  test('overpayment credit: what is too much goes to the customer’s account', async () => {
    const store = await storeWithOrder({ switches: { overpayment: 'credit' } }, { Username: 'jsmith' });
    await addPayment(store, { AmountPaid: '8' });
    await addPayment(store, { AmountPaid: '8' });
    await addPayment(store, { AmountPaid: '1.50' });
    expect(
      await call(store, 'GetCustomer', { Filter: { Username: 'jsmith', OutputSelector: ['AvailableCredit'] } }),
    ).toMatchObject({
      Customer: [{ AvailableCredit: '6.50' }],
    });
  });

  test('overpayment error: what is too much is refused', async () => {
    const store = await storeWithOrder({ switches: { overpayment: 'error' } });
    await addPayment(store, { AmountPaid: '8' });
    expect(await addPayment(store, { AmountPaid: '3.01' })).toMatchObject(
      errorOf('AmountPaid 3.01 is more than is owed for Order W100'),
    );
    expect(await addPayment(store, { AmountPaid: '3' })).toMatchObject({ Ack: 'Success' });
  });

  test.each([
    ['local', '2026-06-30 14:00:00'],
    ['utc', '2026-07-01 00:00:00'],
  ] as const)('plainDates %s: the date paid begins at %s, and a time of day is dropped', async (plainDates, utc) => {
    const store = await storeWithOrder({ switches: { plainDates } });
    await addPayment(store, { AmountPaid: '1', DatePaid: '2026-07-01' });
    await addPayment(store, { AmountPaid: '1', DatePaid: '2026-07-01 17:30:00', DatePaidUTC: '2000-01-01 00:00:00' });
    expect(store.payments().map(({ DatePaid }) => DatePaid)).toEqual([utc, utc]);
  });

  test('takes the present where no date is given, or none that can be read', async () => {
    const store = await storeWithOrder();
    await addPayment(store, { AmountPaid: '1', DatePaid: '' });
    expect(await addPayment(store, { AmountPaid: '1', DatePaid: '1/7/2026' })).toMatchObject({
      Ack: 'Warning',
      Messages: { Warning: { Message: 'DatePaid has a wrong format' } },
    });
    expect(store.payments().map(({ DatePaid }) => DatePaid)).toEqual(['2026-07-01 00:00:00', '2026-07-01 00:00:00']);
  });

  test('the order bears the date of its latest payment', async () => {
    const store = await storeWithOrder();
    await addPayment(store, { AmountPaid: '1', DatePaid: '2026-06-20' });
    await addPayment(store, { AmountPaid: '1', DatePaid: '2026-06-10' });
    expect(await readOrder(store, 'W100', ['DatePaid'])).toMatchObject({ DatePaid: '2026-06-19 14:00:00' });
  });

  test.each([
    [true, '2026-07-01 00:01:00'],
    [false, '2026-07-01 00:00:00'],
  ])('paymentBumpsDateUpdated %s: a payment a minute later leaves DateUpdated at %s', async (setting, updated) => {
    const clock = new Clock();
    const store = await storeWithOrder({ clock: clock.read, switches: { paymentBumpsDateUpdated: setting } });
    clock.advance(60);
    await addPayment(store);
    expect(await readOrder(store, 'W100', ['DateUpdated'])).toMatchObject({ DateUpdated: updated });
  });

  test.each([
    [true, 'Approved'],
    [false, 'Incomplete'],
  ])('fullPaymentApproves %s: a fully paid order is %s, a partly paid one is not', async (setting, status) => {
    const store = await storeWithOrder({ switches: { fullPaymentApproves: setting } });
    await addPayment(store, { AmountPaid: '10.99' });
    expect(await readOrder(store, 'W100', ['CompleteStatus'])).toMatchObject({ CompleteStatus: 'Incomplete' });
    await addPayment(store, { AmountPaid: '0.01' });
    expect(await readOrder(store, 'W100', ['CompleteStatus', 'RealtimeConfirmation'])).toMatchObject({
      CompleteStatus: status,
      RealtimeConfirmation: 'FULLY PAID',
    });
  });

  test.each([
    [true, 'Pick'],
    [false, 'New'],
  ])('fullPaymentPicks %s: a new order that is fully paid is in %s', async (setting, status) => {
    const store = await storeWithOrder({ switches: { fullPaymentPicks: setting } });
    await addPayment(store);
    expect(await readOrder(store, 'W100', ['OrderStatus'])).toMatchObject({ OrderStatus: status });
  });

  test('fullPaymentPicks true: an order that is further on stays where it is', async () => {
    const store = await storeWithOrder({ switches: { fullPaymentPicks: true } }, { OrderStatus: 'Dispatched' });
    await addPayment(store);
    expect(await readOrder(store, 'W100', ['OrderStatus'])).toMatchObject({ OrderStatus: 'Dispatched' });
  });
});

describe('GetPayment', () => {
  const payment = (Id: number, day: string, changes: object = {}) => ({
    Id,
    Amount: '5',
    PaymentType: 'Visa',
    DatePaid: `2026-06-${day} 20:00:00`,
    ...changes,
  });
  const seed = {
    orders: [
      { OrderID: 'N1', OrderPayment: [payment(11, '10', { CardAuthorisation: 'ref-11' }), payment(14, '12')] },
      { OrderID: 'N2', OrderPayment: [payment(13, '11')] },
    ],
  };

  test.each<[string, object, string[]]>([
    ['no filter: all', {}, ['11', '14', '13']],
    ['an order', { OrderID: 'n1' }, ['11', '14']],
    ['several orders', { OrderID: ['N2', 'N1', 'N9'] }, ['11', '13', '14']],
    ['ids', { PaymentID: [14, 13] }, ['13', '14']],
    ['an id of another order', { PaymentID: 13, OrderID: 'N1' }, []],
    ['the date paid', { DatePaidFrom: '2026-06-11 20:00:00', DatePaidTo: '2026-06-12 20:00:00' }, ['14', '13']],
    ['a second page', { Page: 1, Limit: 2 }, ['13']],
  ])('finds by %s', async (_, filter, ids) => {
    const store = await startStore({ seed });
    expect(column(await getPayments(store, filter), 'Payment', 'PaymentID')).toEqual(ids);
  });

  test('gives PaymentID and OrderID unasked, and the rest by selectors, dates in three forms', async () => {
    const store = await startStore({ seed });
    expect(rowsOf(await getPayments(store, { PaymentID: 11 }), 'Payment')).toEqual([
      { PaymentID: '11', OrderID: 'N1' },
    ]);
    const OutputSelector = [
      ...['ID', 'AmountPaid', 'CurrencyCode', 'DatePaid', 'DatePaidLocal', 'DatePaidUTC'],
      ...['PaymentMethod', 'PaymentMethodName', 'CardAuthorisation', 'constructor', 'Unknown'],
    ];
    expect(rowsOf(await getPayments(store, { PaymentID: 11, OutputSelector }), 'Payment')).toEqual([
      {
        ID: '11',
        PaymentID: '11',
        OrderID: 'N1',
        AmountPaid: '5.00',
        CurrencyCode: 'AUD',
        DatePaid: '2026-06-10 20:00:00',
        DatePaidLocal: '2026-06-11 06:00:00',
        DatePaidUTC: '2026-06-10 20:00:00',
        PaymentMethod: '1',
        PaymentMethodName: 'Visa',
        CardAuthorisation: 'ref-11',
      },
    ]);
  });

  test.each([
    [true, 'ref-11'],
    [false, ''],
  ])('cardAuthorisationReadable %s: the reference is read back as %j', async (setting, reference) => {
    const store = await startStore({ seed, switches: { cardAuthorisationReadable: setting } });
    const reply = await getPayments(store, { PaymentID: 11, OutputSelector: ['CardAuthorisation'] });
    expect(column(reply, 'Payment', 'CardAuthorisation')).toEqual([reference]);
  });

  test('orderRights false: a key without rights sees no payments', async () => {
    const store = await startStore({ seed, switches: { orderRights: false } });
    expect(await getPayments(store, { OrderID: 'N1' })).toMatchObject({ Payment: '', Ack: 'Success' });
  });
});

describe('ids of payments', () => {
  test.each([
    ['growing', ([one = 0, two = 0, three = 0]: number[]) => one < two && two < three],
    ['falling', ([one = 0, two = 0, three = 0]: number[]) => one > two && two > three],
    ['scattered', ([one = 0, two = 0, three = 0]: number[]) => one < two !== two < three],
  ] as const)('can be %s', async (paymentIds, runs) => {
    const store = await storeWithOrder({ switches: { paymentIds } });
    for (let count = 0; count < 3; count += 1) await addPayment(store, { AmountPaid: '1' });
    expect(runs(store.payments('W100').map(({ PaymentID }) => Number(PaymentID)))).toBe(true);
  });

  test('can be asked for in a list, of which a store may take ten, or none', async () => {
    for (const [paymentIdLists, count] of [
      ['whole', 12],
      ['first-ten', 10],
      ['ignored', 13],
    ] as const) {
      const store = await storeWithOrder({ switches: { paymentIdLists } });
      for (let made = 0; made < 13; made += 1) await addPayment(store, { AmountPaid: '0.10' });
      const ids = store.payments().map(({ PaymentID }) => PaymentID);
      const reply = await getPayments(store, { PaymentID: ids.slice(0, 12), OutputSelector: ['ID'] });
      expect(rowsOf(reply, 'Payment')).toHaveLength(count);
    }
  });
});
