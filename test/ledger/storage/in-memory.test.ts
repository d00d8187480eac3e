import { expect, test, vi } from 'vitest';
import { ledgerOn } from '../../../src/ledger/verbs/ledger-on.ts';
import { instantOfMilliseconds } from '../../../src/model/time.ts';
import { MemoryStorage } from './memory-storage.ts';

const opened = vi.hoisted(() => ({ count: 0 }));

// The tests of the verbs once more, on a storage that is no database: nothing of what they promise is SQL's.
vi.mock('../../support/open-ledger.ts', () => ({
  openLedger: (_: string, { now = Date.now }: { readonly now?: () => number } = {}) => {
    opened.count += 1;
    const storage = new MemoryStorage();
    return ledgerOn(storage, storage.identity(), () => instantOfMilliseconds(now()));
  },
}));

// Modules are shared between the files of a process, and each of these is to tell its tests here too: so under another name.
for (const name of ['verbs', 'quarantine', 'changed-copies', 'changed-while-writing', 'several-at-once'])
  await import(/* @vite-ignore */ `../${name}.test.ts?in=memory`);

test('all of these were on plain maps', () => {
  expect(opened.count).toBeGreaterThan(300);
});
