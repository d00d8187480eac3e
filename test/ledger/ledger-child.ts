import { openLedger } from '../../src/ledger/sqlite-ledger.ts';

/** Stages and writes orders for ever, and says each step on stdout once it has resolved. Killed by the test. */
const ledger = openLedger(process.argv[2] ?? '');
const run = await ledger.beginRun({ narrowed: false });
for (let number = 1; number <= 100_000; number += 1) {
  const key = { store: 'west', entity: 'orders', sourceId: `N${number}` } as const;
  await ledger.stagePage({
    run,
    store: 'west',
    entity: 'orders',
    rules: 'r',
    records: [{ sourceId: key.sourceId, hash: 'h', payload: '{}' }],
  });
  process.stdout.write(`staged ${number}\n`);
  const [intent = 0] = await ledger.recordIntents(run, [{ key, action: 'add', targetId: `W${number}` }]);
  process.stdout.write(`intent ${number}\n`);
  await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }]);
  process.stdout.write(`loaded ${number}\n`);
}
