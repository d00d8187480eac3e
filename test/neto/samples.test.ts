import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { jsonCodec } from '../../src/neto/json-codec.ts';
import { readOrders } from '../../src/neto/orders.ts';
import { isRecord, type RawRecord } from '../../src/neto/read-fields.ts';
import { readReply } from '../../src/neto/reply.ts';
import { xmlCodec } from '../../src/neto/xml-codec.ts';
import { isLong } from '../support/many.ts';
import { type Step, withStore } from './scripted-store.ts';

const folder = new URL('./samples/', import.meta.url);
/** OAuthToken is no answer of the API; the documented AddRma answer is a bare {}, which can't be told from another server's. */
const left = ['OAuthToken.docs.response.json', 'AddRma.docs-shape.response.json'];
const names = readdirSync(folder).filter((name) => name.endsWith('.response.json') && !left.includes(name));
const load = (name: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

test.each(names)('every recorded reply in the samples goes through the client without loss: %s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const action = name.split('.')[0] ?? '';
  const reply = readReply(action, jsonCodec.decode(text));
  expect(reply?.body).toEqual(JSON.parse(text));
  const messages = JSON.parse(text).Messages ?? {};
  expect(reply?.errors.length).toBe([messages.Error ?? []].flat().length);
  expect(reply?.warnings.length).toBe([messages.Warning ?? []].flat().length);
});

test('there are samples', () => expect(names.length).toBeGreaterThan(20));

const live = 'GetOrder.sfinktah-all-selectors.response.json';

test('the recorded live order, in full', () =>
  withStore([load(live) as Step], async (client) => {
    const { orders, currentTime } = await readOrders(client, ['SFX0001727']);
    const line = {
      id: 'SFX0001727-0',
      sku: '0001SHIF-A',
      name: 'Product one',
      itemNotes: '',
      quantity: '1',
      unitPrice: '3.5',
      tax: '0.32',
      taxCode: 'GST',
      percentDiscount: '0',
      productDiscount: '0',
      couponDiscount: '0',
      costPrice: '3.5',
      warehouseName: 'WAREHOUSE NAME',
      shippingMethod: 'Australia Post',
      trackingNumber: 'Letter Mail',
      serialNumber: '',
      componentOfKit: '',
      externalSystem: '',
      externalOrder: '',
      externalLine: '',
      extraOptions: [],
    };
    const address = {
      firstName: 'Sam',
      lastName: 'Sample',
      company: '',
      street1: '1 Sample Street',
      street2: '',
      city: 'ADELAIDE',
      state: 'SA',
      postCode: '5000',
      country: 'AU',
      phone: '0400000000',
    };
    expect(currentTime).toBe('2024-08-28T11:12:31Z');
    expect(orders).toEqual([
      {
        id: 'SFX0001727',
        relatedOrderId: '',
        status: 'Dispatched',
        type: 'sales',
        onHoldType: 'On Hold',
        approval: 'Approved',
        username: 'samsample0000',
        email: 'sam.sample@example.com',
        userGroup: '1',
        billing: address,
        shipping: address,
        purchaseOrderNumber: '',
        salesPerson: '',
        customerReferences: [],
        salesChannel: 'Website',
        deliveryInstruction: '',
        internalNotes: '',
        paymentMethod: 'PayPal Checkout',
        paymentTerms: 'Net',
        shippingMethod: 'Economy Mail',
        stickyNotes: [
          { id: '518', title: 'Tracking url', description: 'https://tracking.example/track?id=Letter Mail' },
        ],
        signatureRequired: false,
        taxInclusive: true,
        couponCode: '',
        grandTotal: '7',
        orderTax: '0.64',
        productSubtotal: '7',
        shippingTotal: '0',
        shippingTax: '0',
        shippingDiscount: '0',
        surchargeTotal: '0',
        surchargeTaxable: '0',
        couponDiscount: '0',
        placedAt: '2023-11-26T00:48:47Z',
        updatedAt: '2023-12-11T23:26:40Z',
        requiredAt: null,
        paidAt: '2023-11-26T00:48:47Z',
        paymentDueAt: '2023-11-25T13:00:00Z',
        invoicedOn: '2023-11-26',
        completedOn: '2023-11-27',
        lines: [line, { ...line, id: 'SFX0001727-1', sku: '0018SHIF-A', name: 'Product two' }],
        payments: [{ id: '1653', amount: '7', method: 'PayPal Checkout', paidAt: '2023-11-26T00:48:47Z' }],
      },
    ]);
  }));

