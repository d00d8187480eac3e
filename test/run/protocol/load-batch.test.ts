import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadItem } from '../../../src/entities/writing/load-item.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { loadBatch } from '../../../src/run/protocol/load-batch.ts';
import { many } from '../../support/many.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { type Draft, type Mood, Primary, stageOrders } from '../support/primary.ts';

let ledger: Ledger;
let primary: Primary;
let run = 0;
beforeEach(async () => {
  ledger = openLedger(':memory:');
  primary = new Primary();
  run = await ledger.beginRun({ narrowed: false });
});
afterEach(() => ledger.close());

const stage = (...numbers: number[]) => stageOrders(ledger, run, numbers);

const load = (items: readonly LoadItem<Draft>[], hasNextStep = false) =>
  loadBatch({ ledger, run, target: primary, action: 'add', hasNextStep, items });

test('a good batch is stored once and settled', async () => {
  const outcomes = await load(await stage(1, 2, 3));
  expect([...outcomes.values()]).toEqual(['done', 'done', 'done']);
  expect(primary.stored).toEqual(['W1', 'W2', 'W3']);
  expect(await ledger.openIntents()).toEqual([]);
});

test('a step that is followed by another leaves the record pending, without an open intent', async () => {
  await load(await stage(1), true);
  expect(await ledger.find({ store: 'west', entity: 'orders', sourceId: 'N1' })).toMatchObject({ state: 'writing' });
  expect(await ledger.openIntents()).toEqual([]);
});

test('an id that a foreign order holds is refused before anything is written', async () => {
  primary.held.set('w1', { total: '7.00', reference: '' });
  const outcomes = await load(await stage(1));
  expect(outcomes.get('N1')).toBe('quarantined');
  expect(primary.stored).toEqual([]);
  expect(await ledger.quarantined()).toMatchObject([{ reason: 'target-id-taken' }]);
});

test('a copy of ours that is there already is adopted, and not written again', async () => {
  primary.held.set('w1', { total: '7.00', reference: 'west:N1' });
  expect((await load(await stage(1))).get('N1')).toBe('done');
  expect(primary.stored).toEqual([]);
});

test('an answer that was lost after the write is settled by the look-up', async () => {
  primary.moods.push('lost-after');
  expect((await load(await stage(1, 2))).get('N2')).toBe('done');
  expect(primary.stored).toEqual(['W1', 'W2']);
});

test.each<Mood>(['lost-before', 'lie'])(
  'after "%s" nothing is sent again; the record stays pending with its intent open',
  async (mood) => {
    primary.moods.push(mood);
    expect((await load(await stage(1))).get('N1')).toBe('pending');
    expect(primary.stored).toEqual([]);
    expect(await ledger.openIntents()).toMatchObject([{ targetId: 'W1', lookUps: 1 }]);
  },
);

test('what a half-taken batch left out is sent one by one, so that the refusal names its record', async () => {
  primary.moods.push('first-half', 'good', 'refuse');
  const outcomes = await load(await stage(1, 2, 3, 4));
  expect([...outcomes]).toEqual([
    ['N1', 'done'],
    ['N2', 'done'],
    ['N3', 'done'],
    ['N4', 'quarantined'],
  ]);
  expect(primary.stored).toEqual(['W1', 'W2', 'W3']);
  expect(await ledger.quarantined()).toMatchObject([
    { sourceId: 'N4', reason: 'refused', message: 'The primary refused it: SKU is an invalid SKU' },
  ]);
});

test('a copy that differs by a cent goes to quarantine with both amounts', async () => {
  primary.moods.push('wrong-total');
  await load(await stage(1));
  expect(await ledger.quarantined()).toMatchObject([
    { reason: 'read-back-differs', message: 'total: meant 7.00, the primary holds 7.01', targetId: 'W1' },
  ]);
});

test('a write that never reached the store leaves its records staged', async () => {
  primary.moods.push('unreachable');
  const items = await stage(1, 2);
  await expect(load(items)).rejects.toMatchObject({ code: 'store-unreachable' });
  expect(await ledger.openIntents()).toEqual([]);
  expect(await ledger.staged('west', 'orders', 10)).toHaveLength(2);
  expect((await load(items)).get('N1')).toBe('done');
});

