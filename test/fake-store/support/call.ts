import type { FakeStore } from '../../../src/fake-store/index.ts';
import { API_KEY } from './stores.ts';

export type Json = string | Json[] | { [name: string]: Json };
export type Row = { [name: string]: Json };

export interface SendOptions {
  readonly key?: string;
  readonly username?: string;
  readonly accept?: string;
  readonly path?: string;
  readonly method?: string;
  readonly contentType?: string;
}

/** A request as it goes over the wire, without the client that this project has. */
export function send(
  store: Pick<FakeStore, 'url'>,
  action: string,
  body: string,
  options: SendOptions = {},
): Promise<Response> {
  const { key = API_KEY, username, accept = 'application/json', path = '/do/WS/NetoAPI', method = 'POST' } = options;
  const headers: Record<string, string> = { NETOAPI_ACTION: action, NETOAPI_KEY: key, Accept: accept };
  if (username !== undefined) headers.NETOAPI_USERNAME = username;
  if (options.contentType !== undefined) headers['Content-Type'] = options.contentType;
  return fetch(`${store.url}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(method === 'POST' ? { body } : {}),
  });
}

export async function call(
  store: Pick<FakeStore, 'url'>,
  action: string,
  body: unknown,
  options: SendOptions = {},
): Promise<Row> {
  const response = await send(store, action, JSON.stringify(body), options);
  return (await response.json()) as Row;
}

export async function callXml(store: FakeStore, action: string, xml: string): Promise<string> {
  const response = await send(store, action, xml, { accept: 'text/xml' });
  return response.text();
}

/** The rows of a list, whatever the reply makes of lists with one element or none. */
export function rowsOf(reply: Row, name: string): Row[] {
  const value = reply[name];
  if (value === undefined || value === '') return [];
  return (Array.isArray(value) ? value : [value]) as Row[];
}

/** One field of all rows. */
export function column(reply: Row, list: string, field: string): Json[] {
  return rowsOf(reply, list).map((row) => row[field] ?? '(absent)');
}

export function getOrders(store: FakeStore, filter: object): Promise<Row> {
  return call(store, 'GetOrder', { Filter: { Limit: 100, OutputSelector: ['OrderID'], ...filter } });
}

/** One order by its id, with these selectors. */
export async function readOrder(store: FakeStore, id: string, selectors: readonly string[]): Promise<Row> {
  const [order] = rowsOf(await getOrders(store, { OrderID: id, OutputSelector: selectors }), 'Order');
  if (order === undefined) throw new Error(`GetOrder does not find ${id}`);
  return order;
}

/** An order that nothing is wrong with; the test changes what it is about. */
export function draft(changes: object = {}): Row {
  return {
    OrderID: 'W100',
    Email: 'shopper@example.com',
    BillFirstName: 'Sam',
    BillLastName: 'Sample',
    ShippingMethod: 'Post',
    OrderLine: [{ SKU: 'SHIRT', Quantity: '1', UnitPrice: '11.00' }],
    ...changes,
  };
}

export function addOrder(store: FakeStore, changes: object = {}): Promise<Row> {
  return call(store, 'AddOrder', { Order: [draft(changes)] });
}

export function addPayment(store: FakeStore, changes: object = {}): Promise<Row> {
  return call(store, 'AddPayment', {
    Payment: [{ OrderID: 'W100', PaymentMethodName: 'Visa', AmountPaid: '11.00', DatePaid: '2026-07-01', ...changes }],
  });
}

export function updateOrder(store: FakeStore, changes: object): Promise<Row> {
  return call(store, 'UpdateOrder', { Order: { OrderID: 'W100', ...changes } });
}
