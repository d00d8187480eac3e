import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { fakeXeroDocumentSchema } from '../../src/cli/documents/care-documents.ts';
import { describeXeroSwitches } from '../../src/fake-xero/describe-switches.ts';
import { ownFolder } from '../config/sample.ts';
import { API_KEY, startStore } from '../fake-store/support/stores.ts';
import { order } from '../fake-xero/support/export.ts';
import { type ProgramOptions, runProgram, startHere } from './program.ts';

/** Starts the command, waits until it has printed where it is, and gives back its document. */
async function started(words: readonly string[], options: ProgramOptions) {
  const program = startHere(['fake-xero', '--output', 'json', ...words], options);
  const document = fakeXeroDocumentSchema.parse(JSON.parse(await program.printed()));
  return { ...document, stop: program.stop };
}

async function token({ identityUrl, clientId, clientSecret }: Awaited<ReturnType<typeof started>>): Promise<string> {
  const response = await fetch(`${identityUrl}/connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return String(((await response.json()) as Record<string, unknown>)['access_token']);
}

async function ask(url: string, command: string, values: string): Promise<unknown> {
  const response = await fetch(`${url}/${command}`, { method: 'POST', body: values });
  return ((await response.json()) as { result: unknown }).result;
}

describe('the command fake-xero', () => {
  test('says where it is and how it is reached, is read with that, and stops cleanly', async () => {
    const xero = await started([], { folder: await ownFolder() });
    const headers = { authorization: `Bearer ${await token(xero)}`, accept: 'application/json' };
    const response = await fetch(`${xero.url}/api.xro/2.0/Organisation`, { headers });
    expect(await response.json()).toMatchObject({ Organisations: [{ OrganisationID: xero.organisation }] });
    const ended = await xero.stop('SIGINT');
    expect([ended.code, ended.stderr]).toEqual([130, 'The organisation has stopped after 2 requests.\n']);
  });

  test('says the ordinary app, too, which is signed in to by what was printed', async () => {
    const xero = await started([], { folder: await ownFolder() });
    const { clientId, clientSecret, redirectUri } = xero.ordinaryApp;
    const asked = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state: 's' };
    const query = new URLSearchParams({ ...asked, scope: 'offline_access accounting.invoices.read' });
    const page = await fetch(`${xero.identityUrl}/identity/connect/authorize?${query}`, { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? 'http://nowhere.test');
    expect(back.href).toMatch(/^http:\/\/localhost:8700\/callback\?/);
    const response = await fetch(`${xero.identityUrl}/connect/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: redirectUri },
      }),
    });
    expect(await response.json()).toMatchObject({ refresh_token: expect.any(String) });
    await xero.stop('SIGINT');
  });

  test('its text for people names both apps, and where the tokens of the second one are kept', async () => {
    const program = startHere(['fake-xero'], { folder: await ownFolder() });
    const text = await program.printed();
    expect(text.match(/XERO_CLIENT_ID=FAKECLIENT\w+/g)).toEqual([
      'XERO_CLIENT_ID=FAKECLIENT0000000000000000000001',
      'XERO_CLIENT_ID=FAKECLIENT0000000000000000000002',
    ]);
    expect(text).toContain('tokenFile: ../state/xero-token.json');
    await program.stop('SIGINT');
  });

  test('plays people by the lines of its help', async () => {
    const { stdout } = await runProgram(['fake-xero', '--help'], { folder: await ownFolder() });
    const lines = [...stdout.replaceAll('\\\n', ' ').matchAll(/127\.0\.0\.1:4012\/(\w+)\s+-d '([^']*)'/g)];
    expect(lines.length).toBeGreaterThan(4);
    const xero = await started([], { folder: await ownFolder() });
    const seed = '[{"number": "N2", "contact": "Jo Example", "date": "2026-11-24", "total": "50"}]';
    await ask(xero.controlUrl, 'createInvoice', seed);
    for (const [, command = '', values = ''] of lines) {
      // There is no primary to export from.
      if (command === 'exportNow') continue;
      expect(await ask(xero.controlUrl, command, values), command).toBeDefined();
    }
    expect(await ask(xero.controlUrl, 'invoices', '[]')).toMatchObject([
      { number: 'N2', status: 'PAID' },
      { number: 'N1', status: 'VOIDED' },
    ]);
    await xero.stop('SIGINT');
  });

  test('exports what a fake store holds, and says what was refused', async () => {
    const store = await startStore({
      seed: { orders: [order(), order({ OrderID: 'NB9', OrderLine: [], ShippingTotal: '0' })] },
    });
    const environment = { FAKE_STORE_KEY: API_KEY };
    const words = ['--primary', `${store.url}/`, '--invoice-prefix', 'X-', '--switch', 'reference=order-id'];
    const xero = await started(words, { folder: await ownFolder(), environment });
    await ask(xero.controlUrl, 'exportNow', '[]');
    expect(await ask(xero.controlUrl, 'invoices', '[]')).toMatchObject([
      { number: 'X-NB100123', reference: 'NB100123' },
    ]);
    const { stderr } = await xero.stop('SIGINT');
    expect(stderr).toContain('invoice NB9: One or more line items must be specified');
  });

  test("takes a payment by each method of the demo's primary, once docs/xero.md's accounts are made; none goes to the debtors", async () => {
    const text = await readFile('docs/xero.md', 'utf8');
    const [, first = '', last = '', seed = ''] = /seq (\d+) (\d+)\); do[\s\S]*?-d '([^\n]*)'\n/.exec(text) ?? [];
    const demo = JSON.parse(await readFile('fixtures/demo/main-store.json', 'utf8')) as {
      paymentMethods: { acc_code: string }[];
    };
    const xero = await started([], { folder: await ownFolder() });
    for (let code = Number(first); code <= Number(last); code += 1)
      await ask(xero.controlUrl, 'addAccount', seed.replaceAll(`'$code'`, String(code)));
    const pay = async (account: string) => {
      const invoice = { number: `N-${account}`, contact: 'Jo Example', date: '2026-11-24', total: '50' };
      await ask(xero.controlUrl, 'createInvoice', JSON.stringify([invoice]));
      const payment = { document: invoice.number, amount: '50', date: invoice.date, reference: '', account };
      return ask(xero.controlUrl, 'addPayment', JSON.stringify([payment]));
    };
    const codes = demo.paymentMethods.map(({ acc_code }) => acc_code);
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) expect(await pay(code), code).toMatchObject({ status: 'AUTHORISED' });
    expect(await pay('610')).toBeUndefined();
    await xero.stop('SIGINT');
  });

  test.each([
    [['--switch', 'lockDate=utc-midnight'], 'Did you mean lockDates?'],
    [['--switch', 'verb=PATCH'], 'It takes POST, PUT. Write --switch verb=POST.'],
    [['--primary', 'http://127.0.0.1:1'], 'Put it into FAKE_STORE_KEY'],
    [['--every', 'never'], 'never'],
  ])('a slip is told with what to do: %j', async (words, expected) => {
    const { code, stderr } = await runProgram(['fake-xero', ...words], { folder: await ownFolder() });
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });

  test('help names every switch with its settings and what it changes', async () => {
    const { stdout } = await runProgram(['fake-xero', '--help'], { folder: await ownFolder() });
    const names = describeXeroSwitches().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, meaning, settings } of describeXeroSwitches()) {
      expect(meaning, name).toMatch(/^[a-z]/);
      expect(stdout).toContain(`${name}=${settings[0]}`);
    }
  });
});
