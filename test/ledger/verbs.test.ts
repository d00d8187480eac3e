import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RecordKey } from '../../src/model/entities.ts';
import { decimal } from '../../src/model/money.ts';
import type { QuarantineReason } from '../../src/model/reasons.ts';
import { instant, type LocalDate } from '../../src/model/time.ts';
import { openLedger } from '../support/open-ledger.ts';

let ledger: Ledger;
let run = 0;
beforeEach(async () => {
  ledger = openLedger(':memory:');
  run = await ledger.beginRun({ narrowed: false });
});
afterEach(() => ledger.close());

const key = (sourceId: string, store = 'west'): RecordKey => ({ store, entity: 'orders', sourceId });

async function stage(
  ids: readonly string[],
  options: { run?: number; hash?: string; rules?: string; store?: string } = {},
) {
  await ledger.stagePage({
    run: options.run ?? run,
    store: options.store ?? 'west',
    entity: 'orders',
    rules: options.rules ?? 'rules 1',
    records: ids.map((sourceId) => ({ sourceId, hash: options.hash ?? 'hash 1', payload: `{"id":"${sourceId}"}` })),
  });
}

async function load(id: string, targetId: string, store = 'west') {
  const [intent = 0] = await ledger.recordIntents(run, [{ key: key(id, store), action: 'add', targetId }]);
  await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }]);
}

async function orderCounts(of = run) {
  return (await ledger.counts(of)).get('west')?.get('orders');
}

describe('the way of a record', () => {
  test('staged, written, approved, loaded: pending until its last step, then without its payload', async () => {
    await stage(['N1']);
    const [add = 0] = await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
    await ledger.settle(run, [{ kind: 'step-done', intent: add }]);
    const [approve = 0] = await ledger.recordIntents(run, [{ key: key('N1'), action: 'approve', targetId: 'W1' }]);
    expect(await orderCounts()).toMatchObject({ read: 1, created: 0, pending: 1 });
    await ledger.settle(run, [{ kind: 'loaded', intent: approve, outcome: 'created' }]);
    expect(await orderCounts()).toMatchObject({ read: 1, created: 1, pending: 0 });
    expect(await ledger.find(key('N1'))).toMatchObject({ state: 'loaded', targetId: 'W1', payload: null });
    expect((await ledger.history(key('N1'))).map((entry) => entry.event)).toEqual([
      'intent',
      'step-done',
      'intent',
      'loaded',
    ]);
  });

  test('an intent proven absent frees the record to be written again, under a new intent', async () => {
    await stage(['N1']);
    const [first = 0] = await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
    await expect(ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }])).rejects.toMatchObject({
      code: 'internal',
    });
    await ledger.noteLookUps([first]);
    await ledger.noteLookUps([first]);
    expect(await ledger.openIntents()).toMatchObject([{ id: first, lookUps: 2 }]);
    await ledger.settle(run, [{ kind: 'absent', intent: first }]);
    expect(await ledger.staged('west', 'orders', 10)).toMatchObject([{ sourceId: 'N1', payload: '{"id":"N1"}' }]);
    await load('N1', 'W1');
    await expect(ledger.settle(run, [{ kind: 'absent', intent: first }])).rejects.toMatchObject({ code: 'internal' });
  });

  test('what an earlier run left pending is read by the next', async () => {
    await stage(['N1', 'N2']);
    await load('N1', 'W1');
    const next = await ledger.beginRun({ narrowed: false });
    expect(await orderCounts(next)).toMatchObject({ read: 1, pending: 1 });
  });
});

describe('one target id', () => {
  test('is never the copy of two records, upper and lower case being the same', async () => {
    await stage(['N1']);
    await stage(['N1'], { store: 'east' });
    await load('N1', 'W1');
    await expect(
      ledger.recordIntents(run, [{ key: key('N1', 'east'), action: 'add', targetId: 'w1' }]),
    ).rejects.toMatchObject({
      message: expect.stringContaining('copy of west N1'),
    });
  });

  test('stays taken while its copy is in quarantine', async () => {
    await stage(['N1', 'N2']);
    const [intent = 0] = await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
    await ledger.settle(run, [
      { kind: 'quarantine', intent, reason: 'read-back-differs', message: '7.00 became 7.01' },
    ]);
    await expect(ledger.recordIntents(run, [{ key: key('N2'), action: 'add', targetId: 'W1' }])).rejects.toMatchObject({
      code: 'internal',
    });
  });

  test('may be linked by many', async () => {
    await stage(['N1', 'N2']);
    await ledger.decide(run, [
      { kind: 'link', key: key('N1'), targetId: 'X' },
      { kind: 'link', key: key('N2'), targetId: 'X' },
    ]);
    expect(await ledger.findByTarget('orders', 'x')).toHaveLength(2);
  });

  test('a batch of which one intent is refused records none', async () => {
    await stage(['N1', 'N2']);
    await expect(
      ledger.recordIntents(run, [
        { key: key('N1'), action: 'add', targetId: 'W1' },
        { key: key('N2'), action: 'add', targetId: 'W1' },
      ]),
    ).rejects.toMatchObject({ code: 'internal' });
    expect(await ledger.openIntents()).toEqual([]);
  });
});

