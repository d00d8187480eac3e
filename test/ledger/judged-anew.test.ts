import { expect, test } from 'vitest';
import type { Decision } from '../../src/ledger/decision.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { LedgerRecord } from '../../src/ledger/record.ts';
import { decimal } from '../../src/model/money.ts';
import { openLedger } from '../support/open-ledger.ts';

const keyOf = (sourceId: string) => ({ store: 'west', entity: 'payments', sourceId }) as const;

interface Looked {
  readonly record: LedgerRecord;
  /** One that was copied before, as `west:1`. */
  readonly earlier: LedgerRecord;
}

/** Whatever a run decides without a write, of one record that it has just read, and that is settled by it. */
const decisions: Readonly<Record<Exclude<Decision['kind'], 'shown'>, (looked: Looked) => Decision>> = {
  keep: ({ record: key }) => ({ kind: 'keep', key }),
  link: ({ record: key }) => ({ kind: 'link', key, targetId: 'west:9' }),
  'keyed-anew': ({ record: key, earlier: before }) => ({ kind: 'keyed-anew', key, before, targetId: 'west:1' }),
  skip: ({ record: key }) => ({ kind: 'skip', key, reason: 'gone-before-copy', message: 'gone' }),
  quarantine: ({ record: key }) => ({ kind: 'quarantine', key, reason: 'may-be-there', message: 'may be there' }),
};

async function stage(ledger: Ledger, run: number, sourceId: string, hash: string, parent = 'N1') {
  const record = { sourceId, hash, payload: `{"hash":"${hash}"}`, parent, amount: decimal('11') };
  await ledger.stagePage({ run, store: 'west', entity: 'payments', rules: 'r', records: [record] });
}

async function look(ledger: Ledger, sourceId: string): Promise<LedgerRecord> {
  const record = await ledger.find(keyOf(sourceId));
  if (record === null) throw new Error(`no ${sourceId}`);
  return record;
}

/** @param kind what a copy is kept as it is of was copied before */
async function looked(ledger: Ledger, run: number, kind?: string): Promise<Looked> {
  await stage(ledger, run, '1', 'earlier');
  await ledger.adopt(run, [{ key: keyOf('1'), targetId: 'west:1' }]);
  if (kind === 'keep') {
    await stage(ledger, run, '2', 'first');
    await ledger.adopt(run, [{ key: keyOf('2'), targetId: 'west:2' }]);
  }
  await stage(ledger, run, '2', 'old');
  return { record: await look(ledger, '2'), earlier: await look(ledger, '1') };
}

const kinds = Object.entries(decisions);

test.each(kinds)(
  'what a run has judged (%s) stays as it is where its store has shown another version since, and is judged anew',
  async (kind, decide) => {
    const ledger = openLedger(':memory:');
    const run = await ledger.beginRun({ narrowed: false });
    const judged = await looked(ledger, run, kind);
    await stage(ledger, run, '2', 'new');
    await ledger.decide(run, [decide(judged)]);
    const anew = await look(ledger, '2');
    expect(anew).toMatchObject({ state: judged.record.state, hash: 'new', payload: '{"hash":"new"}' });
    expect(await look(ledger, '1')).toMatchObject({ state: 'loaded', targetId: 'west:1' });
    // Judged anew, it goes its way.
    await ledger.decide(run, [decide({ ...judged, record: anew })]);
    expect((await look(ledger, '2')).state).not.toBe(anew.state);
    await ledger.close();
  },
);

// What a copy stands for is judged by its content alone.
test.each(kinds.filter(([kind]) => kind !== 'keep'))(
  'what a run has judged (%s) stays as it is where it is on another order by now',
  async (kind, decide) => {
    const ledger = openLedger(':memory:');
    const run = await ledger.beginRun({ narrowed: false });
    const judged = await looked(ledger, run, kind);
    await stage(ledger, run, '2', 'old', 'N2');
    await ledger.decide(run, [decide(judged)]);
    expect(await look(ledger, '2')).toMatchObject({ state: 'staged', parent: 'N2' });
    await ledger.close();
  },
);

test('a copy that was to pass to another payment stays where somebody has decided about it meanwhile', async () => {
  const ledger = openLedger(':memory:');
  const run = await ledger.beginRun({ narrowed: false });
  await looked(ledger, run);
  await ledger.decide(run, [
    { kind: 'quarantine', key: keyOf('1'), reason: 'payment-gone', message: 'not in its store any more' },
  ]);
  const judged = { record: await look(ledger, '2'), earlier: await look(ledger, '1') };
  await ledger.drop(run, keyOf('1'), 'it is to stay');
  await ledger.decide(run, [decisions['keyed-anew'](judged)]);
  expect(await look(ledger, '2')).toMatchObject({ state: 'staged' });
  expect(await look(ledger, '1')).toMatchObject({ state: 'skipped', reason: 'dropped', targetId: 'west:1' });
  await ledger.close();
});

test('what a person has left out meanwhile is not kept in the books again by a run that had looked before', async () => {
  const ledger = openLedger(':memory:');
  const run = await ledger.beginRun({ narrowed: false });
  await looked(ledger, run);
  await ledger.decide(run, [
    { kind: 'quarantine', key: keyOf('1'), reason: 'payment-gone', message: 'not in its store any more' },
  ]);
  const judged = await look(ledger, '1');
  await ledger.drop(run, keyOf('1'), 'it is to stay');
  await ledger.decide(run, [{ kind: 'keep', key: judged }]);
  expect(await look(ledger, '1')).toMatchObject({ state: 'skipped', reason: 'dropped' });
  await ledger.close();
});

test('what a copy shows is learned once, of the version that was compared with it, and settles nothing', async () => {
  const ledger = openLedger(':memory:');
  const run = await ledger.beginRun({ narrowed: false });
  const key = { store: 'west', entity: 'orders', sourceId: 'N1' } as const;
  const shown = (record: LedgerRecord, shows: string) => ledger.decide(run, [{ kind: 'shown', key: record, shows }]);
  const read = (hash: string) => {
    const record = { sourceId: 'N1', hash, payload: '{}', amount: decimal('11'), snapshot: `{"now":"${hash}"}` };
    return ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records: [record] });
  };
  const found = async () => (await ledger.find(key)) ?? Promise.reject(new Error('no N1'));
  const { snapshot: _, ...byFile } = {
    sourceId: 'N1',
    hash: 'file:a',
    payload: '{}',
    amount: decimal('11'),
    snapshot: '',
  };
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records: [byFile] });
  await ledger.adopt(run, [{ key, targetId: 'W1' }]);
  await read('b');
  const judged = await found();
  expect(judged).toMatchObject({ state: 'staged', targetId: 'W1', copiedAs: null });
  await read('c');
  await shown(judged, '{"of":"b"}');
  expect(await found()).toMatchObject({ state: 'staged', copiedAs: null });
  await shown(await found(), '{"of":"c"}');
  await shown(await found(), '{"of":"later"}');
  expect(await found()).toMatchObject({ state: 'staged', targetId: 'W1', copiedAs: '{"of":"c"}' });
  await ledger.close();
});
