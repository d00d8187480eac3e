import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../src/model/error-codes.ts';
import { ConsolidatorError, type Retry } from '../../src/model/errors.ts';
import { type NetoClientOptions, openNetoClient } from '../../src/neto/client.ts';
import { memoryRequestLog } from '../../src/neto/request-log.ts';
import { ok, type Step, virtualClock, withStore } from './scripted-store.ts';
import { selfSigned } from './self-signed.ts';

interface Trouble {
  readonly what: string;
  readonly step: Step;
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly says: RegExp;
  /** Requests of a read; a write is sent once unless it is safe. */
  readonly reads: number;
  readonly options?: Partial<NetoClientOptions>;
}

const answer =
  (status: number, body: string, headers: Record<string, string> = {}): Step =>
  (response) => {
    response.on('error', () => undefined);
    response.writeHead(status, headers).end(body);
  };
const invalidKey = { ...ok, Ack: 'Error', Messages: { Error: { Message: 'Invalid API Key' } } };
const causesOfInvalidKey =
  /^west: the store answered "Invalid API Key"\. One of these: .*cut off.*`username` is missing \(no user name is sent here\).*reset or revoked/;

const answered: readonly Trouble[] = [
  {
    what: 'a redirect',
    step: answer(301, '', { location: 'https://www.west.example/do/WS/NetoAPI?x=1' }),
    code: 'redirected',
    retry: 'never',
    says: /HTTP 301\) to https:\/\/www\.west\.example\. Put the store's exact address into `url`/,
    reads: 1,
  },
  {
    what: 'HTML for JSON',
    step: answer(200, '<html><head><title>Log in</title></head></html>'),
    code: 'html-answer',
    retry: 'after-look-up',
    says: /an HTML page titled "Log in" instead of data\. Check the address/,
    reads: 4,
  },
  {
    what: 'a body cut off by the connection',
    step: (response, socket) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"Ack"', () => socket.destroy());
    },
    code: 'answer-truncated',
    retry: 'after-look-up',
    says: /ended in the middle/,
    reads: 4,
  },
  {
    what: 'a chunked body without its last chunk',
    step: (response, socket) => {
      response.writeHead(200);
      response.write('{"Ack":"Success"}', () => socket.destroy());
    },
    code: 'answer-truncated',
    retry: 'after-look-up',
    says: /ended in the middle/,
    reads: 4,
  },
  {
    what: 'a body cut off before it was sent',
    step: answer(200, '{"Ack":"Success","Order":[{"OrderID":"N1"},{"Ord'),
    code: 'answer-truncated',
    retry: 'after-look-up',
    says: /ends in the middle, after 48 characters/,
    reads: 4,
  },
  {
    what: 'an oversized body',
    step: answer(200, 'x'.repeat(2000)),
    code: 'answer-too-large',
    retry: 'after-look-up',
    says: /larger than 1000 bytes\. Lower `pageSize`/,
    reads: 1,
    options: { maximumBytes: 1000 },
  },
  {
    what: 'a refused key',
    step: invalidKey,
    code: 'key-refused',
    retry: 'never',
    says: causesOfInvalidKey,
    reads: 1,
  },
  {
    what: 'a refused key, told in XML',
    step: answer(200, '<r><Ack>Error</Ack><Messages><Error><Message>Invalid API Key</Message></Error></Messages></r>'),
    code: 'key-refused',
    retry: 'never',
    says: causesOfInvalidKey,
    reads: 1,
  },
  {
    what: 'a refused key, told by status',
    step: answer(401, 'Invalid API key'),
    code: 'key-refused',
    retry: 'never',
    says: causesOfInvalidKey,
    reads: 1,
  },
  {
    what: 'a key without rights',
    step: answer(403, ''),
    code: 'http-refused',
    retry: 'never',
    says: /no right to this; .* \(HTTP 403/,
    reads: 1,
  },
  {
    what: 'no such path',
    step: answer(404, 'nothing here'),
    code: 'http-refused',
    retry: 'never',
    says: /no Neto API at this address; check `url` \(HTTP 404/,
    reads: 1,
  },
  {
    what: 'HTTP 502',
    step: answer(502, '<html>Bad gateway</html>'),
    code: 'server-error',
    retry: 'after-look-up',
    says: /HTTP 502/,
    reads: 4,
  },
  {
    what: 'a reset after the request',
    step: (_response, socket) => void socket.resetAndDestroy(),
    code: 'connection-lost',
    retry: 'after-look-up',
    says: /broke after the request had been sent \(/,
    reads: 4,
  },
  {
    what: 'silence',
    step: () => undefined,
    code: 'time-out',
    retry: 'after-look-up',
    says: /no complete answer within 0\.05 s\. Raise `timeoutSeconds`/,
    reads: 4,
    options: { timeoutSeconds: 0.05 },
  },
];

async function errorOf(call: Promise<unknown>): Promise<ConsolidatorError> {
  const error = await call.then(
    () => expect.fail('no error'),
    (caught: unknown) => caught,
  );
  if (!(error instanceof ConsolidatorError)) throw error;
  expect(error.store).toBe('west');
  expect(error.message).toMatch(/^west: \S.*[.]$/);
  return error;
}

describe('troubles of an answer: code, sentence, and whether it may be sent again', () => {
  test.each(answered)('$what', async ({ step, code, retry, says, reads, options }) => {
    for (const action of ['GetOrder', 'AddOrder']) {
      await withStore(
        [step],
        async (client, seen) => {
          const error = await errorOf(client.request(action, {}));
          expect(error).toMatchObject({ code, retry });
          expect(error.message).toMatch(says);
          expect(seen).toHaveLength(action === 'GetOrder' ? reads : 1);
        },
        options,
      );
    }
  });

  test('HTTP 429: not carried out, so that a write is sent again too, after the pause', () =>
    withStore([answer(429, 'slow down')], async (client, seen, waits) => {
      const error = await errorOf(client.request('AddOrder', {}));
      expect(error).toMatchObject({ code: 'rate-limited', retry: 'safe' });
      expect(error.message).toMatch(/HTTP 429\)\. Lower `requestsPerMinute`/);
      expect(seen).toHaveLength(4);
      expect(waits).toEqual([60_000, 60_000, 60_000]);
    }));
});

/** A client of an address where no store is. */
async function unreachable(url: string, timeoutSeconds = 5): Promise<{ error: ConsolidatorError; tries: number }> {
  const { clock, waits } = virtualClock();
  const requestLog = memoryRequestLog({ clock });
  const client = openNetoClient({
    store: 'west',
    readOnly: false,
    url,
    key: 'SECRETKEY0123456789SECRETKEY0123',
    timeZone: 'UTC',
    requestsPerMinute: null,
    timeoutSeconds,
    pageSize: 1,
    requestLog,
    clock,
    random: () => 0.5,
  });
  try {
    return { error: await errorOf(client.request('AddOrder', {})), tries: waits.length + 1 };
  } finally {
    await client.close();
    requestLog.close();
  }
}

async function withListener<T>(server: Server, work: (port: number) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await work(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('no connection: nothing was sent, so that even a write is tried again', () => {
  test('refused', async () => {
    const free = await withListener(createServer(), async (port) => port);
    const { error, tries } = await unreachable(`http://127.0.0.1:${free}`);
    expect(error).toMatchObject({ code: 'store-unreachable', retry: 'safe' });
    expect(error.message).toBe(
      `west: no connection to 127.0.0.1:${free} could be made (ECONNREFUSED); nothing was sent. Check \`url\` and the network.`,
    );
    expect(tries).toBe(4);
  });

  test('a name that does not exist', async () => {
    // No part of a name may be longer than 63 characters, so no name server is asked.
    const host = `${'x'.repeat(64)}.invalid`;
    const { error } = await unreachable(`https://${host}`);
    expect(error).toMatchObject({ code: 'address-unknown', retry: 'safe' });
    expect(error.message).toMatch(
      /the name x+\.invalid could not be looked up \((ENOTFOUND|EAI_\w+)\); nothing was sent\./,
    );
  });

  test('a certificate that nobody vouches for', () =>
    withListener(createTlsServer(selfSigned), async (port) => {
      const { error, tries } = await unreachable(`https://127.0.0.1:${port}`);
      expect(error).toMatchObject({ code: 'tls-failed', retry: 'safe' });
      expect(error.message).toMatch(
        /no secure connection to 127\.0\.0\.1:\d+ could be made \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
      );
      expect(tries).toBe(4);
    }));

  test('no common cipher', () =>
    withListener(createTlsServer({}), async (port) => {
      const { error } = await unreachable(`https://127.0.0.1:${port}`);
      expect(error).toMatchObject({ code: 'tls-failed', retry: 'safe' });
    }));

  test('plain HTTP where TLS is expected', () =>
    withListener(
      createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      async (port) => {
        const { error } = await unreachable(`https://127.0.0.1:${port}`);
        expect(error).toMatchObject({ code: 'tls-failed', retry: 'safe' });
      },
    ));

  test('a handshake that never ends', () =>
    withListener(createServer(), async (port) => {
      const { error } = await unreachable(`https://127.0.0.1:${port}`, 0.05);
      expect(error).toMatchObject({ code: 'time-out', retry: 'safe' });
      expect(error.message).toBe('west: no connection within 0.05 s; nothing was sent. Check the network.');
    }));
});

describe('stopping', () => {
  test('before it is sent, under way, and while waiting for its turn', () =>
    withStore(
      [() => undefined],
      async (client, seen) => {
        const early = AbortSignal.abort();
        const unsent = await errorOf(client.request('AddOrder', {}, { signal: early }));
        expect(unsent).toMatchObject({ code: 'stopped', retry: 'safe' });
        expect(seen).toHaveLength(0);
        const controller = new AbortController();
        const call = errorOf(client.request('AddOrder', {}, { signal: controller.signal }));
        await expect.poll(() => seen.length).toBe(1);
        controller.abort();
        expect(await call).toMatchObject({ code: 'stopped', retry: 'after-look-up' });
      },
      { requestsPerMinute: 10 },
    ));
});
