import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { memoryRequestLog } from '../../src/neto/request-log.ts';
import { openXeroClient, type SharedLimits, type XeroClient, type XeroClientOptions } from '../../src/xero/client.ts';
import { virtualClock } from '../neto/scripted-store.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What an answer is: a status with a body, or whatever a function does with the socket. */
export type Step =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      readonly text?: string | Buffer;
    }
  | ((response: ServerResponse, socket: Socket) => void);
export type Script = (asked: Asked, place: number) => Step;

export const credentials = { clientId: 'CLIENTID0123456789', clientSecret: 'CLIENTSECRET0123456789' };
export const scopes = [
  'accounting.invoices.read',
  'accounting.payments.read',
  'accounting.contacts.read',
  'accounting.settings.read',
];

/** A list as Xero gives it; all of it on one page unless told otherwise. */
export function listOf(list: string, rows: readonly unknown[], paging: object = {}): Step {
  const pagination = { page: 1, pageSize: 1000, pageCount: rows.length === 0 ? 0 : 1, itemCount: rows.length };
  const envelope = { Id: 'x', Status: 'OK', DateTimeUTC: '/Date(1795810504112)/' };
  return { body: { ...envelope, pagination: { ...pagination, ...paging }, [list]: rows } };
}

export function rawInvoice(given: object = {}): Record<string, unknown> {
  return {
    ...{ Type: 'ACCREC', InvoiceID: 'f4e4e4aa-a307-5db9-93b8-0a6ed6e47138', InvoiceNumber: 'W100124', Reference: '' },
    Contact: { ContactID: '3e300c38-0c19-5c91-a634-5b0e9fa272f8', Name: 'Example Hire Co' },
    ...{ DateString: '2026-11-24T00:00:00', DueDateString: '2026-12-24T00:00:00', Status: 'AUTHORISED' },
    ...{ LineAmountTypes: 'Inclusive', SubTotal: 40.77, TotalTax: 4.08, Total: 44.85 },
    ...{ AmountDue: 24.85, AmountPaid: 20.0, AmountCredited: 0.0, CurrencyCode: 'AUD' },
    UpdatedDateUTC: '/Date(1795590041007+0000)/',
    ...given,
  };
}

export interface ScriptedXero {
  readonly client: XeroClient;
  /** What was asked of the API. */
  readonly asked: Asked[];
  /** Requests for tokens. */
  readonly tokens: Asked[];
  /** Of another connection, by its id, at the same addresses and with the same log. */
  readonly another: (clientId: string) => XeroClient;
  /** By what the shared log was asked. */
  readonly allowances: ReadonlySet<string>;
  readonly waits: number[];
  readonly clock: ReturnType<typeof virtualClock>['clock'];
  readonly url: string;
}

/** A Xero on a real socket that answers by a script, and a client for it whose waits take no time. */
export async function withXero<T>(
  script: Script,
  work: (xero: ScriptedXero) => Promise<T>,
  given: Partial<XeroClientOptions> & { readonly token?: Script } = {},
): Promise<T> {
  const { token = givesToken, ...options } = given;
  const [asked, tokens]: [Asked[], Asked[]] = [[], []];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://127.0.0.1');
      const { method = '', headers } = request;
      const one = {
        method,
        path: url.pathname,
        query: url.searchParams,
        headers,
        text: Buffer.concat(chunks).toString(),
      };
      const [list, answer] = one.path === '/connect/token' ? [tokens, token] : [asked, script];
      list.push(one);
      const step = answer(one, list.length - 1);
      if (typeof step === 'function') return step(response, request.socket);
      const { status = 200, body, text = JSON.stringify(body) } = step;
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...step.headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { clock, waits } = virtualClock();
  const log = memoryRequestLog({ clock });
  const allowances = new Set<string>();
  const requestLog: SharedLimits = {
    reserve(allowance, ...rest) {
      allowances.add(allowance);
      return log.reserve(allowance, ...rest);
    },
    penalise: (allowance, milliseconds) => log.penalise(allowance, milliseconds),
  };
  const opened: XeroClient[] = [];
  const open = (clientId: string): XeroClient => {
    const client = openXeroClient({
      ...{ ...credentials, clientId },
      ...{ scopes, requestsPerMinute: 60, timeoutSeconds: 5, addresses: { api: url, identity: url } },
      ...{ requestLog, clock, random: () => 0.5 },
      ...options,
    });
    opened.push(client);
    return client;
  };
  const client = open(credentials.clientId);
  try {
    return await work({ client, another: open, allowances, asked, tokens, waits, clock, url });
  } finally {
    for (const one of opened) await one.close();
    log.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A new token each time: `token-1`, `token-2` … */
export const givesToken: Script = (_asked, place) => ({
  body: { access_token: `token-${place + 1}-secret`, expires_in: 1800, token_type: 'Bearer', scope: scopes.join(' ') },
});

/** A reply in the shape that Xero has, with invented data. */
export function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8');
}
