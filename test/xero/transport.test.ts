import { Pool } from 'undici';
import { describe, expect, test } from 'vitest';
import type { XeroAddresses } from '../../src/xero/transport.ts';
import { onlyReads, onlyTokens, openXeroTransport } from '../../src/xero/transport.ts';
import { listOf, rawInvoice, withXero } from './scripted-xero.ts';

const options = { timeoutMilliseconds: 2_000, maximumBytes: 1_000_000, hide: (text: string) => text };

/** Sends a request through a gate, to a server that notes whatever reaches it. */
async function through(
  gate: typeof onlyReads,
  request: { method: string; path: string; body?: string },
): Promise<{ readonly said: unknown; readonly reached: number }> {
  return withXero(
    () => listOf('Invoices', []),
    async ({ asked, tokens, url }) => {
      const pool = gate(new Pool(url));
      const said = await pool.request(request).then(
        async ({ body }) => body.text().then(() => 'sent'),
        (error: unknown) => error,
      );
      await pool.destroy();
      return { said, reached: asked.length + tokens.length };
    },
  );
}

describe('no request other than GET, and the POST for a token, can leave', () => {
  const api = '/api.xro/2.0/Invoices';
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])(
    '%s to the books is refused before it is sent',
    async (method) => {
      const { said, reached } = await through(onlyReads, { method, path: api });
      expect(said).toMatchObject({ code: 'xero-is-read-only' });
      expect(reached).toBe(0);
    },
  );

  test.each([
    ['a GET with a body', { method: 'GET', path: api, body: '{}' }],
    ['a GET beyond the Accounting API', { method: 'GET', path: '/payroll.xro/1.0/Employees' }],
  ])('%s is refused before it is sent', async (_what, request) => {
    const { said, reached } = await through(onlyReads, request);
    expect([said, reached]).toEqual([expect.objectContaining({ code: 'xero-is-read-only' }), 0]);
  });

  test.each([
    ['GET', '/connect/token'],
    ['POST', '/connect/revocation'],
    ['POST', api],
  ])('%s %s to where tokens are fetched is refused before it is sent', async (method, path) => {
    const { said, reached } = await through(onlyTokens, { method, path });
    expect([said, reached]).toEqual([expect.objectContaining({ code: 'xero-is-read-only' }), 0]);
  });

  test('the gates let through what they are there for', async () => {
    expect(await through(onlyReads, { method: 'GET', path: api })).toEqual({ said: 'sent', reached: 1 });
    expect(await through(onlyTokens, { method: 'POST', path: '/connect/token' })).toEqual({ said: 'sent', reached: 1 });
  });

  test('all that a client sends passes them: one POST for the token, and GETs without a body', () =>
    withXero(
      () => listOf('Invoices', [rawInvoice()]),
      async ({ client, asked, tokens }) => {
        for (let times = 0; times < 3; times += 1) await client.ask('Invoices', 'Invoices', [['page', '1']]);
        expect(tokens.map(({ method, path }) => [method, path])).toEqual([['POST', '/connect/token']]);
        expect(new Set(asked.map(({ method, text }) => `${method} ${text}`))).toEqual(new Set(['GET ']));
        expect(asked).toHaveLength(3);
      },
    ));
});

describe('the secret of a connection goes to Xero and to this machine, nowhere else', () => {
  const own: XeroAddresses = { api: 'http://127.0.0.1:1', identity: 'http://127.0.0.1:1' };
  test.each([
    ['another host', { ...own, identity: 'https://identity.xero.com.example.com' }],
    ['another host for the books', { ...own, api: 'https://api.example.com' }],
    ['Xero without encryption', { ...own, api: 'http://api.xero.com' }],
    ['a name that begins like this machine', { ...own, api: 'http://127.0.0.1.example.com' }],
    ['this machine with a user before it', { ...own, api: 'http://127.0.0.1@example.com' }],
  ])('%s is refused', (_what, addresses) => {
    expect(() => openXeroTransport({ ...options, addresses })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });

  test('a redirect is not followed', () =>
    withXero(
      () => ({ status: 302, headers: { location: 'http://127.0.0.1:9/steal' }, text: '' }),
      async ({ client, asked }) => {
        await expect(client.ask('Invoices', 'Invoices', [])).rejects.toMatchObject({ code: 'redirected' });
        expect(asked).toHaveLength(1);
      },
    ));
});
