import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RecordKey } from '../../src/model/entities.ts';
import { decimal } from '../../src/model/money.ts';
import type { QuarantineReason } from '../../src/model/reasons.ts';
import { addSeconds, instantOfMilliseconds } from '../../src/model/time.ts';
import { openLedger } from '../support/open-ledger.ts';

const START = Date.parse('2026-07-10T00:00:00Z');
let now = START;
let ledger: Ledger;
let run = 0;
beforeEach(async () => {
  now = START;
  ledger = openLedger(':memory:', { now: () => now });
  run = await ledger.beginRun({ narrowed: false });
});
afterEach(() => ledger.close());

const key = (sourceId: string): RecordKey => ({ store: 'west', entity: 'orders', sourceId });

const adoption = (sourceId: string, targetId: string) => ({ key: key(sourceId), targetId });

async function stage(sourceId: string, hash = 'hash 1', rules = 'rules 1') {
  const records = [{ sourceId, hash, payload: JSON.stringify({ id: sourceId }) }];
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules, records });
}

async function hold(sourceId: string, reason: QuarantineReason = 'total-unexplained') {
  await stage(sourceId);
  await ledger.decide(run, [{ kind: 'quarantine', key: key(sourceId), reason, message: 'held' }]);
}

const order = async (sourceId: string) => (await ledger.find(key(sourceId))) ?? undefined;

const difference = decimal('-0.03');

async function holdWithDifference(sourceId: string) {
  await stage(sourceId);
  const held = { kind: 'quarantine', key: key(sourceId), reason: 'total-unexplained', message: 'held' } as const;
  await ledger.decide(run, [{ ...held, difference }]);
}

describe('an accepted record', () => {
  test('is read anew and keeps the difference that was known, and the audit keeps the person’s reason', async () => {
    await holdWithDifference('N1');
    expect(await order('N1')).toMatchObject({ difference, accepted: null });
    expect(await ledger.accept(run, key('N1'), 'cash rounding, says Kim')).toBe('released');
    expect(await order('N1')).toMatchObject({ state: 'skipped', reason: 'to-be-read', accepted: difference });
    expect(await ledger.idsToReadAgain('west', 'orders', 'rules 1')).toEqual(['N1']);
    const audited = (await ledger.history(key('N1'))).filter(({ event }) => event === 'accepted');
    expect(audited.map(({ detail }) => detail)).toEqual(['-0.03: cash rounding, says Kim']);
  });

  test('keeps what was accepted for the record as it was, and loses it when the record changes', async () => {
    await holdWithDifference('N1');
    await ledger.accept(run, key('N1'), 'known');
    await stage('N1');
    expect(await order('N1')).toMatchObject({ state: 'staged', accepted: difference });
    await stage('N1', 'hash 2');
    expect(await order('N1')).toMatchObject({ state: 'staged', accepted: null });
  });

  test('without a known difference is not released', async () => {
    await hold('N1');
    expect(await ledger.accept(run, key('N1'), 'it will do')).toBe('not-acceptable');
    expect(await order('N1')).toMatchObject({ state: 'quarantined', accepted: null });
    expect(await ledger.accept(run, key('N2'), 'it will do')).toBe('not-held');
  });

  test('that has a copy counts as right as it stands', async () => {
    await stage('N1');
    const [intent = 0] = await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
    await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }]);
    await stage('N1', 'hash 2');
    expect(await order('N1')).toMatchObject({ state: 'quarantined', reason: 'changed-after-copy' });
    expect(await ledger.accept(run, key('N1'), 'changed in the primary too')).toBe('settled');
    expect(await order('N1')).toMatchObject({ state: 'loaded', targetId: 'W1', reason: null });
    await stage('N1', 'hash 2');
    expect(await order('N1')).toMatchObject({ state: 'loaded' });
  });
});

