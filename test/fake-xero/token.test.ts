import { expect, test } from 'vitest';
import { plainApp, plainWebApp, READ_SCOPES } from '../../src/fake-xero/index.ts';
import { accessToken, askToken, get, START, startXero } from './support/organisation.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

test('1.1: client credentials bring an access token for 30 minutes and no refresh token', async () => {
  const xero = await startXero();
  const response = await askToken(xero);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    access_token: expect.any(String),
    expires_in: 1800,
    token_type: 'Bearer',
    scope: READ_SCOPES.join(' '),
  });
});

test('1.2: only the scopes that were asked for are granted', async () => {
  const xero = await startXero();
  const form = { grant_type: 'client_credentials', scope: 'accounting.contacts.read' };
  expect(await (await askToken(xero, { form })).json()).toMatchObject({ scope: 'accounting.contacts.read' });
});

test.each([
  ['a wrong secret', { app: { ...plainApp, clientSecret: 'wrong' } }, { error: 'invalid_client' }],
  ['an unknown id', { app: { ...plainApp, clientId: 'nobody' } }, { error: 'invalid_client' }],
  ['an empty id', { app: { ...plainApp, clientId: '' } }, { error: 'invalid_request' }],
  ['no Basic header', { headers: { authorization: 'Bearer x' } }, { error: 'invalid_request' }],
  ['a JSON body', { headers: { 'content-type': 'application/json' } }, { error: 'invalid_request' }],
  ['an app that is no custom connection', { app: plainWebApp }, { error: 'unauthorized_client' }],
  [
    'a broad scope on a granular app',
    { form: { grant_type: 'client_credentials', scope: 'accounting.transactions.read' } },
    { error: 'invalid_scope', error_description: 'Client credentials scope validation failed' },
  ],
])('1.3: %s is answered with 400', async (_, options, body) => {
  const xero = await startXero();
  const response = await askToken(xero, options);
  expect([response.status, await response.json()]).toEqual([400, body]);
  expect(xero.tokensIssued).toBe(0);
});

test('an access token dies after 30 minutes, and the refusal names the time', async () => {
  const xero = await startXero();
  expect((await get(xero, 'Organisation')).status).toBe(200);
  xero.advance(30 * MINUTE - 1);
  expect((await get(xero, 'Organisation')).status).toBe(200);
  xero.advance(1);
  const response = await get(xero, 'Organisation');
  expect([response.status, await response.json()]).toEqual([
    401,
    {
      Type: null,
      Title: 'Unauthorized',
      Status: 401,
      Detail: 'TokenExpired: token expired at 11/27/2026 20:30:00',
      Instance: expect.any(String),
      Extensions: {},
    },
  ]);
  expect(START).toBe(Date.UTC(2026, 10, 27, 20));
});

async function consented(): Promise<{
  readonly xero: Awaited<ReturnType<typeof startXero>>;
  readonly refresh: (token: string) => Promise<{ status: number; token: string; error: string }>;
  readonly first: string;
}> {
  const xero = await startXero();
  const redirect = plainWebApp.redirectUri ?? '';
  const ask = async (form: Record<string, string>) => {
    const response = await askToken(xero, { app: plainWebApp, form });
    const reply = (await response.json()) as Record<string, string>;
    return { status: response.status, token: reply['refresh_token'] ?? '', error: reply['error'] ?? '' };
  };
  const code = xero.consent(plainWebApp.clientId);
  const { token } = await ask({ grant_type: 'authorization_code', code, redirect_uri: redirect });
  return {
    xero,
    refresh: (refreshToken) => ask({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    first: token,
  };
}

test('1.1: each refresh brings a new refresh token, and the former one works for 30 more minutes', async () => {
  const { xero, refresh, first } = await consented();
  const second = await refresh(first);
  expect(second.status).toBe(200);
  expect(second.token).not.toBe(first);
  xero.advance(30 * MINUTE);
  expect((await refresh(first)).status).toBe(200);
  xero.advance(1);
  expect(await refresh(first)).toMatchObject({ status: 400, error: 'invalid_grant' });
  expect((await refresh(second.token)).status).toBe(200);
});

test('1.1: a refresh token that nobody uses for 60 days is dead', async () => {
  const { xero, refresh, first } = await consented();
  xero.advance(60 * DAY + 1);
  expect(await refresh(first)).toMatchObject({ status: 400, error: 'invalid_grant' });
});

test('a refresh whose reply is lost has rotated the token all the same, and the former one still works', async () => {
  const { xero, refresh, first } = await consented();
  xero.planFault({ path: 'token', nth: 2, fault: { kind: 'reply-lost' } });
  const issued = xero.tokensIssued;
  await expect(refresh(first)).rejects.toThrow();
  expect(xero.tokensIssued).toBe(issued + 1);
  expect((await refresh(first)).status).toBe(200);
});

test.each([
  ['twice', 0, plainWebApp.redirectUri ?? '', true],
  ['after five minutes', 5 * MINUTE + 1, plainWebApp.redirectUri ?? '', false],
  ['with another redirect', 0, 'http://localhost:1/other', false],
])('1.1: a code that is used %s is refused', async (_, seconds, redirect, twice) => {
  const xero = await startXero();
  const form = { grant_type: 'authorization_code', code: xero.consent(plainWebApp.clientId), redirect_uri: redirect };
  if (twice) await askToken(xero, { app: plainWebApp, form });
  xero.advance(seconds);
  const response = await askToken(xero, { app: plainWebApp, form });
  expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_grant' }]);
});

test('the journal shows what was asked for, and no secret', async () => {
  const xero = await startXero();
  const token = await accessToken(xero);
  await get(xero, 'Organisation');
  expect(xero.requests[0]).toMatchObject({ grant: 'client_credentials', scopes: READ_SCOPES.join(' '), status: 200 });
  const text = JSON.stringify(xero.requests);
  const basic = Buffer.from(`${plainApp.clientId}:${plainApp.clientSecret}`).toString('base64');
  for (const secret of [token, plainApp.clientSecret, basic, ...xero.secrets()]) expect(text).not.toContain(secret);
});