describe('a record that is read again', () => {
  test('is unchanged when it is', async () => {
    await stage(['N1']);
    await load('N1', 'W1');
    const next = await ledger.beginRun({ narrowed: false });
    await stage(['N1'], { run: next });
    expect(await orderCounts(next)).toMatchObject({ read: 1, unchanged: 1 });
  });

  test('goes to quarantine when it changed after it was copied, and stays there', async () => {
    await stage(['N1']);
    await load('N1', 'W1');
    for (let again = 0; again < 2; again += 1) {
      await stage(['N1'], { hash: 'hash 2' });
      expect(await ledger.find(key('N1'))).toMatchObject({
        state: 'quarantined',
        reason: 'changed-after-copy',
        targetId: 'W1',
      });
      expect(await ledger.staged('west', 'orders', 10)).toEqual([]);
    }
  });

  test('is judged again after a skip, since what it was skipped for may be gone', async () => {
    await stage(['N1']);
    await ledger.decide(run, [{ kind: 'skip', key: key('N1'), reason: 'not-yet-approved', message: '' }]);
    expect(await orderCounts()).toMatchObject({ read: 1, skipped: 1 });
    await stage(['N1']);
    expect(await ledger.staged('west', 'orders', 10)).toHaveLength(1);
  });

  test('keeps the reason it is quarantined for, once it was written', async () => {
    await stage(['N1']);
    const [intent = 0] = await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
    await ledger.settle(run, [{ kind: 'quarantine', intent, reason: 'read-back-differs', message: '' }]);
    await stage(['N1'], { hash: 'hash 2' });
    expect(await ledger.find(key('N1'))).toMatchObject({ state: 'quarantined', reason: 'read-back-differs' });
  });

  test('is not replaced while its first version is being written', async () => {
    await stage(['N1']);
    await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
    await stage(['N1'], { hash: 'hash 2' });
    expect(await ledger.find(key('N1'))).toMatchObject({ state: 'writing', hash: 'hash 1' });
  });
});

test('quarantine keeps the payload, and retry stages it anew', async () => {
  await stage(['N1']);
  await ledger.decide(run, [
    { kind: 'quarantine', key: key('N1'), reason: 'total-unexplained', message: 'no reading gives 718.43' },
  ]);
  expect(await ledger.quarantined()).toMatchObject([{ sourceId: 'N1', payload: '{"id":"N1"}' }]);
  expect(await ledger.retry(run, key('N1'))).toBe('staged');
  expect(await ledger.retry(run, key('N1'))).toBe('not-held');
});

describe('restage', () => {
  const hold = (id: string, reason: QuarantineReason) =>
    ledger.decide(run, [{ kind: 'quarantine', key: key(id), reason, message: '' }]);

  test('takes up what waits for another record, and what was quarantined under other rules', async () => {
    await stage(['N1', 'N2']);
    await hold('N1', 'waits-for');
    await hold('N2', 'total-unexplained');
    expect(await ledger.restage(run, 'west', 'rules 1')).toBe(1);
    expect((await ledger.staged('west', 'orders', 10)).map((record) => record.sourceId)).toEqual(['N1']);
    expect(await ledger.restage(run, 'west', 'rules 2')).toBe(1);
    expect(await ledger.staged('west', 'orders', 10, 'N1')).toMatchObject([{ sourceId: 'N2' }]);
  });

  test('leaves alone what was written once', async () => {
    await stage(['N1']);
    const [intent = 0] = await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
    await ledger.settle(run, [{ kind: 'quarantine', intent, reason: 'read-back-differs', message: '' }]);
    expect(await ledger.restage(run, 'west', 'rules 2')).toBe(0);
  });
});

test('orders are asked for again as long as the payments read do not come to their total', async () => {
  const amount = (text: string) => decimal(text);
  const page = { run, store: 'west', rules: 'r' };
  await ledger.stagePage({
    ...page,
    entity: 'orders',
    records: ['N1', 'N2', 'N3'].map((sourceId) => ({ sourceId, hash: 'h', payload: '{}', amount: amount('10.1') })),
  });
  for (const id of ['N1', 'N2']) await load(id, `W${id}`);
  const payment = { hash: 'h', payload: '{}', parent: 'N1' };
  await ledger.stagePage({
    ...page,
    entity: 'payments',
    records: [{ ...payment, sourceId: '1', amount: amount('10') }],
  });
  expect(await ledger.ordersNotFullyPaid('west')).toEqual(['N1', 'N2']);
  await ledger.stagePage({
    ...page,
    entity: 'payments',
    records: [{ ...payment, sourceId: '2', amount: amount('0.1') }],
  });
  expect(await ledger.ordersNotFullyPaid('west')).toEqual(['N2']);
});

