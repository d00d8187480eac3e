import { writeSync } from 'node:fs';
import { openLedger } from '../support/open-ledger.ts';

/**
 * Stages and writes orders for ever, and says each step on stdout once it has resolved. Killed by the test. Nothing here
 * ever waits, so what is said has to go out at once: `process.stdout` would keep what a full pipe does not take.
 * With `soon` all but the intents need not be on disk at once.
 */
const when = process.argv[3] === 'soon' ? 'soon' : 'now';
const ledger = openLedger(process.argv[2] ?? '');
const run = await ledger.beginRun({ narrowed: false });
for (let number = 1; number <= 100_000; number += 1) {
  const key = { store: 'west', entity: 'orders', sourceId: `N${number}` } as const;
  const records = [{ sourceId: key.sourceId, hash: 'h', payload: '{}' }];
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records }, when);
  say(`staged ${number}\n`);
  const [intent = 0] = await ledger.recordIntents(run, [{ key, action: 'add', targetId: `W${number}` }]);
  say(`intent ${number}\n`);
  await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }], when);
  say(`loaded ${number}\n`);
}

function say(line: string): void {
  writeSync(1, line);
}
