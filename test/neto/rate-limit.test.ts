import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRequestLog, type RequestLog } from '../../src/neto/request-log.ts';
import { virtualClock } from './scripted-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('two processes and a store whose answers jitter: the store sees no more than the limit in any rolling window', async () => {
  // A minute scaled down to a quarter of a second.
  const windowMilliseconds = 250;
  const limit = 8;
  const arrivals: number[] = [];
  const server = createServer((_request, response) => {
    arrivals.push(performance.now());
    setTimeout(() => response.end('ok'), (arrivals.length * 7) % 23);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const settings = { file: join(folder, 'requests.db'), port, limit, windowMilliseconds, requests: 24 };
  const children = [1, 2].map(() => fork(join(import.meta.dirname, 'limit-child.ts'), [JSON.stringify(settings)]));
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
  await new Promise((resolve) => server.close(resolve));
  expect(codes).toEqual([0, 0]);
  expect(arrivals).toHaveLength(48);
  for (let index = limit; index < arrivals.length; index += 1) {
    const span = (arrivals[index] ?? 0) - (arrivals[index - limit] ?? 0);
    expect(span, `request ${index}`).toBeGreaterThanOrEqual(windowMilliseconds);
  }
});

/** How many requests go through in one rolling minute that begins now. */
async function throughput(log: RequestLog, limit: number, clock: { now(): number }): Promise<number> {
  const end = clock.now() + 60_000;
  let count = 0;
  while (clock.now() < end) {
    const ticket = await log.reserve('shop', limit);
    ticket.done();
    if (clock.now() < end) count += 1;
  }
  return count;
}

test('after a 429 the limit is halved for every process, and creeps back within ten minutes', async () => {
  const { clock } = virtualClock();
  const file = join(folder, 'requests.db');
  const [one, other] = [openRequestLog(file, { clock }), openRequestLog(file, { clock })];
  try {
    expect(await throughput(one, 100, clock)).toBe(100);
    one.penalise('shop', 60_000);
    await clock.sleep(61_000);
    const first = await throughput(other, 100, clock);
    expect(first).toBeGreaterThanOrEqual(50);
    expect(first).toBeLessThanOrEqual(65);
    await clock.sleep(10 * 60_000);
    expect(await throughput(other, 100, clock)).toBe(100);
  } finally {
    one.close();
    other.close();
  }
});

test('requests that are refused together halve the limit once, and it never falls below a tenth', async () => {
  const { clock } = virtualClock();
  const log = openRequestLog(join(folder, 'requests.db'), { clock });
  try {
    for (let refused = 0; refused < 8; refused += 1) log.penalise('shop', 1_000);
    await clock.sleep(61_000);
    expect(await throughput(log, 100, clock)).toBeGreaterThanOrEqual(50);
    for (let spell = 0; spell < 12; spell += 1) {
      log.penalise('shop', 1_000);
      await clock.sleep(1_001);
    }
    await clock.sleep(61_000);
    const least = await throughput(log, 100, clock);
    expect(least).toBeGreaterThanOrEqual(10);
    expect(least).toBeLessThanOrEqual(35);
  } finally {
    log.close();
  }
});

test('whoever waits is told why, and for how long', async () => {
  const { clock } = virtualClock();
  const log = openRequestLog(join(folder, 'requests.db'), { clock });
  const told: [number, string][] = [];
  const onWait = (milliseconds: number, reason: string) => void told.push([milliseconds, reason]);
  try {
    (await log.reserve('shop', 1, { onWait })).done();
    (await log.reserve('shop', 1, { onWait })).done();
    log.penalise('shop', 5_000);
    await log.reserve('shop', null, { onWait });
  } finally {
    log.close();
  }
  expect(told).toEqual([
    [60_025, 'rate-limit'],
    [5_000, '429'],
  ]);
});