test('no field of the live order is lost: each one changes the order, or is counted as unknown', async () => {
  const sample = load(live);
  const raw = (sample['Order'] as RawRecord[])[0] ?? {};
  const read = (order: RawRecord) =>
    withStore([{ ...sample, Order: order }], async (client) => {
      const { orders, unknownFields } = await readOrders(client, ['SFX0001727']);
      return { orders, unknown: new Set(unknownFields.keys()) };
    });
  const changed = (key: string, value: unknown): unknown =>
    value === 'True' || value === 'False'
      ? value === 'True'
        ? 'False'
        : 'True'
      : key.startsWith('Date')
        ? '2001-02-03'
        : typeof value === 'string' && /^\d+\.\d+$/.test(value)
          ? '123.45'
          : isRecord(value) || Array.isArray(value)
            ? ''
            : '77';
  const before = await read(raw);
  const line = (raw['OrderLine'] as RawRecord[])[0] ?? {};
  for (const [prefix, record] of [
    ['', raw],
    ['OrderLine.', line],
  ] as const) {
    for (const [key, value] of Object.entries(record)) {
      if (key === 'OrderID' || key === 'ID' || key === 'ExtraOptions') continue;
      const altered = { ...record, [key]: changed(key, value) };
      const after = await read(prefix === '' ? altered : { ...raw, OrderLine: [altered] });
      const untouched = prefix === '' ? before : await read({ ...raw, OrderLine: [line] });
      const shows = JSON.stringify(after.orders) !== JSON.stringify(untouched.orders);
      expect(shows || before.unknown.has(prefix + key), prefix + key).toBe(true);
    }
  }
});

test.runIf(isLong)('10,000 orders are read with less than 4 s of processor time', () =>
  withStore(
    ({ filter }) => {
      const raw = (load(live)['Order'] as RawRecord[])[0] ?? {};
      return { Ack: 'Success', Order: (filter['OrderID'] as string[]).map((id) => ({ ...raw, OrderID: id, ID: id })) };
    },
    async (client) => {
      const ids = Array.from({ length: 10_000 }, (_, index) => `N${index}`);
      const started = process.cpuUsage();
      expect((await readOrders(client, ids)).orders).toHaveLength(10_000);
      // Not by the clock on the wall, which other tests slow down.
      expect(process.cpuUsage(started).user / 1000).toBeLessThan(4000);
      expect(client.requests).toBe(100);
    },
  ),
);

const xmlNames = readdirSync(folder).filter((name) => name.endsWith('.response.xml'));

test.each(xmlNames)('XML: %s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const reply = readReply(name.split('.')[0] ?? '', xmlCodec.decode(text));
  expect(reply?.currentTime).not.toBeUndefined();
  // Every text between two tags comes through somewhere.
  const words = [...text.matchAll(/>([^<>]*[^<>\s][^<>]*)</g)].map((match) => match[1]?.trim() ?? '');
  for (const word of words) expect(JSON.stringify(reply?.body)).toContain(word);
  if (name.includes('docs-error')) expect(reply).toMatchObject({ ack: 'error', errors: [expect.any(String)] });
});

test('XML that is cut off is not taken for a shorter list', () => {
  const text = readFileSync(new URL('GetCategory.docs-success.response.xml', folder), 'utf8').trim();
  for (let length = 1; length < text.length; length += 7) {
    expect(() => xmlCodec.decode(text.slice(0, length)), String(length)).toThrow(ConsolidatorError);
  }
});