describe('a dropped record', () => {
  test('leaves quarantine, loses its payload, and stays out while it does not change', async () => {
    await hold('N1');
    expect(await ledger.drop(run, key('N1'), 'posted by hand')).toBe(true);
    expect(await order('N1')).toMatchObject({
      state: 'skipped',
      reason: 'dropped',
      message: 'posted by hand',
      payload: null,
    });
    await stage('N1');
    expect(await order('N1')).toMatchObject({ state: 'skipped', reason: 'dropped' });
    expect((await ledger.counts(run)).get('west')?.get('orders')).toMatchObject({ read: 1, skipped: 1 });
  });

  test('comes back into quarantine when its source changes', async () => {
    await hold('N1');
    await ledger.drop(run, key('N1'), 'posted by hand');
    await stage('N1', 'hash 2');
    expect(await order('N1')).toMatchObject({ state: 'quarantined', reason: 'changed-after-drop', hash: 'hash 2' });
  });

  test('stays there, however often it is read and whatever the rules are, until a person says so', async () => {
    await hold('N1');
    await ledger.drop(run, key('N1'), 'posted by hand');
    for (const hash of ['hash 2', 'hash 2', 'hash 3']) await stage('N1', hash);
    expect(await ledger.restage(run, 'west', 'rules 2')).toBe(0);
    expect(await order('N1')).toMatchObject({ state: 'quarantined', reason: 'changed-after-drop', hash: 'hash 3' });
    expect(await ledger.retry(run, key('N1'))).toBe('staged');
  });

  test('is not read again because the rules have changed', async () => {
    await hold('N1');
    await ledger.drop(run, key('N1'), '');
    expect(await ledger.idsToReadAgain('west', 'orders', 'rules 2')).toEqual([]);
  });

  test('keeps the target id of what was written, so that nobody takes it for a stranger’s', async () => {
    await stage('N1');
    const [intent = 0] = await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
    await ledger.settle(run, [{ kind: 'quarantine', intent, reason: 'read-back-differs', message: '' }]);
    await ledger.drop(run, key('N1'), 'corrected by hand');
    expect(await ledger.findByTarget('orders', 'w1')).toMatchObject([{ sourceId: 'N1', state: 'skipped' }]);
  });

  test('was in quarantine: anything else can not be dropped', async () => {
    await stage('N1');
    expect(await ledger.drop(run, key('N1'), '')).toBe(false);
    expect(await ledger.drop(run, key('N2'), '')).toBe(false);
    expect(await order('N1')).toMatchObject({ state: 'staged' });
  });
});

describe('a person who is forgotten', () => {
  const forget = (sourceId: string, isNamed = false) => ledger.forget(run, [{ key: key(sourceId), isNamed }]);

  test('is out of what waits, with what was found of it where that names them; it waits on', async () => {
    for (const id of ['N1', 'N2', 'N3']) await hold(id);
    expect([await forget('N1'), await forget('N2', true), await forget('N1')]).toEqual([1, 1, 0]);
    const kept = await Promise.all(['N1', 'N2', 'N3'].map(order));
    expect(kept.map((one) => [one?.state, one?.payload, one?.message])).toEqual([
      ['quarantined', null, 'held'],
      ['quarantined', null, null],
      ['quarantined', '{"id":"N3"}', 'held'],
    ]);
    expect((await ledger.history(key('N2'))).map(({ event }) => event)).toContain('purged');
  });

  test('is out of what is still to be judged, which is read from its store anew', async () => {
    await stage('N1');
    expect(await forget('N1')).toBe(1);
    expect((await ledger.withContent()).map(({ payload }) => payload)).toEqual([]);
    await ledger.restage(run, 'west', 'rules 1');
    expect(await ledger.idsToReadAgain('west', 'orders', 'rules 1')).toEqual(['N1']);
  });

  test('stays in what came by a file and is to be judged, and in what is being written: nothing else tells what it is', async () => {
    await stage('N1', 'file:1');
    await stage('N2');
    await ledger.recordIntents(run, [{ key: key('N2'), action: 'add', targetId: 'W2', draft: '{}' }]);
    expect([await forget('N1'), await forget('N2')]).toEqual([0, 0]);
    expect((await ledger.withContent()).map(({ sourceId }) => sourceId)).toEqual(['N1', 'N2']);
  });
});

