import type { AcceptResult, RetryResult } from '../../../src/ledger/decision.ts';
import type { LedgerRecord } from '../../../src/ledger/record.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import { openLedger } from '../../support/open-ledger.ts';
import type { TwoStores } from './two-stores.ts';

export interface Decided {
  accept(sourceId: string): Promise<AcceptResult>;
  retry(sourceId: string): Promise<RetryResult>;
  drop(sourceId: string): Promise<boolean>;
  record(sourceId: string): Promise<LedgerRecord | null>;
  events(sourceId: string): Promise<string[]>;
}

/** What a person decides about records of west in quarantine. */
export function decisionsOn({ ledgerFile }: Pick<TwoStores, 'ledgerFile'>, entity: EntityName): Decided {
  const within = async <T>(use: (ledger: ReturnType<typeof openLedger>, run: number) => Promise<T>): Promise<T> => {
    const ledger = openLedger(ledgerFile);
    try {
      return await use(ledger, await ledger.beginRun({ narrowed: true }));
    } finally {
      await ledger.close();
    }
  };
  const key = (sourceId: string) => ({ store: 'west', entity, sourceId });
  return {
    accept: (id) => within((ledger, run) => ledger.accept(run, key(id), 'as a person said')),
    retry: (id) => within((ledger, run) => ledger.retry(run, key(id))),
    drop: (id) => within((ledger, run) => ledger.drop(run, key(id), 'as a person said')),
    record: (id) => within((ledger) => ledger.find(key(id))),
    events: (id) => within(async (ledger) => (await ledger.history(key(id))).map(({ event }) => event)),
  };
}
