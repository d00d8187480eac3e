import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type FakeXero, plainWebApp, READ_SCOPES } from '../../src/fake-xero/index.ts';
import { memoryRequestLog } from '../../src/neto/request-log.ts';
import { keptTokens } from '../../src/session/open-xero.ts';
import { fetchFirst } from '../../src/xero/app/consent.ts';
import { type KeptTokens, tokenFile } from '../../src/xero/app/token-file.ts';
import { openXeroClient, type XeroClient } from '../../src/xero/client.ts';
import { openXeroTransport } from '../../src/xero/transport.ts';
import { startXero } from '../fake-xero/support/organisation.ts';
import { virtualClock } from '../neto/scripted-store.ts';

export interface AppScene {
  readonly xero: FakeXero;
  /** Where the tokens are. */
  readonly file: string;
  readonly folder: string;
  kept(): KeptTokens | undefined;
  /** One process more that reads the books by these tokens. */
  client(): XeroClient;
  /** A request of its own by a new client. */
  read(): Promise<unknown>;
}

export const MINUTE = 60;
export const DAY = 24 * 60 * MINUTE;

/** As when a person has just consented. */
export async function keepFirstTokens(xero: FakeXero, file: string): Promise<void> {
  const { clientId, clientSecret, redirectUri = '' } = plainWebApp;
  const addresses = { api: xero.apiUrl, identity: xero.identityUrl };
  const transport = openXeroTransport({
    ...{ addresses, timeoutMilliseconds: 5_000, maximumBytes: 1_000_000, hide: (text) => text },
  });
  const consent = { redirect: redirectUri, verifier: 'v', scopes: plainWebApp.scopes };
  const first = await fetchFirst(consent, xero.consent(clientId), {
    ...{ clientId, clientSecret, transport, addresses, hide: (text: string) => text, now: xero.now },
    choose: ([only]) => only ?? { id: '', name: '' },
  }).finally(() => transport.close());
  tokenFile(file).write(first);
}

/** An ordinary app that somebody has given access, on real sockets; time is the fake's. */
export async function appScene(options: Parameters<typeof startXero>[0] = {}): Promise<AppScene> {
  const xero = await startXero(options);
  const folder = mkdtempSync(path.join(tmpdir(), 'xero-app-'));
  const file = path.join(folder, 'state', 'token.json');
  const { clientId, clientSecret } = plainWebApp;
  const addresses = { api: xero.apiUrl, identity: xero.identityUrl };
  const open: XeroClient[] = [];
  const logs: { close(): void }[] = [];
  onTestFinished(async () => {
    await Promise.all(open.map((one) => one.close()));
    for (const log of logs) log.close();
    rmSync(folder, { recursive: true });
  });
  await keepFirstTokens(xero, file);
  const client = (): XeroClient => {
    const { clock } = virtualClock();
    const requestLog = memoryRequestLog({ clock });
    logs.push(requestLog);
    const one = openXeroClient({
      ...{ clientId, clientSecret, scopes: READ_SCOPES, requestsPerMinute: 60, timeoutSeconds: 5, addresses },
      ...{ requestLog, clock, random: () => 0.5, kept: { ...keptTokens(file), now: xero.now } },
    });
    open.push(one);
    return one;
  };
  return {
    ...{ xero, file, folder, client },
    kept: () => tokenFile(file).read(),
    read: () => client().ask('Organisation', 'Organisations', []),
  };
}

/** `600` */
export function rightsOf(file: string): string {
  return (statSync(file).mode & 0o777).toString(8);
}
