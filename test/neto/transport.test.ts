import { describe, expect, test } from 'vitest';
import { ConsolidatorError } from '../../src/model/errors.ts';
import type { NetoClientOptions } from '../../src/neto/client.ts';
import { openNetoClient } from '../../src/neto/client.ts';
import { memoryRequestLog } from '../../src/neto/request-log.ts';
import { ok, type Step, withStore } from './scripted-store.ts';

const raw =
  (status: number, text: string, headers: Record<string, string> = {}): Step =>
  (response) => {
    response.writeHead(status, headers).end(text);
  };
const refusal = (message: string): Step => ({
  Ack: 'Error',
  Messages: { Error: { Message: message, SeverityCode: 'Error' } },
});

/** The error of one call, with the number of requests that it took. */
async function fail(script: readonly Step[], action = 'GetOrder', options: Partial<NetoClientOptions> = {}) {
  return withStore(
    script,
    async (client, seen, waits) => {
      const error = await client.request(action, {}).then(
        () => expect.fail('no error'),
        (caught: unknown) => caught,
      );
      if (!(error instanceof ConsolidatorError)) throw error;
      expect(error.store).toBe('west');
      expect(error.message).toContain('west');
      expect(error.message).not.toContain('SECRETKEY');
      return { error, code: error.code, retry: error.retry, requests: seen.length, waits };
    },
    options,
  );
}

describe('headers', () => {
  test('key, action and JSON; no user header without a user name', () =>
    withStore([ok], async (client, seen) => {
      await client.request('GetOrder', {});
      expect(seen[0]?.path).toBe('/do/WS/NetoAPI');
      expect(seen[0]?.headers).toMatchObject({
        netoapi_action: 'GetOrder',
        netoapi_key: 'SECRETKEY0123456789SECRETKEY0123',
        accept: 'application/json',
        'content-type': 'application/json',
      });
      expect(seen[0]?.headers).not.toHaveProperty('netoapi_username');
    }));

  test('the user header with a user-based key', () =>
    withStore(
      [ok],
      async (client, seen) => {
        await client.request('GetOrder', {});
        expect(seen[0]?.headers['netoapi_username']).toBe('api_user');
      },
      { username: 'api_user' },
    ));
});

describe('faults', () => {
  test('a reset before the answer: reads are repeated, writes are not', async () => {
    const reset: Step = (_response, socket) => socket.resetAndDestroy();
    expect(await fail([reset])).toMatchObject({ code: 'connection-lost', requests: 4, waits: [1000, 2000, 4000] });
    expect(await fail([reset], 'AddOrder')).toMatchObject({
      code: 'connection-lost',
      retry: 'after-look-up',
      requests: 1,
    });
  });

  test('a reset in the middle of the answer', async () => {
    const cut: Step = (response, socket) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"Ack":', () => socket.destroy());
    };
    expect(await fail([cut], 'AddOrder')).toMatchObject({
      code: 'answer-truncated',
      retry: 'after-look-up',
      requests: 1,
    });
  });

  test('JSON that ends too early', async () => {
    expect(await fail([raw(200, '{"Order":[{"OrderID":"N1"')], 'AddOrder')).toMatchObject({ code: 'answer-truncated' });
    expect(await fail([raw(200, '')], 'AddOrder')).toMatchObject({ code: 'answer-truncated' });
  });

  test('what is not JSON', async () => {
    expect(await fail([raw(200, 'all is well')], 'AddOrder')).toMatchObject({ code: 'not-json', requests: 1 });
  });

  test('JSON of something else is no empty list', async () => {
    expect(await fail([{ status: 'ok' }], 'AddOrder')).toMatchObject({ code: 'answer-unexpected', requests: 1 });
  });

  test('quirk 30: HTML instead of JSON, quoted by its title only', async () => {
    const page = `<!DOCTYPE html><html><head><title>${'Log in '.repeat(30)}</title></head><body>private</body></html>`;
    const { error } = await fail([raw(200, page)], 'AddOrder');
    expect(error.code).toBe('html-answer');
    expect(error.message).toContain('Log in');
    expect(error.message).not.toContain('private');
    expect(error.message.length).toBeLessThan(300);
  });

  test('a redirect is not followed', async () => {
    const { error, requests } = await fail([raw(301, '', { location: 'https://www.other.example/do?key=1' })]);
    expect(error).toMatchObject({ code: 'redirected', retry: 'never' });
    expect(error.message).toContain('https://www.other.example.');
    expect(requests).toBe(1);
  });

  test('an answer that is too large, announced or not', async () => {
    const announced = raw(200, 'x'.repeat(5000), { 'content-length': '5000' });
    const streamed: Step = (response) => {
      response.on('error', () => undefined).writeHead(200);
      response.write('x'.repeat(3000));
      response.end('x'.repeat(3000));
    };
    for (const step of [announced, streamed]) {
      expect(await fail([step], 'GetOrder', { maximumBytes: 1000 })).toMatchObject({
        code: 'answer-too-large',
        requests: 1,
      });
    }
  });

  test('a slow answer', async () => {
    const silent: Step = () => undefined;
    expect(await fail([silent], 'AddOrder', { timeoutSeconds: 0.05 })).toMatchObject({
      code: 'time-out',
      retry: 'after-look-up',
      requests: 1,
    });
  });

  test('an answer that trickles in is timed as a whole', async () => {
    const trickle: Step = (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    };
    expect(await fail([trickle], 'AddOrder', { timeoutSeconds: 0.1 })).toMatchObject({ code: 'time-out' });
  });

  test('nobody at the address: nothing was sent', async () => {
    const result = await fail([ok], 'AddOrder', { url: 'http://127.0.0.1:1' });
    expect(result).toMatchObject({ code: 'store-unreachable', retry: 'safe', requests: 0, waits: [1000, 2000, 4000] });
  });

  test('HTTP 5xx and 4xx', async () => {
    expect(await fail([raw(503, 'x')], 'AddOrder')).toMatchObject({ code: 'server-error', requests: 1 });
    expect(await fail([raw(503, 'x')])).toMatchObject({ code: 'server-error', requests: 4 });
    for (const status of [401, 403, 404, 413]) {
      expect(await fail([raw(status, 'x')])).toMatchObject({ code: 'http-refused', retry: 'never', requests: 1 });
    }
  });

  test('429 with Retry-After makes everybody wait that long', () =>
    withStore([raw(429, '', { 'retry-after': '7' }), ok], async (client, seen, waits) => {
      await client.request('AddOrder', {});
      expect(seen).toHaveLength(2);
      expect(waits).toEqual([7000]);
    }));

  test('a passing trouble is forgotten', () =>
    withStore([raw(502, ''), ok], async (client, seen) => {
      expect((await client.request('GetOrder', {})).ack).toBe('success');
      expect(client.requests).toBe(seen.length);
    }));

  test('a caller that stops', () =>
    withStore([() => undefined], async (client) => {
      const controller = new AbortController();
      const call = client.request('AddOrder', {}, { signal: controller.signal });
      setImmediate(() => controller.abort());
      await expect(call).rejects.toMatchObject({ code: 'stopped' });
    }));
});

