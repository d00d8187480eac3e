import { describe, expect, test } from 'vitest';
import { readOrders } from '../../src/neto/orders.ts';
import { readCurrencySettings, readPaymentMethods } from '../../src/neto/reference-lists.ts';
import { readReply } from '../../src/neto/reply.ts';
import { ok, type Step, withStore } from './scripted-store.ts';

const json =
  (text: string): Step =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  };

describe('JSON that is none of the Neto API is no empty list', () => {
  const foreign = [
    '{"status":"ok"}',
    '{}',
    '[]',
    '[{"OrderID":"N1"}]',
    '"Success"',
    'null',
    'true',
    '42',
    '{"Ack":"Failure"}',
    '{"Ack":true,"Order":[]}',
    '{"Ack":{},"Order":[]}',
    '{"CurrentTime":"2026-07-01 00:00:00"}',
    '{"Messages":[]}',
    '{"data":{"Ack":"Success","Order":[]}}',
    '{"GetOrderResponse":[]}',
  ];
  test.each(foreign)('%s', (text) =>
    withStore([json(text)], async (client) => {
      await expect(readOrders(client, ['N1'])).rejects.toMatchObject({
        code: 'answer-unexpected',
        message: expect.stringMatching(/^west: the answer to GetOrder is none of the Neto API\. .*`url`/),
      });
    }),
  );

  test('for a write, whose outcome is unknown then', () =>
    withStore([json('{"status":"ok"}')], async (client, seen) => {
      await expect(client.request('AddOrder', { Order: [] })).rejects.toMatchObject({
        code: 'answer-unexpected',
        retry: 'after-look-up',
      });
      expect(seen).toHaveLength(1);
    }));
});

test('quirks 3 and 4: a list that is missing, "", [], null or holds empty records is an empty one', async () => {
  for (const list of [{}, { Order: '' }, { Order: [] }, { Order: null }, { Order: {} }, { Order: [{ OrderID: '' }] }]) {
    await withStore([{ ...ok, ...list }], async (client) => {
      expect((await readOrders(client, ['N1'])).orders).toEqual([]);
    });
  }
});

test('quirk 31: Ack counts, in any case and with blanks around', () => {
  expect(readReply('GetOrder', { Ack: ' SUCCESS ' })?.ack).toBe('success');
  expect(readReply('GetOrder', { Ack: 'warning' })?.ack).toBe('warning');
  expect(readReply('GetOrder', { Ack: 'error', Order: [] })?.ack).toBe('error');
});

test('quirk 50: without an Ack the messages decide, or that there is a list', () => {
  expect(readReply('GetOrder', { Order: '' })?.ack).toBe('success');
  expect(readReply('GetOrder', { Ack: '', Order: '' })?.ack).toBe('success');
  expect(readReply('GetOrder', { Messages: { Error: { Message: 'x' } } })?.ack).toBe('error');
  expect(readReply('GetOrder', { Messages: { Warning: 'x' }, Order: '' })?.ack).toBe('warning');
});

test('quirk 1: messages as one record, a list or bare text, with their description', () => {
  const errors = (list: unknown) => readReply('GetOrder', { Ack: 'Error', Messages: { Error: list } })?.errors;
  expect(errors({ Message: 'a', SeverityCode: 'Error' })).toEqual(['a']);
  expect(errors([{ Message: 'a', Description: 'b' }, { Message: 'c' }])).toEqual(['a: b', 'c']);
  expect(errors('a')).toEqual(['a']);
  expect(errors('')).toEqual([]);
});

test('quirk 33: wrapper objects of any of the known names', () => {
  for (const root of ['GetOrderResponse', 'GetOrder', 'ActionResponse', 'getorderresponse']) {
    expect(readReply('GetOrder', { [root]: { ...ok, Order: [] } })?.ack, root).toBe('success');
  }
});

test('currency settings that are missing are not taken for a tax rate of zero', async () => {
  for (const CurrencySettings of ['', [], [{}], { DEFAULTCURRENCY: '' }]) {
    await withStore([{ ...ok, CurrencySettings }], async (client) => {
      await expect(readCurrencySettings(client)).rejects.toMatchObject({
        code: 'answer-unexpected',
        message: "west: currency settings can't be read: DEFAULTCURRENCY is missing.",
      });
    });
  }
});

test('a store without payment methods has an empty list of them', () =>
  withStore([{ ...ok, PaymentMethods: [{ PaymentMethod: '' }] }], async (client) => {
    expect(await readPaymentMethods(client)).toEqual([]);
  }));
