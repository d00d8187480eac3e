import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import type { LoadItem, LoadTarget } from '../../src/load/load-target.ts';
import { loadBatch } from '../../src/pipeline/load-batch.ts';

test('a copy that the primary stored under a number of its own is a person’s matter, and is never sent again', async () => {
  const ledger = openLedger(':memory:');
  const run = await ledger.beginRun({ narrowed: false });
  const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
  const records = [{ sourceId: 'N100', hash: '1', payload: '{}' }];
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: '1', records });
  let writes = 0;
  const target: LoadTarget<string, string> = {
    lookUp: async () => new Map(),
    write: async () => {
      writes += 1;
      return { kind: 'accepted', ids: ['N7001'], errors: [] };
    },
    isCopyOf: () => true,
    compare: () => [],
  };
  const item: LoadItem<string> = { key, targetId: 'W100', draft: '' };
  await loadBatch({ ledger, run, target, action: 'add', furtherStep: true, items: [item] });
  expect(await ledger.find(key)).toMatchObject({
    state: 'quarantined',
    reason: 'renumbered-by-primary',
    message: expect.stringContaining('N7001'),
  });
  expect(writes).toBe(1);
  await ledger.close();
});
