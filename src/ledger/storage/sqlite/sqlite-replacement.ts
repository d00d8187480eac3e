import { chmodSync, copyFileSync, existsSync } from 'node:fs';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { BackupName, YoungerThan } from '../../backup.ts';
import type { Opening, Replacement } from '../../keeper.ts';
import type { Ledger } from '../../ledger.ts';
import { backupNameOf } from './backups/backup-files.ts';
import { discard } from './backups/leftovers.ts';
import { KeptFile, type LedgerOn } from './kept-file.ts';
import { openDatabase } from './open-database.ts';

interface Replaced {
  /** The ledger that it is to replace. */
  readonly ledger: string;
  /** Beside that, so that it is there or not there at once. */
  readonly file: string;
  /** The backup that it is made of, which is left byte for byte as it is; undefined for a new ledger. */
  readonly from?: string;
}

/** A ledger in a SQLite file beside the one that it is to replace. */
export class SqliteReplacement extends KeptFile implements Replacement {
  readonly #of: Replaced;

  constructor(of: Replaced, ledgerOn: LedgerOn) {
    super(of.file, ledgerOn);
    this.#of = of;
  }

  async make(): Promise<void> {
    const { file, from } = this.#of;
    discard(file);
    if (from === undefined) return;
    const { refuseNoLedger } = await import('./backups/find-backup.ts');
    refuseNoLedger(from);
    for (const part of ['', '-wal']) {
      if (!existsSync(from + part)) continue;
      copyFileSync(from + part, file + part);
      chmodSync(file + part, 0o600);
    }
  }

  /** What is wrong with it is told of the backup that it was made of. */
  override async open({ now, who }: Opening = {}): Promise<Ledger> {
    const { file, from } = this.#of;
    try {
      return this.ledgerIn(openDatabase(file, { now, isCopy: true }), { now, who });
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || from === undefined) throw error;
      throw new ConsolidatorError(error.code, error.message.replaceAll(file, from), { cause: error });
    }
  }

  async loses(): Promise<YoungerThan> {
    const { youngerThan } = await import('./backups/compare-backup.ts');
    return youngerThan(this.#of.ledger, this.#of.file);
  }

  async putInPlace(now: number): Promise<BackupName | undefined> {
    const { replaceLedger } = await import('./backups/replace-ledger.ts');
    const kept = replaceLedger(this.#of.ledger, this.#of.file, now);
    return kept === undefined ? undefined : backupNameOf(kept);
  }

  async discard(): Promise<void> {
    discard(this.#of.file);
  }
}
