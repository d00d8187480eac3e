import { expect, test } from 'vitest';
import { plainApp, plainWebApp, switchSettings } from '../../src/fake-xero/index.ts';
import { accessToken, askToken, closeXero, get, startXero } from './support/organisation.ts';

async function ask(url: string, headers: Record<string, string>, method = 'GET'): Promise<[number, unknown]> {
  const response = await fetch(url, { method, headers: { accept: 'application/json', ...headers } });
  const text = await response.text();
  return [response.status, text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text];
}

const problem = (status: number, title: string, detail: string) => ({
  Type: null,
  Title: title,
  Status: status,
  Detail: detail,
  Instance: expect.any(String),
  Extensions: {},
});

test.each([
  ['no token', {}],
  ['a token that nobody gave out', { authorization: 'Bearer made-up' }],
])('3.10: %s is refused with 401', async (_, headers) => {
  const xero = await startXero();
  expect(await ask(`${xero.apiUrl}/api.xro/2.0/Invoices`, headers)).toEqual([
    401,
    problem(401, 'Unauthorized', 'AuthenticationUnsuccessful'),
  ]);
});

test.each([
  ['Invoices', 'accounting.invoices.read'],
  ['CreditNotes', 'accounting.invoices.read'],
  ['Payments', 'accounting.payments.read'],
  ['Overpayments', 'accounting.payments.read'],
  ['Contacts', 'accounting.contacts.read'],
  ['Organisation', 'accounting.settings.read'],
  ['Accounts', 'accounting.settings.read'],
  ['TaxRates', 'accounting.settings.read'],
])('1.2: %s is read with %s, and with no other granular scope', async (path, scope) => {
  const xero = await startXero();
  const url = `${xero.apiUrl}/api.xro/2.0/${path}`;
  const withScopes = async (scopes: readonly string[]) => {
    const form = { grant_type: 'client_credentials', scope: scopes.join(' ') };
    return ask(url, { authorization: `Bearer ${await accessToken(xero, { form })}` });
  };
  expect((await withScopes([scope]))[0]).toBe(200);
  const others = plainApp.scopes.filter((other) => other !== scope);
  expect(await withScopes(others)).toEqual([401, problem(401, 'Unauthorized', 'AuthorizationUnsuccessful')]);
});

test('X2: missingScope 403 is the other answer to a missing scope', async () => {
  const xero = await startXero({ switches: { missingScope: '403' } });
  const form = { grant_type: 'client_credentials', scope: 'accounting.contacts.read' };
  const authorization = `Bearer ${await accessToken(xero, { form })}`;
  expect(await ask(`${xero.apiUrl}/api.xro/2.0/Invoices`, { authorization })).toEqual([
    403,
    problem(403, 'Forbidden', 'AuthorizationUnsuccessful'),
  ]);
});

test('1.1: an ordinary app needs the right tenant id, a custom connection none', async () => {
  const xero = await startXero();
  const code = xero.consent(plainWebApp.clientId);
  const form = { grant_type: 'authorization_code', code, redirect_uri: plainWebApp.redirectUri ?? '' };
  const authorization = `Bearer ${await accessToken(xero, { app: plainWebApp, form })}`;
  const url = `${xero.apiUrl}/api.xro/2.0/Organisation`;
  const refused = [403, problem(403, 'Forbidden', 'AuthenticationUnsuccessful')];
  expect(await ask(url, { authorization })).toEqual(refused);
  expect(await ask(url, { authorization, 'xero-tenant-id': 'another' })).toEqual(refused);
  const [, connections] = await ask(`${xero.apiUrl}/connections`, { authorization });
  const [{ tenantId }] = connections as [{ tenantId: string }];
  expect((await ask(url, { authorization, 'xero-tenant-id': tenantId }))[0]).toBe(200);
  expect((await get(xero, 'Organisation', { 'xero-tenant-id': '' })).status).toBe(200);
});

test('1.1: /connections names the organisation, and nothing once it is disconnected', async () => {
  const xero = await startXero();
  const authorization = `Bearer ${await accessToken(xero)}`;
  const connection = {
    id: expect.any(String),
    authEventId: expect.any(String),
    tenantId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    tenantType: 'ORGANISATION',
    tenantName: 'Fake Outdoors Pty Ltd',
    createdDateUtc: expect.any(String),
    updatedDateUtc: expect.any(String),
  };
  expect(await ask(`${xero.apiUrl}/connections`, { authorization })).toEqual([200, [connection]]);
  xero.disconnect();
  expect(await ask(`${xero.apiUrl}/connections`, { authorization })).toEqual([200, []]);
  expect(await ask(`${xero.apiUrl}/api.xro/2.0/Organisation`, { authorization })).toEqual([
    403,
    problem(403, 'Forbidden', 'AuthenticationUnsuccessful'),
  ]);
});

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])(
  'section 8: %s is a violation, and answered 405',
  async (method) => {
    const xero = await startXero();
    const authorization = `Bearer ${await accessToken(xero)}`;
    expect((await ask(`${xero.apiUrl}/api.xro/2.0/Invoices`, { authorization }, method))[0]).toBe(405);
    expect(xero.violations).toMatchObject([{ method, path: '/api.xro/2.0/Invoices' }]);
    await closeXero(xero);
  },
);

test('the POST of the token is the only write that is none', async () => {
  const xero = await startXero();
  await askToken(xero);
  expect(xero.violations).toEqual([]);
  await fetch(`${xero.identityUrl}/connect/revocation`, { method: 'POST', body: 'token=x' });
  expect(xero.violations).toMatchObject([{ server: 'identity', path: '/connect/revocation' }]);
  await closeXero(xero);
});

test('3: without Accept: application/json comes XML', async () => {
  const xero = await startXero();
  const response = await get(xero, 'Organisation', { accept: '*/*' });
  expect(response.headers.get('content-type')).toContain('xml');
});

test('every switch has at least two settings, and a start with each of them', async () => {
  for (const [name, settings] of Object.entries(switchSettings)) {
    expect(new Set<string>(settings).size, name).toBeGreaterThan(1);
    for (const setting of settings) await startXero({ switches: { [name]: setting } });
  }
  await expect(startXero({ switches: { midpoint: 'down' } as never })).rejects.toThrow('half-up, half-even');
  await expect(startXero({ switches: { madeUp: 'x' } as never })).rejects.toThrow('no switch madeUp');
});
