import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { Access } from '../../src/serve/access/access.ts';
import { loopbackDoors } from '../../src/serve/access/doors.ts';
import { application } from '../../src/serve/application.ts';
import { Standings } from '../../src/serve/pipelines/standings.ts';
import { servePage } from '../../src/serve/server.ts';
import { withServed } from './support/served.ts';

test('a port that is taken is told in a sentence, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(
    servePage({
      site: { pipelines: [], home: '/nowhere', now: Date.now, note() {} },
      ...{ port, address: '127.0.0.1', behindProxy: false },
    }),
  ).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(`The port ${port} is taken`) });
  other.close();
  await once(other, 'close');
});

test('it listens on this machine alone', () =>
  withServed({}, async ({ url, port }) => {
    expect(url.replace(/\/[\w-]{22}\/$/, '/')).toBe(`http://127.0.0.1:${port}/`);
  }));

test('it ends at once though a browser keeps its connection, and soon though somebody sends half a request', async () => {
  let halves: Promise<unknown> = Promise.resolve();
  const begun = Date.now();
  await withServed({}, async ({ port }) => {
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    const half = connect(port, '127.0.0.1', () => half.write('POST /log-in HTTP/1.1\r\nHost: 127.0.0.1\r\n'));
    await once(half, 'connect');
    halves = Promise.all([idle, half].map((socket) => once(socket.on('error', () => {}).resume(), 'close')));
  });
  await halves;
  expect(Date.now() - begun).toBeLessThan(10_000);
});

test(
  'who sends half a request is let go within seconds, so that nobody holds all connections that way',
  () =>
    withServed({}, async ({ port }) => {
      const begun = Date.now();
      const half = connect(port, '127.0.0.1', () => half.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n'));
      await once(half.resume(), 'close');
      expect(Date.now() - begun).toBeLessThan(15_000);
    }),
  20_000,
);

test('what is no request is refused, and the page goes on', () =>
  withServed({}, async ({ port, ask }) => {
    const socket = connect(port, '127.0.0.1');
    const parts: string[] = [];
    socket.on('data', (part) => parts.push(part.toString()));
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    expect(parts.join('')).toMatch(/^HTTP\/1\.1 40\d /);
    expect((await ask('/healthz')).text).toBe('ok\n');
  }));

test('a page that could not be made says so without a word of the program, which the terminal gets', async () => {
  const notes: string[] = [];
  const site = {
    ...{ pipelines: [], home: '/nowhere', now: Date.now, signal: new AbortController().signal },
    standings: new Standings([], Date.now),
    note: (text: string) => notes.push(text),
  };
  const access = new Access({ doors: loopbackDoors(80, false), cookie: 'none', now: Date.now });
  const broken = (): never => {
    throw new Error('a detail of the program');
  };
  const app = application(site, access, [{ method: 'GET', path: '/broken', role: 'open', answer: broken }]);
  const incoming = { socket: { remoteAddress: '127.0.0.1' } };
  const reply = await app.request('/broken', { headers: { Host: 'localhost' } }, { incoming });
  const text = await reply.text();
  expect([reply.status, reply.headers.get('cache-control')]).toEqual([500, 'no-store']);
  expect(text).toContain('<h1>Something went wrong</h1>');
  expect(text).not.toMatch(/a detail|\.ts\b|\n\s+at /);
  expect(notes).toEqual(['The page /broken could not be made: a detail of the program']);
});
