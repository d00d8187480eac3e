import { expect, test } from 'vitest';
import { openLedger } from '../support/open-ledger.ts';

test('a record that changes in its store while its copy is being written is read again, and not forgotten', async () => {
  const ledger = openLedger(':memory:');
  const run = await ledger.beginRun({ narrowed: false });
  const key = { store: 'west', entity: 'orders', sourceId: 'N1' } as const;
  const stage = (hash: string) =>
    ledger.stagePage({
      run,
      store: 'west',
      entity: 'orders',
      rules: 'r',
      records: [{ sourceId: 'N1', hash, payload: '{}' }],
    });
  await stage('old');
  const [intent = 0] = await ledger.recordIntents(run, [{ key, action: 'add', targetId: 'W1' }]);
  await stage('new');
  await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }]);
  expect(await ledger.idsToReadAgain('west', 'orders', 'r')).toEqual(['N1']);
  await stage('new');
  expect(await ledger.quarantined()).toMatchObject([{ sourceId: 'N1', reason: 'changed-after-copy' }]);
  expect(await ledger.idsToReadAgain('west', 'orders', 'r')).toEqual([]);
  await ledger.close();
});
