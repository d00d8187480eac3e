import { expect, test } from 'vitest';
import { addOrder, call, callXml, draft, getOrders, readOrder, send } from './support/call.ts';
import { API_KEY, Clock, startStore } from './support/stores.ts';

const INVALID_KEY = { Ack: 'Error', Messages: { Error: { Message: 'Invalid API Key', SeverityCode: 'Error' } } };

test('every reply bears the time of the store, in UTC, and an Ack', async () => {
  const store = await startStore();
  expect(await call(store, 'GetCurrencySettings', {})).toMatchObject({
    CurrentTime: '2026-07-01 00:00:00',
    Ack: 'Success',
  });
});

test('a wrong key is refused with HTTP 200 and the same words as any other trouble with keys', async () => {
  const store = await startStore({ username: 'robot' });
  const response = await send(store, 'GetOrder', '{}', { key: 'wrong', username: 'robot' });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject(INVALID_KEY);
  expect(await call(store, 'GetOrder', {})).toMatchObject(INVALID_KEY);
  expect(await call(store, 'GetOrder', {}, { username: 'somebody' })).toMatchObject(INVALID_KEY);
  expect(await call(store, 'GetOrder', {}, { username: 'robot' })).toMatchObject({ Ack: 'Success' });
});

test('a refused key changes nothing', async () => {
  const store = await startStore();
  await call(store, 'AddOrder', { Order: draft() }, { key: 'wrong' });
  expect(store.orders()).toEqual([]);
});

test.each([
  ['harmless', 'Success'],
  ['refused', 'Error'],
] as const)('globalKeyWithUsername %s: a user name beside the global key gives %s', async (setting, ack) => {
  const store = await startStore({ switches: { globalKeyWithUsername: setting } });
  expect(await call(store, 'GetCurrencySettings', {}, { username: 'robot' })).toMatchObject({ Ack: ack });
  expect(await call(store, 'GetCurrencySettings', {})).toMatchObject({ Ack: 'Success' });
});

test('an empty user name is worse than none, even beside the global key', async () => {
  const store = await startStore();
  expect(await call(store, 'GetCurrencySettings', {}, { username: '' })).toMatchObject(INVALID_KEY);
});

test.each([
  ['another path', { path: '/do/WS/Other' }],
  ['another method', { method: 'GET' }],
])('%s is answered with a web page', async (_, options) => {
  const store = await startStore();
  const response = await send(store, 'GetOrder', '{}', options);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(await response.text()).toContain('Please log in');
  expect(store.requests).toEqual([]);
});

test.each(['', '{', '[]', '"text"', '<GetOrder><Filter>', '<AddOrder />'])(
  'the body %j, which is no request, is a JSON Error',
  async (body) => {
    const store = await startStore();
    const reply = await (await send(store, 'GetOrder', body)).json();
    expect(reply).toMatchObject({ Ack: 'Error', Messages: { Error: { Message: 'JSON Error' } } });
  },
);

test('an action that does not exist is refused', async () => {
  const store = await startStore();
  expect(await call(store, 'GetNothing', {})).toMatchObject({
    Ack: 'Error',
    Messages: { Error: { Message: 'Unknown action GetNothing' } },
  });
});

test('the content type is not looked at, and a byte order mark does not matter', async () => {
  const store = await startStore();
  const body = `\uFEFF${JSON.stringify({ Order: draft() })}`;
  const response = await send(store, 'AddOrder', body, { contentType: 'application/javascript' });
  expect(await response.json()).toMatchObject({ Order: { OrderID: 'W100' }, Ack: 'Success' });
});

test('numbers and booleans may be sent as such, and the filter in lower case', async () => {
  const store = await startStore();
  await addOrder(store, {
    TaxInclusive: false,
    ShippingCost: 5,
    OrderLine: { SKU: 'HAT', Quantity: 2, UnitPrice: 1.5 },
  });
  const reply = await call(store, 'GetOrder', {
    filter: { OrderID: 'W100', OutputSelector: 'GrandTotal', Page: 0, Limit: 5 },
  });
  expect(reply).toMatchObject({ Order: [{ OrderID: 'W100', GrandTotal: '8.80' }] });
});

