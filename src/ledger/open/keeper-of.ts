import { inSchema, type PostgresAddress } from '../../model/postgres-address.ts';
import type { LedgerKeeper } from '../keeper.ts';
import type { Lease } from '../lease.ts';
import { SqliteKeeper } from '../storage/sqlite/sqlite-keeper.ts';
import { ledgerOn } from '../verbs/ledger-on.ts';
import { late } from './late.ts';

/** What a pipeline says of its ledger. */
export interface LedgerSetting {
  /** The path of a SQLite file. */
  readonly ledger: string;
  /** Where it is in PostgreSQL instead. */
  readonly database?: PostgresAddress | undefined;
}

/**
 * What keeps the ledger of a pipeline, by the value of its key `ledger`. Nothing is opened or made by it, and nothing that speaks
 * to PostgreSQL is loaded before it is asked for something there.
 * @param lease by which one in PostgreSQL is written; left out: it is only looked into
 */
export function keeperOf({ ledger, database }: LedgerSetting, lease?: Lease): LedgerKeeper {
  return database === undefined ? new SqliteKeeper(ledger, ledgerOn) : postgresKeeper(database, lease);
}

function postgresKeeper(address: PostgresAddress, lease: Lease | undefined): LedgerKeeper {
  let loaded: Promise<LedgerKeeper> | undefined;
  const load = (): Promise<LedgerKeeper> => {
    loaded ??= loadPostgres(address, lease);
    return loaded;
  };
  return late<LedgerKeeper>(
    {
      name: address.name,
      backupsAt: `schemas beside ${address.name}`,
      keepsDailyBackups: false,
      paths: () => [],
      rebuilding: () =>
        late({ name: inSchema(address, `${address.schema}_rebuilding`).name }, async () => (await load()).rebuilding()),
    },
    load,
  );
}

async function loadPostgres(address: PostgresAddress, lease: Lease | undefined): Promise<LedgerKeeper> {
  const [{ PostgresKeeper }, { HeldLease }, { sqliteFiles }] = await Promise.all([
    import('../storage/postgres/postgres-keeper.ts'),
    import('../storage/postgres/held-lease.ts'),
    import('../storage/sqlite/sqlite-files.ts'),
  ]);
  return new PostgresKeeper(address, ledgerOn, sqliteFiles, lease instanceof HeldLease ? lease : undefined);
}
