import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Backup, BackupKind, BackupName, Concerns, CopiesWithout, LedgerContent, Redacted } from '../../backup.ts';
import type { LedgerSpot } from '../../claim.ts';
import type { KeptPath, LedgerKeeper, Opening, Replacement } from '../../keeper.ts';
import type { Ledger } from '../../ledger.ts';
import { backupNameOf, backupsFolder, listBackups } from './backups/backup-files.ts';
import { checkBackup } from './backups/check-backup.ts';
import { rebuildingFile, restoringFile } from './backups/leftovers.ts';
import { makeBackup } from './backups/make-backup.ts';
import { pruneBackups } from './backups/prune-backups.ts';
import { inodeOf, KeptFile, type LedgerOn } from './kept-file.ts';
import { TWO } from './layers.ts';
import { isOfEarlierSchema, openAbove, openPrivateCopy } from './open-database.ts';
import { SqliteReplacement } from './sqlite-replacement.ts';

/** Keeps a pipeline's ledger in one SQLite file, and its backups in a folder beside it. */
export class SqliteKeeper extends KeptFile implements LedgerKeeper {
  readonly backupsAt: string;
  readonly keepsDailyBackups = true;
  readonly #ledgerOn: LedgerOn;

  constructor(file: string, ledgerOn: LedgerOn) {
    super(file, ledgerOn);
    this.backupsAt = backupsFolder(file);
    this.#ledgerOn = ledgerOn;
  }

  async openToLook(opening: Opening = {}): Promise<Ledger> {
    return isOfEarlierSchema(this.name) ? this.openCopy(opening) : this.open(opening);
  }

  async openCopy({ now }: Opening = {}): Promise<Ledger> {
    if (!existsSync(this.name)) return this.ledgerIn(openPrivateCopy(undefined), { now });
    // Nothing of an earlier version can be read as it stands.
    if (isOfEarlierSchema(this.name)) return this.ledgerIn(openPrivateCopy(this.name), { now });
    return this.ledgerIn(openAbove(this.name), { now, layers: TWO });
  }

  async decisions(): Promise<number> {
    const { decisionsIn } = await import('./backups/decisions-in.ts');
    return decisionsIn(this.name);
  }

  async standsAt({ path: file, inode }: LedgerSpot): Promise<boolean> {
    return inodeOf(file) === inode;
  }

  async backUp(kind: BackupKind, now: number): Promise<BackupName> {
    const made = makeBackup(this.name, kind, now);
    pruneBackups(this.name, made, now);
    return backupNameOf(made);
  }

  async backUpTo(to: string, folder: string): Promise<void> {
    const { backUpTo } = await import('./backups/back-up-to.ts');
    backUpTo(this.name, path.resolve(folder, to));
  }

  async backups(): Promise<readonly Backup[]> {
    return listBackups(this.name).map(({ file, kind, at, bytes }) => ({ ...backupNameOf(file), kind, at, bytes }));
  }

  async findBackup(given: string, folder: string): Promise<string> {
    const { findBackup } = await import('./backups/find-backup.ts');
    return findBackup(this.name, given, folder);
  }

  async checkBackup(address: string): Promise<LedgerContent> {
    return checkBackup(address);
  }

  async redactBackups(now: number): Promise<Redacted> {
    return (await redacting()).redactOldBackups(this.name, now);
  }

  async forgetInBackups(concerns: Concerns): Promise<Redacted> {
    return (await redacting()).forgetInBackups(this.name, concerns);
  }

  async backupsThatHold(concerns: Concerns): Promise<readonly string[]> {
    return (await redacting()).backupsThatHold(this.name, concerns);
  }

  async forgetInCopies(files: readonly string[], concerns: Concerns, write: boolean): Promise<CopiesWithout> {
    const { installation } = await this.content();
    return (await redacting()).forgetInCopies(files, installation, concerns, write);
  }

  async restoring(address: string): Promise<Replacement> {
    const { refuseNoLedger } = await import('./backups/find-backup.ts');
    refuseNoLedger(address);
    const file = restoringFile(this.name);
    return new SqliteReplacement({ ledger: this.name, file, from: address }, this.#ledgerOn);
  }

  rebuilding(): Replacement {
    return new SqliteReplacement({ ledger: this.name, file: rebuildingFile(this.name) }, this.#ledgerOn);
  }

  async discardLeftovers(): Promise<void> {
    const { discardLeftovers } = await import('./backups/leftovers.ts');
    discardLeftovers(this.name);
  }

  paths(): readonly KeptPath[] {
    const backups = listBackups(this.name).map(
      ({ file }) => ({ path: file, holds: 'backups', isFolder: false }) as const,
    );
    return [
      { path: path.dirname(this.name), holds: 'ledger', isFolder: true },
      { path: this.backupsAt, holds: 'backups', isFolder: true },
      { path: this.name, holds: 'ledger', isFolder: false },
      ...backups,
    ];
  }
}

/** What goes through backups, loaded when it does: each other command would load it for nothing. */
function redacting(): Promise<typeof import('./backups/redact-backups.ts')> {
  return import('./backups/redact-backups.ts');
}
