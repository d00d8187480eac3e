import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ConsolidatorError } from '../../src/model/errors.ts';
import type { Permit } from '../../src/model/permit.ts';
import { openNetoClient } from '../../src/neto/client.ts';
import { memoryRequestLog, type RequestLog } from '../../src/neto/request-log.ts';
import { ok, withStore } from './scripted-store.ts';

const fresh: Permit = { isFresh: () => true };

test('a write asks for leave after the wait for the limit, right before it leaves; a read asks nobody', async () => {
  const events: string[] = [];
  const log = memoryRequestLog();
  const requestLog: RequestLog = {
    ...log,
    reserve: async (...given) => {
      const ticket = await log.reserve(...given);
      events.push('reserved');
      return ticket;
    },
    close: () => log.close(),
  };
  const beforeWrite = async () => {
    events.push('asked');
    return { isFresh: () => events.push('looked at') > 0 };
  };
  const script = () => {
    events.push('arrived');
    return ok;
  };
  await withStore(
    script,
    async (client) => {
      await client.request('GetOrder', {});
      await client.request('AddOrder', {});
    },
    { requestLog, beforeWrite },
  );
  log.close();
  expect(events).toEqual(['reserved', 'arrived', 'reserved', 'asked', 'looked at', 'arrived']);
});

test('a write for which leave is refused is not sent, nor tried again', async () => {
  let asked = 0;
  const beforeWrite = async (): Promise<Permit> => {
    asked += 1;
    throw new ConsolidatorError('lease-lost', 'Another one has it.');
  };
  await withStore(
    [ok],
    async (client, seen) => {
      await expect(client.request('AddOrder', {})).rejects.toMatchObject({ code: 'lease-lost', retry: 'never' });
      expect([asked, seen.length]).toEqual([1, 0]);
      await client.request('GetOrder', {});
      expect([asked, seen.length]).toEqual([1, 1]);
    },
    { beforeWrite },
  );
});

test('a write whose leave is too old once there is a connection asks anew, and leaves by that connection', async () => {
  let connections = 0;
  const server = createServer((_request, response) => response.end(JSON.stringify(ok)));
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const given = [{ isFresh: () => false }, { isFresh: () => false }, fresh];
  const requestLog = memoryRequestLog();
  const client = openNetoClient({
    ...{ store: 'primary', readOnly: false, url: `http://127.0.0.1:${port}`, key: 'x'.repeat(32), timeZone: 'UTC' },
    ...{ requestsPerMinute: null, pageSize: 10, requestLog, beforeWrite: async () => given.shift() ?? fresh },
  });
  try {
    expect((await client.request('AddOrder', {})).ack).toBe('success');
    expect([given.length, connections]).toEqual([0, 1]);
  } finally {
    await client.close();
    requestLog.close();
    server.closeAllConnections();
    server.close();
  }
});

test('a write whose leave is never of now is not sent, and says so', async () => {
  await withStore(
    [ok],
    async (client, seen) => {
      await expect(client.request('AddOrder', {})).rejects.toMatchObject({ code: 'lease-unproven', retry: 'safe' });
      expect(seen).toEqual([]);
    },
    { beforeWrite: async () => ({ isFresh: () => false }) },
  );
});
