import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StagedRecord } from '../../src/ledger/record.ts';
import { APPLICATION_ID, migrations } from '../../src/ledger/storage/sqlite/schema.ts';
import type { RecordKey } from '../../src/model/entities.ts';
import { decimal } from '../../src/model/money.ts';
import { parseLocalDate } from '../../src/model/time.ts';
import { openLedger } from '../support/open-ledger.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'facts-'));
  file = join(folder, 'ledger.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const key: RecordKey = { store: 'west', entity: 'orders', sourceId: 'N1' };
const order = (status: string): StagedRecord => ({
  sourceId: 'N1',
  hash: 'same',
  payload: '{"email":"shopper@example.com"}',
  amount: decimal('110'),
  facts: { bookedOn: parseLocalDate('2026-07-03') ?? null, tax: decimal('10'), status },
});

const financial = ['orders', 'payments', 'rmas'] as const;

describe('the facts of a record', () => {
  test('outlive its payload, and follow its status without a new copy', async () => {
    const ledger = openLedger(file);
    const run = await ledger.beginRun({ narrowed: false });
    const page = { run, store: 'west', entity: 'orders', rules: '' } as const;
    await ledger.stagePage({ ...page, records: [order('Pick')] });
    const [intent = 0] = await ledger.recordIntents(run, [{ key, action: 'add', targetId: 'W1' }]);
    await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }]);
    await ledger.stagePage({ ...page, records: [order('Dispatched')] });
    expect(await ledger.find(key)).toMatchObject({ state: 'loaded', payload: null });
    expect(await ledger.financialRecords(financial)).toMatchObject([
      {
        ...key,
        state: 'loaded',
        targetId: 'W1',
        amount: '110',
        tax: '10',
        bookedOn: '2026-07-03',
        status: 'Dispatched',
      },
    ]);
    await ledger.close();
  });

  test('are those that were known when a later reading brings none', async () => {
    const ledger = openLedger(file);
    const run = await ledger.beginRun({ narrowed: false });
    const page = { run, store: 'west', entity: 'orders', rules: '' } as const;
    await ledger.stagePage({ ...page, records: [order('Pick')] });
    await ledger.stagePage({ ...page, records: [{ sourceId: 'N1', hash: 'vanished', payload: '' }] });
    expect(await ledger.financialRecords(financial)).toMatchObject([{ tax: '10', status: 'Pick' }]);
    await ledger.close();
  });

  test('have a place in a ledger of schema version 1, whose records stay', async () => {
    const old = new DatabaseSync(file);
    old.exec(migrations[0] ?? '');
    old.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 1;`);
    old.exec(`INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, amount, changed_at)
      VALUES ('west', 'orders', 'N1', 'loaded', 'W1', 'same', '', '110', '2026-07-03T00:00:00Z')`);
    old.close();
    const ledger = openLedger(file);
    expect(await ledger.financialRecords(financial)).toMatchObject([
      { ...key, targetId: 'W1', amount: '110', tax: null, bookedOn: null },
    ]);
    const run = await ledger.beginRun({ narrowed: false });
    await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: '', records: [order('Dispatched')] });
    expect(await ledger.financialRecords(financial)).toMatchObject([
      { state: 'loaded', tax: '10', bookedOn: '2026-07-03' },
    ]);
    await ledger.close();
  });
});
