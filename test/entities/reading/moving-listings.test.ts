import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extractChangedCustomers } from '../../../src/entities/customer/read.ts';
import { extractChangedProducts } from '../../../src/entities/product/read.ts';
import { extractChangedReturns } from '../../../src/entities/return/read.ts';
import { type FakeStore, startFakeStore } from '../../../src/fake-store/index.ts';
import type { Instant } from '../../../src/model/time.ts';
import { type NetoClient, openNetoClient } from '../../../src/neto/client.ts';
import { openRequestLog, type RequestLog } from '../../../src/neto/request-log.ts';
import { smallSeed } from '../../run/small-stores.ts';

const from = '2026-11-20T00:00:00Z' as Instant;
const to = '2026-11-20T06:00:00Z' as Instant;
let now = Date.parse('2026-11-20T01:00:00Z');
let folder: string;
let store: FakeStore;
let log: RequestLog;
let client: NetoClient;
beforeEach(async () => {
  now = Date.parse('2026-11-20T01:00:00Z');
  folder = mkdtempSync(join(tmpdir(), 'moving-'));
  store = await startFakeStore({ seed: smallSeed('west'), apiKey: 'key', clock: () => now });
  log = openRequestLog(join(folder, 'requests.db'));
  client = openNetoClient({
    store: 'west',
    readOnly: true,
    url: store.url,
    key: 'key',
    timeZone: 'Australia/Perth',
    requestsPerMinute: null,
    pageSize: 2,
    requestLog: log,
  });
});
afterEach(async () => {
  await client?.close();
  log?.close();
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Once, before the second page is answered: what stood on the first one leaves the window. */
function moveBeforePage(action: string, number: string, move: () => void): void {
  let moved = false;
  store.faults.next = (request) => {
    const { Page } = (request.body as { Filter?: { Page?: string } }).Filter ?? {};
    if (moved || request.action !== action || Page !== number) return undefined;
    moved = true;
    now = Date.parse('2026-11-20T07:00:00Z');
    move();
    return undefined;
  };
}

test('no return is passed over though another one changes while the window is listed', async () => {
  const orders = store.orders().filter(({ OrderLine }) => OrderLine.length > 0);
  const ids = orders.slice(0, 6).map(({ OrderID, OrderLine }) => {
    const RmaLine = [{ SKU: OrderLine[0]?.SKU ?? '', Quantity: 1, RefundSubtotal: '1.00', ReturnReason: 'Too small' }];
    return store.panel.addRma({ OrderID, RmaLine, Refund: [] }).RmaID;
  });
  const [first = ''] = ids;
  moveBeforePage('GetRma', '1', () => store.panel.changeRma(first, {}));
  const found: string[] = [];
  for await (const { records } of extractChangedReturns(client, { from, upTo: to, listedTo: to }))
    found.push(...records.map(({ sourceId }) => sourceId));
  expect([...new Set(found)].sort()).toEqual([...ids].sort());
  expect(found).toHaveLength(ids.length);
});

test.each(['customers', 'products'] as const)('nor are any %s', async (entity) => {
  const names = Array.from({ length: 6 }, (_, index) => `NEW-${index}`);
  for (const name of names) {
    if (entity === 'customers') store.panel.addCustomer({ Username: name, EmailAddress: `${name}@example.com` });
    else store.panel.addItem({ SKU: name, Name: name });
  }
  const action = entity === 'customers' ? 'GetCustomer' : 'GetItem';
  moveBeforePage(action, '1', () => {
    if (entity === 'customers') store.panel.changeCustomer('NEW-0', { ABN: '1' });
    else store.panel.changeItem('NEW-0', { Name: 'Other' });
  });
  const extract = entity === 'customers' ? extractChangedCustomers : extractChangedProducts;
  const found: string[] = [];
  for await (const records of extract(client, { from, upTo: to, listedTo: to }))
    found.push(...records.map(({ sourceId }) => sourceId.toUpperCase()));
  expect(found.sort()).toEqual(names);
});