test('a request in XML is answered in XML, unless JSON is asked for', async () => {
  const store = await startStore();
  const xml = `<?xml version="1.0" encoding="utf-8"?>
<AddOrder><Order><OrderID>W1</OrderID><BillLastName>O&apos;Neil &amp; S&#248;n</BillLastName><ShippingMethod>Post</ShippingMethod>
  <OrderLine><SKU>SHIRT</SKU><Quantity>1</Quantity><UnitPrice>11.00</UnitPrice></OrderLine>
  <OrderLine><SKU>HAT</SKU><Quantity>2</Quantity><UnitPrice>5.50</UnitPrice></OrderLine></Order></AddOrder>`;
  expect(await callXml(store, 'AddOrder', xml)).toBe(`<?xml version="1.0" encoding="utf-8"?>
<AddOrderResponse><Order><OrderID>W1</OrderID></Order>
<CurrentTime>2026-07-01 00:00:00</CurrentTime>
<Ack>Success</Ack></AddOrderResponse>
`);
  expect(await readOrder(store, 'W1', ['BillAddress', 'GrandTotal'])).toMatchObject({
    BillLastName: "O'Neil & Søn",
    GrandTotal: '22.00',
  });
  const get = '<GetOrder><Filter><OrderID>W1</OrderID><OutputSelector>BillAddress</OutputSelector></Filter></GetOrder>';
  expect(await callXml(store, 'GetOrder', get)).toContain("<BillLastName>O'Neil &amp; Søn</BillLastName>");
  expect(await (await send(store, 'GetOrder', get)).json()).toMatchObject({ Order: [{ OrderID: 'W1' }] });
});

test('XML keeps a text that looks like a number as it is, and takes any number of entities', async () => {
  const store = await startStore();
  const names = Array.from(
    { length: 1500 },
    (_, index) => `<Customer><Username>00${index}</Username>
    <InternalNotes>A &amp; B &lt;${index}&gt;</InternalNotes></Customer>`,
  );
  const reply = await callXml(store, 'AddCustomer', `<AddCustomer>${names.join('')}</AddCustomer>`);
  expect(reply).toContain('<Ack>Success</Ack>');
  expect(reply).toContain('<Username>001499</Username>');
  expect(store.customers().at(-1)).toMatchObject({ Username: '001499', InternalNotes: 'A & B <1499>' });
});

test('an empty list is an empty element in XML', async () => {
  const store = await startStore();
  expect(await callXml(store, 'GetOrder', '<GetOrder><Filter><OrderID>N1</OrderID></Filter></GetOrder>')).toContain(
    '<Order />',
  );
});

test.each([
  ['response', '<GetOrderResponse>'],
  ['action', '<GetOrder>'],
  ['generic', '<ActionResponse>'],
] as const)('xmlRoot %s: the reply begins with %s', async (setting, root) => {
  const store = await startStore({ switches: { xmlRoot: setting } });
  const reply = await callXml(store, 'GetOrder', '<GetOrder />');
  expect(reply).toContain(root);
});

test('more requests than the store allows in any 60 seconds are answered with 429, until the oldest is a minute old', async () => {
  const clock = new Clock();
  const store = await startStore({ clock: clock.read, requestLimit: { perMinute: 3 } });
  const statuses: number[] = [];
  const ask = async (): Promise<void> => {
    statuses.push((await send(store, 'GetCurrencySettings', '{}')).status);
  };
  await ask();
  clock.advance(30);
  await ask();
  await ask();
  await ask();
  clock.advance(29);
  await ask();
  clock.advance(1);
  await ask();
  await ask();
  expect(statuses).toEqual([200, 200, 200, 429, 429, 200, 429]);
});

test('a request over the limit is not done', async () => {
  const store = await startStore({ requestLimit: { perMinute: 1 } });
  await addOrder(store);
  const response = await send(store, 'AddOrder', JSON.stringify({ Order: draft({ OrderID: 'W101' }) }));
  expect(response.status).toBe(429);
  expect(store.orders().map(({ OrderID }) => OrderID)).toEqual(['W100']);
});

test('each request is logged with its action, answer and records, but neither body nor key', async () => {
  const store = await startStore();
  await addOrder(store);
  await getOrders(store, { OrderID: ['W100'] });
  await getOrders(store, { OrderID: 'W100', UpdateResults: { ExportStatus: 'Exported' } });
  await call(store, 'AddOrder', { Order: [draft(), draft({ OrderID: 'W101' })] }, { key: 'wrong' });
  const at = '2026-07-01 00:00:00';
  expect(store.requests).toEqual([
    { at, action: 'AddOrder', status: 200, ack: 'Success', records: 1, write: true },
    { at, action: 'GetOrder', status: 200, ack: 'Success', records: 1, write: false },
    { at, action: 'GetOrder', status: 200, ack: 'Success', records: 1, write: true },
    { at, action: 'AddOrder', status: 200, ack: 'Error', records: 0, write: true },
  ]);
  expect(JSON.stringify(store.requests)).not.toContain(API_KEY);
});
