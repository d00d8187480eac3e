import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type NetoClient, type NetoClientOptions, openNetoClient } from '../../src/neto/client.ts';
import type { Clock } from '../../src/neto/clock.ts';
import { memoryRequestLog } from '../../src/neto/request-log.ts';

export interface SeenRequest {
  readonly action: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as it was sent; of one that is not JSON the only member. */
  readonly text: string;
}

/** A value is sent as JSON; a function does what it likes with the socket. */
export type Step = Readonly<Record<string, unknown>> | ((response: ServerResponse, socket: Socket) => void);
export type Script = readonly Step[] | ((request: SeenRequest, index: number) => Step);

export const ok = { Ack: 'Success', CurrentTime: '2026-07-01 00:00:00' };

/** A store on a real socket that answers by a script; with a list, the last step repeats. */
export async function withStore<T>(
  script: Script,
  work: (client: NetoClient, seen: SeenRequest[], waits: number[]) => Promise<T>,
  options: Partial<NetoClientOptions> = {},
): Promise<T> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = text.startsWith('{') ? JSON.parse(text) : {};
      const action = String(request.headers['netoapi_action']);
      const entry = {
        action,
        path: request.url ?? '',
        headers: request.headers,
        filter: body.Filter ?? {},
        body,
        text,
      };
      const step =
        typeof script === 'function'
          ? script(entry, seen.length)
          : (script[Math.min(seen.length, script.length - 1)] ?? ok);
      seen.push(entry);
      if (typeof step === 'function') step(response, request.socket);
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(step));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { clock, waits } = virtualClock();
  const log = memoryRequestLog({ clock });
  const client = openNetoClient({
    store: 'west',
    readOnly: false,
    url: `http://127.0.0.1:${port}`,
    key: 'SECRETKEY0123456789SECRETKEY0123',
    timeZone: 'Australia/Sydney',
    requestsPerMinute: null,
    timeoutSeconds: 5,
    pageSize: 2,
    requestLog: log,
    clock,
    random: () => 0.5,
    ...options,
  });
  try {
    return await work(client, seen, waits);
  } finally {
    await client.close();
    log.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Sleeping puts the clock forward at once. */
export function virtualClock(): { clock: Clock; waits: number[] } {
  let now = 1_000_000;
  const waits: number[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
  return { clock, waits };
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of source) found.push(item);
  return found;
}
