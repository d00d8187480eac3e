import { afterEach, expect } from 'vitest';
import {
  type AppSeed,
  type FakeXero,
  type FakeXeroOptions,
  plainApp,
  startFakeXero,
} from '../../../src/fake-xero/index.ts';

/** 2026-11-27 20:00:00 UTC: 07:00 on the next day in Sydney. */
export const START = Date.UTC(2026, 10, 27, 20);

const running = new Set<FakeXero>();

afterEach(async () => {
  const violations = [...running].flatMap((xero) => xero.violations);
  await Promise.all([...running].map((xero) => xero.close()));
  running.clear();
  expect(violations).toEqual([]);
});

/** An empty organisation whose clock stands until it is advanced, and which has no limits to speak of. */
export async function startXero(options: FakeXeroOptions = {}): Promise<FakeXero> {
  const xero = await startFakeXero({
    clock: () => START,
    limits: { perMinute: 10_000, perDay: 10_000 },
    ...options,
  });
  running.add(xero);
  return xero;
}

/** For tests whose very subject is a write: closes it before its violations fail the test. */
export async function closeXero(xero: FakeXero): Promise<void> {
  running.delete(xero);
  await xero.close();
}

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type Row = { [name: string]: Json };

interface TokenOptions {
  readonly app?: Pick<AppSeed, 'clientId' | 'clientSecret'>;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A token request as it goes over the wire, without the client that this project has. */
export function askToken(xero: FakeXero, { app = plainApp, form, headers }: TokenOptions = {}): Promise<Response> {
  const body = new URLSearchParams(form ?? { grant_type: 'client_credentials', scope: plainApp.scopes.join(' ') });
  return fetch(`${xero.identityUrl}/connect/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: body.toString(),
  });
}

export async function accessToken(xero: FakeXero, options?: TokenOptions): Promise<string> {
  const reply = (await (await askToken(xero, options)).json()) as Row;
  return String(reply['access_token']);
}

const tokens = new WeakMap<FakeXero, Promise<string>>();

/** @param path below `/api.xro/2.0/`, query and all, encoded by the caller */
export async function get(
  xero: FakeXero,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const known = tokens.get(xero) ?? accessToken(xero);
  tokens.set(xero, known);
  return fetch(`${xero.apiUrl}/api.xro/2.0/${path}`, {
    headers: { authorization: `Bearer ${await known}`, accept: 'application/json', ...headers },
  });
}

export async function getJson(
  xero: FakeXero,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Row> {
  const response = await get(xero, path, headers);
  const body = await response.text();
  if (response.status !== 200) throw new Error(`GET ${path} answers ${response.status}: ${body}`);
  return JSON.parse(body) as Row;
}

/** The rows of a reply's list. */
export async function rowsOf(
  xero: FakeXero,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Row[]> {
  const name = path.split(/[/?]/)[0] ?? '';
  const list = (await getJson(xero, path, headers))[name === 'Organisation' ? 'Organisations' : name];
  if (!Array.isArray(list)) throw new Error(`The reply has no ${name}`);
  return list as Row[];
}

/** The rows of a list inside of a row. */
export function inner(row: Row | undefined, name: string): Row[] {
  const list = row?.[name];
  if (!Array.isArray(list)) throw new Error(`There is no list ${name}`);
  return list as Row[];
}

export async function column(
  xero: FakeXero,
  path: string,
  field: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<(Json | undefined)[]> {
  return (await rowsOf(xero, path, headers)).map((row) => row[field]);
}

export function where(text: string): string {
  return `where=${encodeURIComponent(text)}`;
}