describe('a purged record', () => {
  test('loses its payload once it has been quarantined for long enough, and not before', async () => {
    await hold('N1');
    now += 10 * 86_400_000;
    await hold('N2');
    expect(await ledger.purge(run, addSeconds(instantOfMilliseconds(now), -5 * 86_400))).toBe(1);
    expect(await order('N1')).toMatchObject({ state: 'quarantined', reason: 'total-unexplained', payload: null });
    expect((await order('N2'))?.payload).not.toBeNull();
    expect((await ledger.history(key('N1'))).map(({ event }) => event)).toContain('purged');
  });

  test('is read from its store again when it is retried', async () => {
    await hold('N1');
    now += 1000;
    await ledger.purge(run, instantOfMilliseconds(now));
    expect(await ledger.retry(run, key('N1'))).toBe('to-be-read');
    expect(await ledger.idsToReadAgain('west', 'orders', 'rules 1')).toEqual(['N1']);
    await stage('N1');
    expect(await order('N1')).toMatchObject({ state: 'staged' });
  });

  test('that its store did not deliver is asked for again, not staged without content', async () => {
    await ledger.stagePage({
      run,
      store: 'west',
      entity: 'orders',
      rules: 'rules 1',
      records: [{ sourceId: 'N1', hash: 'vanished', payload: '' }],
    });
    await ledger.decide(run, [{ kind: 'quarantine', key: key('N1'), reason: 'vanished', message: '' }]);
    expect(await ledger.retry(run, key('N1'))).toBe('to-be-read');
  });
});

describe('adopted copies', () => {
  test('are in the map as if this ledger had made them, and unchanged when they are read', async () => {
    await stage('N1');
    await stage('N2');
    expect(await ledger.adopt(run, [adoption('N1', 'W1'), adoption('N2', 'W2')])).toBe(2);
    await stage('N1');
    expect(await order('N1')).toMatchObject({ state: 'loaded', targetId: 'W1', payload: null });
    expect(await ledger.copies('west', 'orders', 1)).toMatchObject([{ sourceId: 'N1' }]);
    expect(await ledger.copies('west', 'orders', 10, 'N1')).toMatchObject([{ sourceId: 'N2' }]);
  });

  test('never replace a pair of ids, and never share a target', async () => {
    await stage('N1');
    await stage('N2');
    await ledger.adopt(run, [adoption('N1', 'W1')]);
    expect(await ledger.adopt(run, [adoption('N1', 'W9'), adoption('N2', 'w1')])).toBe(0);
    expect(await order('N1')).toMatchObject({ targetId: 'W1' });
    expect(await order('N2')).toMatchObject({ state: 'staged', targetId: null });
  });

  test('take over a record that was quarantined or left out', async () => {
    await hold('N1', 'target-id-taken');
    expect(await ledger.adopt(run, [adoption('N1', 'W1')])).toBe(1);
    expect(await order('N1')).toMatchObject({ state: 'loaded', targetId: 'W1', payload: null, reason: null });
  });
});

test('a ledger made anew bears the installation whose copies it goes on with', async () => {
  await ledger.setInstallationId('abc');
  expect(ledger.installationId).toBe('abc');
});

test('the records that a run wrote are known', async () => {
  await stage('N1');
  await stage('N2');
  await ledger.recordIntents(run, [{ key: key('N1'), action: 'add', targetId: 'W1' }]);
  expect((await ledger.recordsWithIntents(run)).map(({ sourceId }) => sourceId)).toEqual(['N1']);
  expect(await ledger.recordsWithIntents(run + 1)).toEqual([]);
});

test('a sound ledger has nothing to complain of; an orphan is named', async () => {
  await hold('N1');
  expect(await ledger.examine()).toMatchObject({ integrity: [], orphans: [], openRuns: 1 });
  const payment = { store: 'west', entity: 'payments', sourceId: '7' } as const;
  const records = [{ sourceId: '7', hash: '', payload: '', parent: 'N9' }];
  await ledger.stagePage({ run, store: 'west', entity: 'payments', rules: '', records });
  await ledger.adopt(run, [{ key: payment, targetId: 'west:7' }]);
  expect((await ledger.examine()).orphans).toEqual([{ what: 'copied payments whose order is not copied', count: 1 }]);
});
