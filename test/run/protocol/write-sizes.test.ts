import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnsweredWrite, LoadOutcomes } from '../../../src/run/protocol/batch.ts';
import { Paces } from '../../../src/run/protocol/pace.ts';
import { WriteSizes } from '../../../src/run/protocol/write-sizes.ts';

const DAY = 86_400_000;
let home = '';
let now = 0;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'write-sizes-'));
  now = Date.parse('2026-07-20T00:00:00Z');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const pacesOf = (host = 'primary.example') => new Paces([1, 5, 20], new WriteSizes(home, host, () => now));
const outcomes = (count: number, outcome: 'done' | 'pending' = 'done'): LoadOutcomes =>
  new Map(Array.from({ length: count }, (_, index) => [`N${index}`, outcome]));
const write = (size: number, kind: AnsweredWrite['kind'] = 'accepted', milliseconds = 300): AnsweredWrite => ({
  size,
  kind,
  milliseconds: kind === 'lost' ? undefined : milliseconds,
});

/** Loads that many records as the pace says, into a primary that takes no more than `most` at once. @returns its requests */
function loadAll(records: number, most: number, paces = pacesOf()): number {
  const pace = paces.of('orders add');
  let requests = 0;
  for (let left = records; left > 0; ) {
    const size = Math.min(pace.size, left);
    const writes = halved(size, most);
    requests += writes.length + 2;
    pace.note({ outcomes: outcomes(size), writes }, 'orders');
    left -= size;
  }
  return requests;
}

function halved(size: number, most: number): AnsweredWrite[] {
  if (size <= most) return [write(size)];
  return [write(size, 'refused'), ...halved(Math.ceil(size / 2), most), ...halved(Math.floor(size / 2), most)];
}