test('a refused key ends the batch, with its records staged, so that the next run with the right key writes them', async () => {
  primary.moods.push('key-refused');
  const items = await stage(1);
  await expect(load(items)).rejects.toMatchObject({ code: 'key-refused' });
  expect(await ledger.openIntents()).toEqual([]);
  expect((await load(items)).get('N1')).toBe('done');
});

test('an answer of 4xx ends the batch, with its intents left to settle: a proxy may have sent it', async () => {
  primary.moods.push('http-refused');
  await expect(load(await stage(1))).rejects.toMatchObject({ code: 'http-refused' });
  expect(await ledger.openIntents()).toHaveLength(1);
});

test('whatever the primary does, no id is stored twice, and the counts add up', async () => {
  const mood = fc.constantFrom<Mood>(
    'good',
    'refuse',
    'first-half',
    'lost-after',
    'lost-before',
    'lie',
    'wrong-total',
    'unreachable',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(mood, { maxLength: 12 }), fc.integer({ min: 1, max: 8 }), async (moods, size) => {
      ledger = openLedger(':memory:');
      primary = new Primary();
      primary.moods.push(...moods);
      run = await ledger.beginRun({ narrowed: false });
      const items = await stage(...Array.from({ length: size }, (_, index) => index + 1));
      for (let round = 0; round < 4; round += 1) {
        const staged = new Set((await ledger.staged('west', 'orders', 100)).map((record) => record.sourceId));
        const due = items.filter((item) => staged.has(item.key.sourceId));
        await load(due).catch((error: unknown) => expect(error).toMatchObject({ code: 'store-unreachable' }));
      }
      expect(new Set(primary.stored).size).toBe(primary.stored.length);
      const counts = (await ledger.counts(run)).get('west')?.get('orders');
      expect(counts?.read).toBe(size);
      expect((counts?.created ?? 0) + (counts?.quarantined ?? 0) + (counts?.pending ?? 0)).toBe(size);
      await ledger.close();
    }),
    { numRuns: many(150, 400) },
  );
});

test('a copy that was seen, and is gone when its record is retried, is quarantined and never written again', async () => {
  const [item] = await stage(1);
  if (item === undefined) throw new RangeError('nothing staged');
  primary.moods.push('wrong-total');
  expect((await load([item])).get('N1')).toBe('quarantined');
  primary.held.clear();
  await ledger.retry(run, item.key);
  expect((await load([item])).get('N1')).toBe('quarantined');
  expect(await ledger.find(item.key)).toMatchObject({ reason: 'copy-gone', targetId: 'W1' });
  expect(primary.stored).toEqual(['W1']);
});

test('a record whose copy stands under another number is quarantined, and not written under the one that the rules give now', async () => {
  const [item] = await stage(1);
  if (item === undefined) throw new RangeError('nothing staged');
  primary.moods.push('wrong-total');
  expect((await load([item])).get('N1')).toBe('quarantined');
  await ledger.retry(run, item.key);
  expect((await load([{ ...item, targetId: 'X1' }])).get('N1')).toBe('quarantined');
  expect(await ledger.find(item.key)).toMatchObject({ reason: 'copy-has-another-id', targetId: 'W1' });
  expect(primary.stored).toEqual(['W1']);
});

test('a record that was written, never seen, and retried is looked for before it is written again', async () => {
  const [item] = await stage(1);
  if (item === undefined) throw new RangeError('nothing staged');
  primary.moods.push('lie');
  expect((await load([item])).get('N1')).toBe('pending');
  const [open] = await ledger.openIntents();
  await ledger.settle(run, [{ kind: 'quarantine', intent: open?.id ?? 0, reason: 'not-stored', message: '' }]);
  await ledger.retry(run, item.key);
  expect((await load([item])).get('N1')).toBe('pending');
  expect(primary.stored).toEqual([]);
  expect(await ledger.openIntents()).toMatchObject([{ targetId: 'W1', lookUps: 1 }]);
});

test('a record that the primary refused in so many words is written at once when it is retried', async () => {
  const [item] = await stage(1);
  if (item === undefined) throw new RangeError('nothing staged');
  primary.moods.push('refuse');
  expect((await load([item])).get('N1')).toBe('quarantined');
  await ledger.retry(run, item.key);
  expect((await load([item])).get('N1')).toBe('done');
  expect(primary.stored).toEqual(['W1']);
});
