import { copyFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { writeFormerLedger } from '../support/former-schema.ts';
import { openLedger } from '../support/open-ledger.ts';

/** As far as a ledger, its backups and a restore look at one. */
export function pipelineOf(ledger: string): Pipeline {
  const store = (name: string) => ({ name, host: `www.${name}.example`, timezone: 'Australia/Sydney' });
  const pipeline = {
    name: 'au-stores',
    file: 'au-stores.yaml',
    ledger,
    primary: store('primary'),
    secondaries: [store('west')],
  };
  return pipeline as unknown as Pipeline;
}

/** A ledger with two runs, an order and a payment copied in each, and one order quarantined with what is personal in it. */
export async function makeLedger(file: string): Promise<void> {
  const ledger = openLedger(file);
  await ledger.pinStores('au-stores', pipelineOf(file).secondaries);
  for (const number of [1, 2]) await copyOne(ledger, number);
  const run = await ledger.beginRun({ narrowed: false });
  await stage(ledger, run, 'N90', '{"name":"Jane Secret"}');
  const key = { store: 'west', entity: 'orders', sourceId: 'N90' } as const;
  await ledger.decide(run, [{ kind: 'quarantine', key, reason: 'total-unexplained', message: 'held' }]);
  await ledger.finishRun(run, 'open', '{}');
  await ledger.close();
}

export async function copyOne(ledger: ReturnType<typeof openLedger>, number: number): Promise<void> {
  const run = await ledger.beginRun({ narrowed: false });
  await stage(ledger, run, `N${number}`, '{}');
  const key = { store: 'west', entity: 'orders', sourceId: `N${number}` } as const;
  const [intent = 0] = await ledger.recordIntents(run, [{ key, action: 'add', targetId: `W${number}` }]);
  await ledger.settle(run, [{ kind: 'loaded', intent, outcome: 'created' }]);
  await ledger.finishRun(run, 'good', '{}');
}

export function stage(ledger: ReturnType<typeof openLedger>, run: number, sourceId: string, payload: string) {
  const records = [{ sourceId, hash: 'h', payload }];
  return ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records });
}

/** The same ledger as this version's predecessor would have left it, in write-ahead mode as it is. */
export function asOfSchema(file: string, schema: number): void {
  const former = `${file}.as-of`;
  writeFormerLedger(file, former, schema);
  const database = new DatabaseSync(former);
  database.exec('PRAGMA journal_mode = WAL');
  database.close();
  for (const part of ['-wal', '-shm']) rmSync(file + part, { force: true });
  copyFileSync(former, file);
  rmSync(former);
}
