import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordState } from '../../../src/ledger/record-state.ts';
import { openDatabase } from '../../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../../src/ledger/storage/sqlite/sqlite-storage.ts';
import type { Stored } from '../../../src/ledger/storage/storage.ts';
import { core, inEachState } from '../support.ts';

let folder = '';
let one: SqliteStorage;
let other: SqliteStorage;
const open = () => {
  const file = join(folder, 'ledger.db');
  return new SqliteStorage(openDatabase(file), file);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recent-'));
  one = open();
  other = open();
});
afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const byId = { store: 'west', entity: 'orders' } as const;
const read = async (storage: SqliteStorage, ...sourceIds: readonly string[]) =>
  (await storage.records({ anyOf: [{ ...byId, sourceIds }] })) as Stored<RecordState>[];
const put = (storage: SqliteStorage, before: Stored<RecordState> | undefined, after: RecordState) =>
  storage.apply({ records: [{ before, after }] });
const linked: RecordState = { ...core, state: 'linked', targetId: null };

test('what another process has written is what is read next, however often it was read before', async () => {
  await put(one, undefined, linked);
  const [known] = await read(one, 'N1');
  expect(await read(one, 'N1')).toEqual([known]);
  await put(other, known, { ...linked, hash: 'of another process' });
  expect((await read(one, 'N1'))[0]).toMatchObject({ revision: 2, value: { hash: 'of another process' } });
});

test('of a batch that was refused nothing is read', async () => {
  await put(one, undefined, linked);
  const [known] = await read(one, 'N1');
  await put(other, known, { ...linked, hash: 'first' });
  const refused = await one.apply({
    records: [
      { before: undefined, after: { ...linked, sourceId: 'N2' } },
      { before: known, after: { ...linked, hash: 'too late' } },
    ],
  });
  expect(refused).toEqual({ kind: 'outdated' });
  expect((await read(one, 'N1', 'N2')).map(({ value }) => value)).toEqual([{ ...linked, hash: 'first' }]);
});

test('one of several that is not known is looked for, and all of them are found', async () => {
  await put(one, undefined, { ...linked, sourceId: 'N10' });
  await put(other, undefined, { ...linked, sourceId: 'N2' });
  await read(one, 'N10');
  expect((await read(one, 'N2', 'N10', 'N2')).map(({ value }) => value.sourceId)).toEqual(['N10', 'N2']);
  expect((await read(one, 'N2', 'N10', 'N2')).map(({ value }) => value.sourceId)).toEqual(['N10', 'N2']);
});

test('whatever two processes write in whatever order, each reads of every record what stands in the file', async () => {
  const ids = ['N1', 'N2', 'N3'] as const;
  const step = fc.record({
    by: fc.boolean(),
    id: fc.constantFrom(...ids),
    state: fc.constantFrom(...inEachState),
    hash: fc.string({ maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      for (const { by, id, state, hash } of steps) {
        const storage = by ? one : other;
        const [before] = await read(storage, id);
        const targetId = state.targetId === null ? null : `W${id}`;
        await put(storage, before, { ...state, sourceId: id, hash, targetId } as RecordState);
        const fresh = open();
        const stands = await read(fresh, ...ids);
        await fresh.close();
        expect(await read(one, ...ids)).toEqual(stands);
        expect(await read(other, ...ids)).toEqual(stands);
      }
    }),
    { numRuns: 15 },
  );
});
