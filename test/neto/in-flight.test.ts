import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ahead, IN_FLIGHT } from '../../src/neto/ahead.ts';
import { type NetoClient, openNetoClient } from '../../src/neto/client.ts';
import { readExportedIds } from '../../src/neto/orders.ts';
import { openRequestLog } from '../../src/neto/request-log.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Waiting {
  readonly ids: readonly string[];
  readonly response: ServerResponse;
}

/** Answers no request before `together` of them wait; then the latest first. */
async function holdingStore(together: number): Promise<{ url: string; most: () => number; asked: () => number }> {
  let waiting: Waiting[] = [];
  let most = 0;
  let asked = 0;
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (bytes: Buffer) => {
      text += bytes.toString();
    });
    request.on('end', () => {
      const { Filter } = JSON.parse(text) as { Filter: { OrderID: string[] } };
      asked += 1;
      waiting.push({ ids: Filter.OrderID, response });
      most = Math.max(most, waiting.length);
      if (waiting.length < together) return;
      const all = waiting.reverse();
      waiting = [];
      for (const one of all) {
        const Order = one.ids.map((OrderID) => ({ OrderID, ID: OrderID }));
        one.response.setHeader('content-type', 'application/json');
        one.response.end(JSON.stringify({ Order, CurrentTime: '2026-11-01 00:00:00', Ack: 'Success' }));
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => new Promise<void>((closed) => server.close(() => closed())));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, most: () => most, asked: () => asked };
}

function clientOf(url: string): NetoClient {
  const requestLog = openRequestLog(':memory:');
  const client = openNetoClient({
    store: 'west', readOnly: true, url, key: 'k', timeZone: 'Australia/Perth', requestsPerMinute: null, pageSize: 100,
    requestLog,
  }); // biome-ignore format: a table
  closing.push(
    () => requestLog.close(),
    () => client.close(),
  );
  return client;
}

describe('requests to one store', () => {
  test('several hundred keys are asked for four requests at a time, and no more', async () => {
    const store = await holdingStore(IN_FLIGHT);
    const ids = Array.from({ length: 800 }, (_, place) => `N${place}`);
    const found = await readExportedIds(clientOf(store.url), ids);
    expect([...found]).toEqual(ids);
    expect([store.most(), store.asked()]).toEqual([4, 8]);
  });

  test('reads that nothing ties together share the same four', async () => {
    const store = await holdingStore(IN_FLIGHT);
    const client = clientOf(store.url);
    await Promise.all(Array.from({ length: 12 }, (_, place) => readExportedIds(client, [`N${place}`])));
    expect([store.most(), store.asked()]).toEqual([4, 12]);
  });
});

describe('pieces done ahead', () => {
  test('come in their own order, and no more are begun than were taken and may be under way', async () => {
    let begun = 0;
    const taken: number[] = [];
    const ends: number[] = [];
    for await (const piece of ahead([1, 2, 3, 4, 5, 6, 7, 8], async (one) => {
      begun += 1;
      return one;
    })) {
      taken.push(piece);
      ends.push(begun);
    }
    expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ends).toEqual([4, 5, 6, 7, 8, 8, 8, 8]);
  });

  test('an error is thrown in its turn; what is under way is waited for, and nothing further is begun', async () => {
    const done: number[] = [];
    const begun: number[] = [];
    const taken: number[] = [];
    const run = async () => {
      for await (const piece of ahead([1, 2, 3, 4, 5, 6, 7, 8, 9], async (one) => {
        begun.push(one);
        await Promise.resolve();
        if (one === 2) throw new Error('second');
        done.push(one);
        return one;
      }))
        taken.push(piece);
    };
    await expect(run()).rejects.toThrow('second');
    expect(taken).toEqual([1]);
    expect(begun).toEqual([1, 2, 3, 4, 5]);
    expect(done).toEqual([1, 3, 4, 5]);
  });

  test('whoever stops taking them begins no further one', async () => {
    const begun: number[] = [];
    for await (const _ of ahead([1, 2, 3, 4, 5, 6], async (one) => begun.push(one))) break;
    expect(begun).toEqual([1, 2, 3, 4]);
  });
});
