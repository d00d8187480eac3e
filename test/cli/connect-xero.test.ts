import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FakeXero, plainWebApp } from '../../src/fake-xero/index.ts';
import { startXero } from '../fake-xero/support/organisation.ts';
import { freePort } from '../support/free-port.ts';
import { rightsOf } from '../xero/app-on-a-socket.ts';
import { type StartedHere, startHere } from './program.ts';

interface Connecting {
  readonly xero: FakeXero;
  readonly port: number;
  readonly folder: string;
  readonly tokens: string;
  start(words?: readonly string[]): StartedHere;
}

function closed(server: Server): Promise<unknown> {
  return new Promise((resolve) => server.close(resolve));
}

async function connecting(given: { readonly tokenFile?: boolean } = {}): Promise<Connecting> {
  const port = await freePort();
  const app = { ...plainWebApp, redirectUri: `http://localhost:${port}/callback` };
  const xero = await startXero({ apps: [app] });
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = { url: 'http://127.0.0.1:9', key: `\${KEY}`, timezone: 'Australia/Sydney' };
  const pipeline = {
    name: 'books',
    primary: { ...store, prefixes: ['N'] },
    secondaries: [
      {
        ...{
          ...store,
          url: 'http://127.0.0.1:10',
          name: 'west',
          prefix: { N: 'W' },
          since: '2026-07-01',
          purpose: 'books',
        },
        orders: { warehouse: 'Virtual', email: 'house', houseEmail: 'a@example.com' },
        customers: { policy: 'house', house: { username: 'west', email: 'a@example.com' } },
        products: { policy: 'match' },
      },
    ],
    xero: {
      ...{ clientId: `\${XERO_ID}`, clientSecret: `\${XERO_SECRET}`, url: xero.apiUrl, identityUrl: xero.identityUrl },
      ...(given.tokenFile === false ? {} : { tokenFile: 'state/xero-token.json' }),
    },
  };
  writeFileSync(path.join(folder, 'p.yaml'), JSON.stringify(pipeline));
  const environment = { KEY: 'a-key-of-a-store', XERO_ID: app.clientId, XERO_SECRET: app.clientSecret };
  return {
    ...{ xero, port, folder, tokens: path.join(folder, 'state/xero-token.json') },
    start: (words = []) =>
      startHere(['xero', 'connect', 'p.yaml', '--no-open', '--port', String(port), ...words], { folder, environment }),
  };
}

/** What a browser does with the address that was told: it follows wherever it is sent. */
async function signIn({ port }: Connecting): Promise<string> {
  const response = await fetch(`http://localhost:${port}/`);
  return response.text();
}

describe('xero connect', () => {
  test('says what is asked for, and keeps the tokens where nobody else can read them', async () => {
    const scene = await connecting();
    const program = scene.start();
    await program.said(`Open http://localhost:${scene.port}/`);
    expect(await signIn(scene)).toContain('Connected. You can close this window');
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(0);
    expect(stderr).toContain(
      'The app asks for: offline_access, accounting.invoices.read, accounting.payments.read, accounting.contacts.read, accounting.settings.read. Nothing of it can write.',
    );
    expect(stdout).toContain(`write \`organisation: ${scene.xero.control.organisation().id}\` below \`xero\``);
    expect(rightsOf(scene.tokens)).toBe('600');
    const secrets = [...scene.xero.secrets(), plainWebApp.clientSecret];
    const others = readdirSync(scene.folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(scene.folder, name))
      .filter((file) => file !== scene.tokens && /\.(lock|pid|yaml|db)$/.test(file))
      .map((file) => readFileSync(file, 'latin1'));
    for (const secret of secrets) for (const text of [stdout, stderr, ...others]) expect(text).not.toContain(secret);
    expect(scene.xero.violations).toEqual([]);
  });

  test('what answers without the secret of this sign-in changes nothing, nor does another host or page', async () => {
    const scene = await connecting();
    const program = scene.start();
    await program.said('Open ');
    const base = `http://localhost:${scene.port}`;
    const strange = [
      fetch(`${base}/callback?code=stolen&state=guessed`),
      fetch(`${base}/callback?code=stolen`),
      fetch(`${base}/callback?code=x&state=y`, { method: 'POST' }),
      fetch(`http://127.0.0.1:${scene.port}/callback?code=stolen`),
      fetch(`${base}/other`),
    ];
    expect((await Promise.all(strange)).map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    await signIn(scene);
    expect((await program.ended).code).toBe(0);
  });

  test('a code that somebody else got hold of is good for nothing without what only this process knows', async () => {
    const scene = await connecting();
    const program = scene.start();
    await program.said('Open ');
    const page = await fetch(`http://localhost:${scene.port}/`, { redirect: 'manual' });
    const back = await fetch(page.headers.get('location') ?? '', { redirect: 'manual' });
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const { clientId, clientSecret } = plainWebApp;
    const stolen = await fetch(`${scene.xero.identityUrl}/connect/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', code, redirect_uri: `http://localhost:${scene.port}/callback` },
      }).toString(),
    });
    expect([stolen.status, await stolen.json()]).toEqual([400, { error: 'invalid_grant' }]);
    expect((await program.stop('SIGINT')).code).toBe(130);
    expect(existsSync(scene.tokens)).toBe(false);
  });

  test('a person who says no is told so, and nothing is kept', async () => {
    const scene = await connecting();
    scene.xero.refuseConsent();
    const program = scene.start();
    await program.said('Open ');
    expect(await signIn(scene)).toContain('No access was given');
    const { code, stderr } = await program.ended;
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('the access was not given (Xero says "access_denied")'),
    ]);
    expect(existsSync(scene.tokens)).toBe(false);
  });

  test('a port that another program has is told with what to do', async () => {
    const scene = await connecting();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(scene.port, '127.0.0.1', resolve));
    const { code, stderr } = await scene.start().ended;
    await closed(other);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Take another by `--port`')]);
  });

  test('a pipeline without a file for tokens is told what it lacks', async () => {
    const scene = await connecting({ tokenFile: false });
    const { code, stderr } = await scene.start().ended;
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('write `tokenFile: ../state/xero-token.json` below `xero`'),
    ]);
  });
});