test('a watermark only moves forward, and never in a narrowed run', async () => {
  await ledger.completeWindow(run, 'west', 'orders', instant('2026-07-02T00:00:00Z'));
  await ledger.completeWindow(run, 'west', 'orders', instant('2026-07-01T00:00:00Z'));
  expect(await ledger.watermark('west', 'orders')).toBe('2026-07-02T00:00:00Z');
  expect(await ledger.watermark('west', 'orders', 'sweep')).toBeNull();
  const narrowed = await ledger.beginRun({ narrowed: true });
  await expect(
    ledger.completeWindow(narrowed, 'west', 'orders', instant('2026-07-03T00:00:00Z')),
  ).rejects.toMatchObject({ code: 'internal' });
});

test('the counts add up after whatever order of steps', async () => {
  const step = fc.record({
    id: fc.integer({ min: 1, max: 6 }),
    what: fc.constantFrom('stage', 'change', 'skip', 'hold', 'load', 'retry'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const own = openLedger(':memory:');
      const current = await own.beginRun({ narrowed: false });
      for (const { id, what } of steps) {
        const one = key(`N${id}`);
        const known = await own.find(one);
        if (what === 'stage' || what === 'change')
          await own.stagePage({
            run: current,
            store: 'west',
            entity: 'orders',
            rules: 'r',
            records: [{ sourceId: one.sourceId, hash: what, payload: '{}' }],
          });
        else if (what === 'retry') await own.retry(current, one);
        else if (known?.state !== 'staged') continue;
        else if (what === 'load') {
          const [intent = 0] = await own.recordIntents(current, [{ key: one, action: 'add', targetId: `W${id}` }]);
          await own.settle(current, [{ kind: 'loaded', intent, outcome: 'created' }]);
        } else
          await own.decide(current, [
            what === 'skip'
              ? { kind: 'skip', key: one, reason: 'not-yet-approved', message: '' }
              : { kind: 'quarantine', key: one, reason: 'total-unexplained', message: '' },
          ]);
      }
      const counts = (await own.counts(current)).get('west')?.get('orders');
      const staged = (await own.staged('west', 'orders', 100)).length;
      const read = new Set(steps.filter(({ what }) => what === 'stage' || what === 'change').map(({ id }) => id)).size;
      expect(counts?.read ?? 0).toBe(read);
      expect(counts?.pending ?? 0).toBe(staged);
      if (counts !== undefined) {
        const { created, updated, unchanged, skipped, quarantined, pending } = counts;
        expect(created + updated + unchanged + skipped + quarantined + pending).toBe(counts.read);
      }
      await own.close();
    }),
    { numRuns: 300 },
  );
});

test('of all copies those booked late, or on no day, and those of some orders can be told alone', async () => {
  const days = { N1: '2026-07-01', N2: '2026-07-20', N3: null, N4: '2026-07-02' };
  const stageOf = (
    entity: 'orders' | 'payments',
    records: readonly { id: string; day: string | null; parent?: string }[],
  ) =>
    ledger.stagePage({
      ...{ run, store: 'west', entity, rules: 'rules 1' },
      records: records.map(({ id, day, parent }) => ({
        ...{ sourceId: id, hash: 'hash 1', payload: '{}', facts: { bookedOn: day as LocalDate | null } },
        ...(parent === undefined ? {} : { parent }),
      })),
    });
  await stageOf(
    'orders',
    Object.entries(days).map(([id, day]) => ({ id, day })),
  );
  await stageOf('payments', [
    { id: '7', day: '2026-07-01', parent: 'N1' },
    { id: '8', day: '2026-07-01', parent: 'N4' },
  ]);
  for (const id of Object.keys(days)) await load(id, `W${id.slice(1)}`);
  for (const id of ['7', '8']) {
    const payment: RecordKey = { store: 'west', entity: 'payments', sourceId: id };
    const [intent = 0] = await ledger.recordIntents(run, [{ key: payment, action: 'add', targetId: `west:${id}` }]);
    await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }]);
  }
  const only = { bookedFrom: '2026-07-15' as LocalDate, orders: ['N4'] };
  const idsOf = async (...given: Parameters<Ledger['copies']>) =>
    (await ledger.copies(...given)).map(({ sourceId }) => sourceId);
  expect(await idsOf('west', 'orders', 9, '', only)).toEqual(['N2', 'N3', 'N4']);
  expect(await idsOf('west', 'orders', 2, 'N2', only)).toEqual(['N3', 'N4']);
  expect(await idsOf('west', 'payments', 9, '', only)).toEqual(['8']);
  expect(await idsOf('west', 'orders', 9)).toEqual(['N1', 'N2', 'N3', 'N4']);
  const booked = await ledger.copiedDays('west', 'orders', 9);
  expect(Object.fromEntries(booked.map(({ sourceId, bookedOn }) => [sourceId, bookedOn]))).toEqual(days);
  expect(await ledger.copiedDays('west', 'orders', 1, 'N1')).toEqual(booked.slice(1, 2));
});
