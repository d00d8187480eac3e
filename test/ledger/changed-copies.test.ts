import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IntentAction } from '../../src/ledger/intent.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../support/open-ledger.ts';

const key = { store: 'west', entity: 'orders', sourceId: 'N1' } as const;
let ledger: Ledger;
let run = 0;
beforeEach(async () => {
  ledger = openLedger(':memory:');
  run = await ledger.beginRun({ narrowed: false });
  await stage('first');
  await write('add', 'created');
});
afterEach(() => ledger.close());

const stage = (snapshot: string, hash = 'same') =>
  ledger.stagePage({
    run,
    store: 'west',
    entity: 'orders',
    rules: 'r',
    records: [{ sourceId: 'N1', hash, payload: '{}', snapshot }],
  });
const counts = async () => (await ledger.counts(run)).get('west')?.get('orders');

async function write(action: IntentAction, outcome: 'created' | 'updated'): Promise<void> {
  const [intent = 0] = await ledger.recordIntents(run, [{ key, action, targetId: 'W1', draft: '{}' }]);
  await ledger.settle(run, [{ kind: 'loaded', intent, outcome }]);
}

describe('a change of a copy', () => {
  test('is staged with its target id and what the copy shows, also where the hash of the order is the same', async () => {
    await stage('second');
    expect(await ledger.find(key)).toMatchObject({ state: 'staged', targetId: 'W1', copiedAs: 'first' });
    await ledger.decide(run, [{ kind: 'keep', key }]);
    expect(await ledger.find(key)).toMatchObject({
      state: 'loaded',
      targetId: 'W1',
      copiedAs: 'second',
      payload: null,
    });
  });

  test('that proves not to have been written is staged again, and keeps its target id', async () => {
    await stage('second');
    const [intent = 0] = await ledger.recordIntents(run, [{ key, action: 'update', targetId: 'W1', draft: '{}' }]);
    await ledger.settle(run, [{ kind: 'absent', intent }]);
    expect(await ledger.find(key)).toMatchObject({ state: 'staged', targetId: 'W1', copiedAs: 'first', payload: '{}' });
  });

  test('that comes while another is being written is read again', async () => {
    await stage('second');
    const [intent = 0] = await ledger.recordIntents(run, [{ key, action: 'update', targetId: 'W1', draft: '{}' }]);
    await stage('third');
    await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'updated' }]);
    expect(await ledger.find(key)).toMatchObject({ copiedAs: 'second' });
    expect(await ledger.idsToReadAgain('west', 'orders', 'r')).toEqual(['N1']);
    await stage('third');
    expect(await ledger.idsToReadAgain('west', 'orders', 'r')).toEqual([]);
  });

  test('in the run that made the copy leaves it counted as created, in a later one as updated', async () => {
    await stage('second');
    expect(await counts()).toMatchObject({ created: 0, pending: 1 });
    await ledger.decide(run, [{ kind: 'keep', key }]);
    expect(await counts()).toMatchObject({ created: 1, unchanged: 0, pending: 0 });
    await stage('third');
    await write('update', 'updated');
    expect(await counts()).toMatchObject({ created: 1, updated: 0 });
    run = await ledger.beginRun({ narrowed: false });
    await stage('fourth');
    await write('update', 'updated');
    expect(await counts()).toMatchObject({ created: 0, updated: 1 });
  });
});
