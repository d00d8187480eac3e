import { writeSync } from 'node:fs';
import { openDatabase } from '../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../src/ledger/storage/sqlite/sqlite-storage.ts';
import { instant } from '../../src/model/time.ts';
import { content, core } from './support.ts';

/**
 * Stages orders that need not be on disk at once, and reads all of them after each, until its files may not grow any more; then
 * records an intent. Says on stdout at what it ended. With few pages in memory, changed ones have to give way as it reads.
 */
const file = process.argv[2] ?? '';
// The write is to fail, and not this process.
process.on('SIGXFSZ', () => undefined);
// Nothing is put down because time has passed, so that it ends at the same thing on a machine that is busy.
performance.now = () => 0;
const database = openDatabase(file);
database.exec('PRAGMA cache_size = 8');
const storage = new SqliteStorage(database, file);
const none = { message: null, difference: null, replaces: [], seen: [], targetId: null, reason: null };
const payload = 'x'.repeat(3_000);

async function stage(sourceId: string, withIntent: boolean): Promise<void> {
  const after = { ...core, ...none, sourceId, state: 'staged', content: { ...content, payload } } as const;
  const key = { store: 'west', entity: 'orders', sourceId } as const;
  const intent = { run: 1, key, action: 'add', targetId: `W${sourceId}`, draft: null } as const;
  const newIntents = withIntent ? [{ ...intent, at: instant('2026-07-10T00:00:00Z') }] : [];
  await storage.apply({ records: [{ before: undefined, after }], newIntents, isSoonEnough: true });
}

let [number, at] = [0, 'step'];
try {
  for (; number < 5_000; number += 1) {
    at = 'step';
    await stage(`N${number}`, false);
    at = 'read';
    await storage.records({ anyOf: [{ store: 'west', entity: 'orders', states: ['staged'] }] });
  }
} catch {
  writeSync(1, `${at}\n`);
}
const ended = await stage('INTENT', true).then(
  () => 'done',
  () => 'refused',
);
writeSync(1, `${ended}\n`);
await storage.close().catch(() => undefined);
