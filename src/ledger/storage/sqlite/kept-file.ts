import { existsSync, realpathSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Instant, instantOfMilliseconds } from '../../../model/time.ts';
import type { LedgerContent, LedgerDigest } from '../../backup.ts';
import type { LedgerSpot } from '../../claim.ts';
import type { KeptLedger, Opening } from '../../keeper.ts';
import type { Ledger } from '../../ledger.ts';
import type { LedgerStorage, Note } from '../storage.ts';
import { checkBackup } from './backups/check-backup.ts';
import type { Layers } from './layers.ts';
import { isOfEarlierSchema, openDatabase, openPrivateCopy } from './open-database.ts';
import { SqliteStorage } from './sqlite-storage.ts';

/** The verbs on a storage, which are no business of what keeps it. */
export type LedgerOn = (storage: LedgerStorage, identity: readonly Note[], now: () => Instant, who?: string) => Ledger;

/** A ledger in one SQLite file. */
export abstract class KeptFile implements KeptLedger {
  readonly name: string;
  readonly #ledgerOn: LedgerOn;

  constructor(file: string, ledgerOn: LedgerOn) {
    this.name = file;
    this.#ledgerOn = ledgerOn;
  }

  async exists(): Promise<boolean> {
    return existsSync(this.name);
  }

  async open({ now, who }: Opening = {}): Promise<Ledger> {
    return this.ledgerIn(openDatabase(this.name, { now }), { now, who });
  }

  async content(): Promise<LedgerContent> {
    return checkBackup(this.name);
  }

  async digest(): Promise<LedgerDigest> {
    const [{ digestOf }, { readCarried }] = await Promise.all([import('../carried-rows.ts'), import('./carry.ts')]);
    const database = isOfEarlierSchema(this.name)
      ? openPrivateCopy(this.name)
      : new DatabaseSync(this.name, { readOnly: true, timeout: 5_000 });
    try {
      return await digestOf(readCarried(database, this.name));
    } finally {
      database.close();
    }
  }

  async spot(): Promise<LedgerSpot> {
    return { path: realpathSync(this.name), inode: inodeOf(this.name) ?? '' };
  }

  protected ledgerIn(
    database: DatabaseSync,
    { now = Date.now, who, layers }: Opening & { layers?: Layers } = {},
  ): Ledger {
    const storage = new SqliteStorage(database, this.name, layers);
    return this.#ledgerOn(storage, storage.identity(), () => instantOfMilliseconds(now()), who);
  }
}

/** Some volumes number their devices anew at each mount, so the device is no part of it. */
export function inodeOf(file: string): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? undefined : String(stat.ino);
}