describe('refusals', () => {
  test('quirks 31 and 32: HTTP 200 with "Invalid API Key"', async () => {
    for (const action of ['GetOrder', 'AddOrder']) {
      const { error, requests } = await fail([{ ...(refusal('Invalid API Key') as object), Ack: 'ERROR' }], action);
      expect(error).toMatchObject({ code: 'key-refused', retry: 'never' });
      expect(error.message).toContain('One of these: ');
      expect(requests).toBe(1);
    }
  });

  test("a refused read quotes the store's words, but no key or user name that they echo", async () => {
    const words = 'No right for api_user with SECRETKEY0123456789SECRETKEY0123';
    const { error } = await fail([refusal(words)], 'GetOrder', { username: 'api_user' });
    expect(error.code).toBe('request-refused');
    expect(error.message).toContain('No right for *** with ***');
  });

  test('quirk 34: Messages as an array; quirk 33: a wrapper object', () =>
    withStore(
      [{ GetOrderResponse: { ...ok, Order: [], Ack: 'Warning', Messages: [{ Warning: [{ Message: 'careful' }] }] } }],
      async (client) => {
        const reply = await client.request('GetOrder', {});
        expect(reply).toMatchObject({ ack: 'warning', warnings: ['careful'], currentTime: '2026-07-01T00:00:00Z' });
        expect(reply.body).toHaveProperty('Order');
      },
    ));

  test('a secondary is only read; quirk 46: no UpdateResults', () =>
    withStore(
      [ok],
      async (client, seen) => {
        const filter = { Filter: { UpdateResults: { ExportStatus: 'Exported' } } };
        for (const [action, body] of [
          ['AddOrder', {}],
          ['UpdateItem', {}],
          ['GetOrder', filter],
          ['getorder', {}],
        ] as const) {
          await expect(client.request(action, body)).rejects.toMatchObject({ code: 'secondary-is-read-only' });
        }
        expect(seen).toHaveLength(0);
      },
      { readOnly: true },
    ));

  test('plain HTTP only on this machine', () => {
    const requestLog = memoryRequestLog();
    const options = {
      store: 'west',
      readOnly: false,
      key: 'k',
      timeZone: 'UTC',
      requestsPerMinute: null,
      pageSize: 1,
      requestLog,
    } as const;
    expect(() => openNetoClient({ ...options, url: 'http://shop.example' })).toThrow(ConsolidatorError);
    requestLog.close();
  });
});
