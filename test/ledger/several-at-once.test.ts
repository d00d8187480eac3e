import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { FinancialRecord, LedgerRecord } from '../../src/ledger/record.ts';
import type { EntityName, RecordKey } from '../../src/model/entities.ts';
import { instant } from '../../src/model/time.ts';
import { openLedger } from '../support/open-ledger.ts';

let ledger: Ledger;
let run = 0;
beforeEach(async () => {
  ledger = openLedger(':memory:');
  run = await ledger.beginRun({ narrowed: false });
});
afterEach(() => ledger.close());

const key = (sourceId: string, store = 'west'): RecordKey => ({ store, entity: 'orders', sourceId });

async function stage(store: string, entity: EntityName, ids: readonly string[], parent?: string) {
  const records = ids.map((sourceId) => ({ sourceId, hash: 'h', payload: '{}', ...(parent && { parent }) }));
  await ledger.stagePage({ run, store, entity, rules: 'r', records });
}

async function load(id: string, targetId: string) {
  const [intent = 0] = await ledger.recordIntents(run, [{ key: key(id), action: 'add', targetId }]);
  await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }]);
}

test('several records come in the order of their keys, and null for one that was never read', async () => {
  await stage('west', 'orders', ['N1', 'N2']);
  await stage('east', 'orders', ['N1']);
  const found = await ledger.findAll([key('N2'), key('N9'), key('N1', 'east'), key('N1'), key('N2')]);
  expect(found.map((one) => one && `${one.store} ${one.sourceId}`)).toEqual([
    ...['west N2', null, 'east N1', 'west N1', 'west N2'],
  ]);
  expect(await ledger.findAll([])).toEqual([]);
});

test('several target ids are found in any letter case, each under the spelling that was asked for', async () => {
  await stage('west', 'orders', ['N1', 'N2']);
  await load('N1', 'W1');
  await ledger.decide(run, [{ kind: 'link', key: key('N2'), targetId: 'w1' }]);
  const found = await ledger.findByTargets('orders', ['w1', 'W1', 'W9']);
  const ids = [...found].map(([id, records]) => [id, records.map(({ sourceId }) => sourceId)]);
  expect(ids).toEqual([
    ['w1', ['N1', 'N2']],
    ['W1', ['N1', 'N2']],
    ['W9', []],
  ]);
  expect((await ledger.findByTargets('payments', ['W1'])).get('W1')).toEqual([]);
  const standing = await ledger.standingUnder('orders', ['w1', 'W1', 'W9']);
  const where = ({ store, sourceId, state, targetId, bookedOn }: LedgerRecord | FinancialRecord) => ({
    store,
    sourceId,
    state,
    targetId,
    bookedOn: bookedOn ?? null,
  });
  expect([...standing].map(([id, some]) => [id, some.map(where)])).toEqual(
    [...found].map(([id, some]) => [id, some.map(where)]),
  );
});

test('what belongs to several orders is told order by order', async () => {
  await stage('west', 'payments', ['1', '2'], 'N1');
  await stage('west', 'payments', ['3'], 'N2');
  await stage('east', 'payments', ['4'], 'N1');
  const found = await ledger.belongingToEach('west', 'payments', ['N2', 'N1', 'N3']);
  expect([...found].map(([id, records]) => [id, records.map(({ sourceId }) => sourceId)])).toEqual([
    ['N2', ['3']],
    ['N1', ['1', '2']],
    ['N3', []],
  ]);
});

test('the audit of several records is told record by record, the oldest first', async () => {
  await stage('west', 'orders', ['N1', 'N2', 'N3']);
  await load('N1', 'W1');
  await load('N2', 'W2');
  const histories = await ledger.histories('west', 'orders', ['N3', 'N2', 'N1', 'N2']);
  const events = [...histories].map(([id, history]) => [id, history.map(({ event }) => event)]);
  expect(new Map(events as [string, string[]][])).toEqual(
    new Map([
      ['N1', ['intent', 'loaded']],
      ['N2', ['intent', 'loaded']],
    ]),
  );
});

test('of what a store has something staged, and how much in all, is told of that store alone', async () => {
  await stage('west', 'orders', ['N1', 'N2']);
  await stage('west', 'payments', ['1'], 'N1');
  await stage('east', 'rmas', ['7'], 'N1');
  expect(await ledger.stagedEntities('west')).toEqual(new Set(['orders', 'payments']));
  expect(await ledger.stagedCount('west')).toBe(3);
  expect(await ledger.stagedCount('west', 'orders')).toBe(2);
  await load('N1', 'W1');
  await load('N2', 'W2');
  expect(await ledger.stagedEntities('west')).toEqual(new Set(['payments']));
  expect(await ledger.stagedEntities('north')).toEqual(new Set());
});

test('a run that was asked about once is not taken for another one: a narrowed one moves no watermark', async () => {
  const [at, later] = [instant('2026-07-10T00:00:00Z'), instant('2026-07-11T00:00:00Z')];
  await ledger.completeWindow(run, 'west', 'orders', at);
  const narrowed = await ledger.beginRun({ narrowed: true });
  await expect(ledger.completeWindow(narrowed, 'west', 'orders', later)).rejects.toMatchObject({ code: 'internal' });
  await ledger.completeWindow(run, 'west', 'orders', later);
  await expect(ledger.completeWindow(narrowed, 'west', 'orders', later)).rejects.toMatchObject({ code: 'internal' });
  expect(await ledger.watermark('west', 'orders')).toBe(later);
});
