import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../src/neto/clock.ts';
import { openRequestLog } from '../../src/neto/request-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'request-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Time that goes on by itself to the next sleeper, as soon as nobody is awake. */
class Simulation implements Clock {
  #now = 5_000;
  readonly #sleepers: { until: number; wake: () => void }[] = [];
  now(): number {
    return this.#now;
  }
  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ until: this.#now + milliseconds, wake });
    });
  }
  async run(end: number): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      this.#sleepers.sort((a, b) => a.until - b.until);
      const next = this.#sleepers.shift();
      if (next === undefined || next.until > end) return;
      this.#now = Math.max(this.#now, next.until);
      next.wake();
    }
  }
}

test('two users of one file: never more than the limit in any rolling minute, and at least 95 % of it used', async () => {
  const clock = new Simulation();
  const file = join(folder, 'requests.db');
  const logs = [openRequestLog(file, { clock }), openRequestLog(file, { clock })];
  const limit = 60;
  const arrivals: number[] = [];
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const minutes = 20;
  const end = clock.now() + minutes * 60_000;
  for (const log of logs) {
    for (let worker = 0; worker < 4; worker += 1) {
      void (async () => {
        while (clock.now() < end) {
          const ticket = await log.reserve('shop', limit, { timeoutMilliseconds: 60_000 });
          // The request arrives at the store anywhere between sending and completion.
          const before = Math.floor(random() * 400);
          await clock.sleep(before);
          arrivals.push(clock.now());
          await clock.sleep(Math.floor(random() * 400));
          ticket.done();
        }
      })();
    }
  }
  await clock.run(end);
  for (const log of logs) log.close();
  arrivals.sort((a, b) => a - b);
  for (let index = limit; index < arrivals.length; index += 1) {
    const first = arrivals[index - limit] ?? 0;
    expect((arrivals[index] ?? 0) - first, `request ${index}`).toBeGreaterThanOrEqual(60_000);
  }
  expect(arrivals.length).toBeGreaterThanOrEqual(0.95 * limit * minutes);
});

test('a request of a killed process falls away after its time-out and a minute', async () => {
  const clock = new Simulation();
  const file = join(folder, 'requests.db');
  const dead = openRequestLog(file, { clock });
  await dead.reserve('shop', 1, { timeoutMilliseconds: 10_000 });
  dead.close();
  const log = openRequestLog(file, { clock });
  const started = clock.now();
  let got = 0;
  void log.reserve('shop', 1).then(() => {
    got = clock.now() - started;
  });
  await clock.run(started + 200_000);
  log.close();
  expect(got).toBeGreaterThanOrEqual(70_000);
  expect(got).toBeLessThan(71_000);
});

test('a store has one limit for all users of the file, however they call it', async () => {
  const clock = new Simulation();
  const file = join(folder, 'requests.db');
  const logs = ['shop.example', 'www.shop.example', 'Shop.example.'].map(
    (host) => [host, openRequestLog(file, { clock })] as const,
  );
  const started = clock.now();
  const times: number[] = [];
  for (const [host, log] of logs) {
    void log.reserve(host, 2).then((ticket) => {
      times.push(clock.now() - started);
      ticket.done();
    });
  }
  await clock.run(started + 120_000);
  for (const [, log] of logs) log.close();
  expect(times.map((time) => time >= 60_000)).toEqual([false, false, true]);
});

test('a penalty holds for every user of the file, limited or not, and for that host only', async () => {
  const clock = new Simulation();
  const file = join(folder, 'requests.db');
  const [a, b] = [openRequestLog(file, { clock }), openRequestLog(file, { clock })];
  a.penalise('shop', 5_000);
  const started = clock.now();
  const times: Record<string, number> = {};
  void b.reserve('shop', null).then(() => {
    times['shop'] = clock.now() - started;
  });
  void b.reserve('other', 10).then(() => {
    times['other'] = clock.now() - started;
  });
  await clock.run(started + 60_000);
  a.close();
  b.close();
  expect(times).toEqual({ other: 0, shop: 5_000 });
});