describe('the size of a write', () => {
  test('that a primary took is kept, so that not each batch is found to be too large', () => {
    expect(loadAll(1_000, 1_000)).toBeLessThanOrEqual(160);
    expect(loadAll(1_000, 10, pacesOf('other.example'))).toBeLessThanOrEqual(330);
  });

  test('is known to the next run, and to no other primary and no other step', () => {
    loadAll(200, 10);
    const pace = pacesOf().of('orders add');
    for (let batch = 0; batch < 3; batch += 1) pace.note({ outcomes: outcomes(5), writes: [write(5)] }, 'orders');
    expect(pace.size).toBe(10);
    const other = pacesOf('other.example').of('orders add');
    const step = pacesOf().of('orders approve');
    for (const one of [other, step]) {
      for (let batch = 0; batch < 3; batch += 1) one.note({ outcomes: outcomes(5), writes: [write(5)] }, 'orders');
      expect(one.size).toBe(20);
    }
  });

  test('is tried larger after fifty writes, and after a day', () => {
    const paces = pacesOf();
    loadAll(200, 10, paces);
    expect(paces.of('orders add').size).toBe(10);
    loadAll(500, 20, paces);
    expect(paces.of('orders add').size).toBe(20);

    loadAll(200, 10, pacesOf('other.example'));
    now += DAY;
    const pace = pacesOf('other.example').of('orders add');
    for (let batch = 0; batch < 3; batch += 1) pace.note({ outcomes: outcomes(5), writes: [write(5)] }, 'orders');
    expect(pace.size).toBe(20);
  });

  test.each([
    ['was lost', write(20, 'lost')],
    ['took over ten seconds', write(20, 'accepted', 10_001)],
  ])('is halved after an answer that %s', (_, slow) => {
    const pace = pacesOf().of('orders add');
    for (let batch = 0; batch < 3; batch += 1) pace.note({ outcomes: outcomes(5), writes: [write(5)] }, 'orders');
    pace.note({ outcomes: outcomes(20), writes: [slow] }, 'orders');
    expect(pace.size).toBe(10);
  });

  test('is no smaller than five for being slow, and what it was where half of it takes as long', () => {
    const pace = pacesOf().of('orders add');
    for (let batch = 0; batch < 3; batch += 1) pace.note({ outcomes: outcomes(5), writes: [write(5)] }, 'orders');
    for (let batch = 0; batch < 9; batch += 1)
      pace.note({ outcomes: outcomes(pace.size), writes: [write(pace.size, 'accepted', 12_000)] }, 'orders');
    expect(pace.size).toBe(20);
    for (let batch = 0; batch < 9; batch += 1)
      pace.note({ outcomes: outcomes(1), writes: [write(20, 'lost')] }, 'orders');
    expect(pacesOf().of('orders add').size).toBe(1);
    for (let batch = 0; batch < 9; batch += 1)
      pace.note({ outcomes: outcomes(pace.size), writes: [write(pace.size, 'lost')] }, 'orders');
    expect(pace.size).toBeGreaterThanOrEqual(5);
  });

  test('is tried larger once a day where few are written a day, and kept where that went', () => {
    loadAll(200, 10);
    for (let day = 0; day < 2; day += 1) {
      now += DAY;
      const pace = pacesOf().of('orders add');
      for (const size of [1, 5, pace.size]) pace.note({ outcomes: outcomes(size), writes: [write(size)] }, 'orders');
    }
    const pace = pacesOf().of('orders add');
    for (const size of [1, 5]) pace.note({ outcomes: outcomes(size), writes: [write(size)] }, 'orders');
    expect(pace.size).toBe(20);
  });

  test('is not lowered for a refusal that passes', () => {
    const pace = pacesOf().of('orders add');
    const busy = { ...write(20, 'refused'), isPassing: true };
    pace.note({ outcomes: outcomes(20), writes: [busy, write(10), write(10)] }, 'orders');
    for (const size of [1, 5]) pace.note({ outcomes: outcomes(size), writes: [write(size)] }, 'orders');
    expect(pace.size).toBe(20);
  });

  test('of what has no key is lowered by a refusal alone, and is no larger than orders may be', () => {
    const sizes = new WriteSizes(home, 'primary.example', () => now);
    const paces = new Paces([20], sizes);
    const payments = paces.of('payments add', true);
    payments.note({ outcomes: outcomes(20, 'pending'), writes: [write(20, 'refused')] }, 'payments');
    expect(payments.size).toBe(10);
    const orders = paces.of('orders add');
    orders.note({ outcomes: outcomes(4), writes: [write(4, 'refused'), write(2), write(2)] }, 'orders');
    expect(new Paces([20], sizes).of('rmas add', true).size).toBe(2);
  });

  test('is not lowered for a record that is bad by itself', () => {
    const pace = pacesOf().of('orders add');
    const one = new Map([...outcomes(19), ['bad', 'quarantined' as const]]);
    pace.note(
      { outcomes: one, writes: [write(20, 'refused'), write(10), write(10, 'refused'), write(1, 'refused')] },
      'orders',
    );
    for (let batch = 0; batch < 3; batch += 1) pace.note({ outcomes: outcomes(5), writes: [write(5)] }, 'orders');
    expect(pace.size).toBe(20);
  });

  test('is learned anew where the file can not be read', () => {
    loadAll(200, 10);
    for (const name of readdirSync(home)) writeFileSync(path.join(home, name), 'not json');
    const pace = pacesOf().of('orders add');
    for (let batch = 0; batch < 3; batch += 1) pace.note({ outcomes: outcomes(5), writes: [write(5)] }, 'orders');
    expect(pace.size).toBe(20);
  });
});

describe('batches that come to nothing', () => {
  const noted = (times: number, size: number): (() => void) => {
    const pace = pacesOf().of('orders add');
    return () => {
      for (let time = 0; time < times; time += 1)
        pace.note({ outcomes: outcomes(size, 'pending'), writes: [write(size, 'lost')] }, 'orders');
    };
  };

  test('one lost answer for fifty records ends no run', () => {
    expect(noted(1, 50)).not.toThrow();
    expect(noted(24, 50)).not.toThrow();
  });

  test('twenty-five in a row do', () => {
    expect(noted(25, 2)).toThrow(/last 50 orders in a row/);
  });

  test('records that are altered one by one end a run, however many were sent at once', () => {
    const altered = new Map([...outcomes(30).keys()].map((id) => [id, 'quarantined' as const]));
    const pace = pacesOf().of('orders add');
    expect(() => pace.note({ outcomes: altered, writes: [write(30)] }, 'orders')).toThrow(/last 30 orders in a row/);
  });

  test('several writes share no read-back right after one, also where all are of one size', () => {
    const pace = new Paces([20], new WriteSizes(home, 'primary.example', () => now)).of('orders add');
    expect(pace.isProven).toBe(false);
    pace.note({ outcomes: outcomes(20), writes: [write(20)] }, 'orders');
    expect(pace.isProven).toBe(true);
    pace.note({ outcomes: outcomes(20, 'pending'), writes: [write(20, 'lost')] }, 'orders');
    expect(pace.isProven).toBe(false);
  });
});
