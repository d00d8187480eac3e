import { vi } from 'vitest';
import { ledgerOn } from '../../../src/ledger/verbs/ledger-on.ts';
import { instantOfMilliseconds } from '../../../src/model/time.ts';
import { MemoryStorage } from './memory-storage.ts';

// The tests of the verbs once more, on a storage that is no database: nothing of what they promise is SQL's.
vi.mock('../../../src/ledger/open/open-ledger.ts', () => ({
  openLedger: (_: string, { now = Date.now }: { readonly now?: () => number } = {}) => {
    const storage = new MemoryStorage();
    return ledgerOn(storage, storage.identity(), () => instantOfMilliseconds(now()));
  },
}));

await import('../verbs.test.ts');
await import('../quarantine.test.ts');
await import('../changed-copies.test.ts');
await import('../changed-while-writing.test.ts');
