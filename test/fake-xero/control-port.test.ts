import { expect, test } from 'vitest';
import type { FakeXero } from '../../src/fake-xero/index.ts';
import { API_KEY, startStore } from '../fake-store/support/stores.ts';
import { order } from './support/export.ts';
import { column, get, START, startXero } from './support/organisation.ts';

async function post(xero: FakeXero, command: string, ...values: unknown[]): Promise<[number, unknown]> {
  const response = await fetch(`${xero.controlUrl}/${command}`, { method: 'POST', body: JSON.stringify(values) });
  return [response.status, await response.json()];
}

const seed = { number: 'NB1', contact: 'Jo Example', date: '2026-11-24', total: '44.85' };

test('whoever runs in another process plants by POST, and reads amounts as whole cents', async () => {
  const xero = await startXero();
  expect(await post(xero, 'createInvoice', seed)).toMatchObject([200, { result: { number: 'NB1', total: '4485' } }]);
  expect(await post(xero, 'voidInvoice', 'NB1')).toMatchObject([200, { result: { status: 'VOIDED' } }]);
  expect(await column(xero, 'Invoices?page=1', 'Status')).toEqual(['VOIDED']);
});

test('what Xero refuses is 409 in its words, what can not be asked so is 400, an unknown command 404 with all that are', async () => {
  const xero = await startXero();
  await post(xero, 'createInvoice', seed);
  expect(await post(xero, 'createInvoice', seed)).toEqual([409, { refused: 'Invoice # must be unique.' }]);
  expect(await post(xero, 'createInvoice', { ...seed, date: 'today' })).toMatchObject([
    400,
    { error: expect.stringContaining('expected a day such as 2026-11-24') },
  ]);
  expect(await post(xero, 'voidInvoice', 'NB9')).toMatchObject([400, { error: 'The fake Xero has no invoice NB9' }]);
  expect(await post(xero, 'constructor')).toMatchObject([404, { error: expect.stringContaining('createInvoice') }]);
});

test('switches, faults, limits and the clock are set from outside, too', async () => {
  const xero = await startXero();
  await post(xero, 'setSwitches', { missingScope: '403' });
  expect(xero.switches.missingScope).toBe('403');
  expect((await post(xero, 'setSwitches', { missingScope: '418' }))[0]).toBe(400);
  await post(xero, 'planFault', { path: 'Organisation', nth: 1, fault: { kind: 'status', status: 502 } });
  expect((await get(xero, 'Organisation')).status).toBe(502);
  await post(xero, 'advance', 60);
  expect(xero.now()).toBe(START + 60_000);
  await post(xero, 'useUp', 'day');
  expect((await get(xero, 'Organisation')).status).toBe(429);
});

test('requests and violations are read from outside, too', async () => {
  const xero = await startXero();
  await get(xero, 'Organisation');
  expect(await post(xero, 'requests')).toMatchObject([
    200,
    {
      result: [
        { server: 'identity' },
        { server: 'api', method: 'GET', path: '/api.xro/2.0/Organisation', status: 200 },
      ],
    },
  ]);
  expect(await post(xero, 'violations')).toEqual([200, { result: [] }]);
});

test("Neto's export is connected and run from outside, too", async () => {
  const xero = await startXero();
  const store = await startStore({ seed: { orders: [order()] } });
  expect((await post(xero, 'exportNow'))[0]).toBe(400);
  expect((await post(xero, 'connect', { primary: { url: store.url, key: API_KEY }, invoicePrefix: 'X-' }))[0]).toBe(
    200,
  );
  expect(await post(xero, 'exportNow')).toMatchObject([200, { result: [{ id: 'NB100123', result: 'exported' }] }]);
  expect(await post(xero, 'exportLog')).toMatchObject([200, { result: [{ id: 'NB100123' }] }]);
  expect(await column(xero, 'Invoices?page=1', 'InvoiceNumber')).toEqual(['X-NB100123']);
});

test('a primary that does not show its records is named', async () => {
  const xero = await startXero();
  const store = await startStore();
  const neto = xero.connect({ primary: { url: store.url, key: 'wrong' } });
  await expect(neto.run()).rejects.toThrow('does not show its records');
  expect(() => xero.connect({ primary: { url: store.url, key: 'x' }, switches: { verb: 'PATCH' as 'PUT' } })).toThrow(
    'verb=PATCH',
  );
});
