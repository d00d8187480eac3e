import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { announce } from '../../src/notify/announce.ts';
import { demoPipeline } from '../fixtures/support.ts';
import { startHook } from './hook.ts';
import { startLiar } from './mail-server.ts';
import { failing } from './run-ends.ts';

let home: string;
let demo: Pipeline;
beforeAll(async () => {
  demo = await demoPipeline();
  // Loaded by the first message only, before the time of any is taken.
  await import('undici');
});
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'webhook-faults-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function tell(port: number, limitMilliseconds = 20_000) {
  const pipeline = { ...demo, onProblem: { ...demo.onProblem, webhook: `http://127.0.0.1:${port}/secret-path` } };
  return announce({ pipeline, home, outcome: failing, now: 1_800_000_000_000, limitMilliseconds });
}

/** As fast as it is read, for as long as anybody does. @returns how many bytes went */
function flood(socket: Socket, head: string, text: string): { readonly sent: () => number } {
  const block = text.repeat(Math.ceil(65_536 / text.length));
  const more = (): void => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.write(head);
  socket.on('drain', more);
  more();
  return { sent: () => socket.bytesWritten };
}

const LIMIT = 700;

describe('a webhook that lies never holds a run up, fails no run, and the message comes with the next', () => {
  test.each<[string, (socket: Socket) => void]>([
    ['accepts and never says a word', () => undefined],
    [
      'answers a letter at a time',
      (socket) => {
        const timer = setInterval(() => socket.write('H'), 50);
        socket.on('close', () => clearInterval(timer));
      },
    ],
    ['closes at once', (socket) => socket.destroy()],
    ['answers with a head that never ends', (socket) => flood(socket, 'HTTP/1.1 200 OK\r\n', 'x-word: 1\r\n')],
    ['answers with a line that never ends', (socket) => flood(socket, 'HTTP/1.1 200 OK\r\nx-word: ', 'a')],
    [
      'refuses with a gigabyte',
      (socket) => flood(socket, 'HTTP/1.1 500 No\r\ncontent-length: 1000000000\r\n\r\n', 'a'),
    ],
    ['cuts its head off', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
    ['speaks another protocol', (socket) => socket.write('220 here\r\n')],
    ['says to wait and never goes on', (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')],
  ])('%s', async (_, talk) => {
    const liar = await startLiar(talk);
    onTestFinished(() => liar.close());
    const begun = performance.now();
    const { told, failures } = await tell(liar.port, LIMIT);
    expect(performance.now() - begun).toBeLessThan(LIMIT + 1_500);
    expect(told).toEqual([]);
    expect(failures).toEqual([
      expect.stringMatching(/^The webhook did not take the message: .+ The next run tells it again\.$/),
    ]);
    expect(failures.join('')).not.toContain('secret-path');
    const hook = await startHook();
    onTestFinished(() => hook.close());
    expect((await tell(Number(new URL(hook.url).port))).told).toHaveLength(1);
  });

  test('a redirect is not followed, wherever it leads', async () => {
    const [other, hook] = await Promise.all([startHook(), startHook()]);
    onTestFinished(() => Promise.all([other.close(), hook.close()]).then(() => undefined));
    const liar = await startLiar((socket) => {
      socket.once('data', () =>
        socket.end(`HTTP/1.1 307 Elsewhere\r\nlocation: ${other.url}\r\ncontent-length: 0\r\n\r\n`),
      );
    });
    onTestFinished(() => liar.close());
    const { told, failures } = await tell(liar.port);
    expect([told, other.received]).toEqual([[], []]);
    expect(failures).toEqual([expect.stringContaining('redirects are not followed')]);
  });

  test('what it says after it took the message is not read, were it a gigabyte', async () => {
    let sent = (): number => 0;
    const liar = await startLiar((socket) => {
      socket.once('data', () => {
        sent = flood(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n', 'a').sent;
      });
    });
    onTestFinished(() => liar.close());
    const { told, failures } = await tell(liar.port);
    expect([told.length, failures]).toEqual([1, []]);
    expect(sent()).toBeLessThan(20_000_000);
  });
});
