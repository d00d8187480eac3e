import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { instantOfMilliseconds } from '../../../src/model/time.ts';
import { loadBatch } from '../../../src/run/protocol/load-batch.ts';
import { settleIntents } from '../../../src/run/protocol/settle-intents.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { Primary } from '../support/primary.ts';

let ledger: Ledger;
let primary: Primary;
let run = 0;
let now = Date.parse('2026-07-01T00:00:00Z');
const item = {
  key: { store: 'west', entity: 'orders', sourceId: 'N1' },
  targetId: 'W1',
  draft: { total: '7.00' },
} as const;

beforeEach(async () => {
  ledger = openLedger(':memory:', { now: () => now });
  primary = new Primary();
  run = await ledger.beginRun({ narrowed: false });
  const records = [{ sourceId: 'N1', hash: 'h', payload: '{}' }];
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records });
  primary.moods.push('lost-before');
  await loadBatch({ ledger, run, target: primary, action: 'add', hasNextStep: false, items: [item] });
});
afterEach(() => ledger.close());

async function settleAfter(seconds: number) {
  now += seconds * 1000;
  const open = (await ledger.openIntents()).map((intent) => ({ intent, item }));
  const shared = { ledger, run, target: primary, hasNextStep: false, settleAfterSeconds: 300 };
  return settleIntents({ ...shared, open, now: instantOfMilliseconds(now) });
}

const state = async () => (await ledger.find(item.key))?.state;

test('a write that shows up late is settled, and not written again', async () => {
  await settleAfter(10);
  expect(await state()).toBe('writing');
  primary.held.set('w1', { total: '7.00', reference: 'west:N1' });
  expect((await settleAfter(10)).get('N1')).toBe('done');
  expect(await state()).toBe('loaded');
});

test('three look-ups within a minute prove nothing: the time between them counts too', async () => {
  for (let lookUp = 0; lookUp < 10; lookUp += 1) await settleAfter(20);
  expect(await state()).toBe('writing');
});

test('a long time and two look-ups prove nothing: their number counts too', async () => {
  await settleAfter(3_600);
  expect(await state()).toBe('writing');
});

test('not found in three look-ups over the whole time means absent: it may be written again', async () => {
  await settleAfter(150);
  await settleAfter(150);
  expect(await state()).toBe('staged');
  expect(await ledger.openIntents()).toEqual([]);
  await loadBatch({ ledger, run, target: primary, action: 'add', hasNextStep: false, items: [item] });
  expect(await state()).toBe('loaded');
  expect(primary.stored).toEqual(['W1']);
});

test('what shows up with another total goes to quarantine', async () => {
  primary.held.set('w1', { total: '7.01', reference: 'west:N1' });
  await settleAfter(10);
  expect(await ledger.quarantined()).toMatchObject([{ reason: 'read-back-differs' }]);
});

test('what whoever was taken over may have sent late is not called absent before that moment, however often it is looked for', async () => {
  const notAbsentBefore = instantOfMilliseconds(now + 3_600_000);
  const settleAt = async (seconds: number, repeatable = false) => {
    now += seconds * 1000;
    const open = (await ledger.openIntents()).map((intent) => ({ intent, item }));
    const shared = { ledger, run, target: primary, hasNextStep: false, settleAfterSeconds: 300, notAbsentBefore };
    await settleIntents({ ...shared, repeatable, open, now: instantOfMilliseconds(now) });
  };
  for (let lookUp = 0; lookUp < 5; lookUp += 1) await settleAt(600);
  await settleAt(599, true);
  expect(await state()).toBe('writing');
  await settleAt(1);
  expect(await state()).toBe('staged');
});
