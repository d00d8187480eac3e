import type {
  Backup,
  BackupKind,
  BackupName,
  Concerns,
  CopiesWithout,
  LedgerContent,
  LedgerDigest,
  Redacted,
  YoungerThan,
} from './backup.ts';
import type { LedgerSpot } from './claim.ts';
import type { Ledger } from './ledger.ts';

export interface Opening {
  /** Milliseconds since 1970; the machine's own clock when left out. */
  readonly now?: (() => number) | undefined;
  /** Who decides what is decided with it between two runs, as `login@machine`. */
  readonly who?: string | undefined;
}

/** One ledger as a whole. @throws ConsolidatorError `ledger-not-ours`, `ledger-newer`, `ledger-damaged`, `ledger-unwritable` */
export interface KeptLedger {
  /** For messages. */
  readonly name: string;
  exists(): Promise<boolean>;
  /**
   * To write: makes it where there is none, and brings an older schema up to date, of which a backup is made first.
   * @throws ConsolidatorError `backup-failed`, before anything is changed
   */
  open(opening?: Opening): Promise<Ledger>;
  /** Reads all of it without changing it. */
  content(): Promise<LedgerContent>;
  /** Of all that it holds; two ledgers of one digest are the same, whatever each is kept in. */
  digest(): Promise<LedgerDigest>;
  /** Where it stands, and what tells it from another one at the same place. It has to be there. */
  spot(): Promise<LedgerSpot>;
}

/**
 * Where the ledger of one pipeline is kept, and what can be done with it as a whole. What a ledger and its backups are made
 * of, nobody else knows. A second implementation has to pass `test/ledger/keeper/conformance.ts`.
 */
export interface LedgerKeeper extends KeptLedger {
  /** To look into it alone: one of an earlier version is brought up to date in a copy, and stays as it is. */
  openToLook(opening?: Opening): Promise<Ledger>;
  /** A copy of one moment to try things on, which ends with the process; a new one where there is no ledger, which is not made. */
  openCopy(opening?: Opening): Promise<Ledger>;
  /** About how many records people have decided: unlike copies, nothing but a ledger knows it. */
  decisions(): Promise<number>;
  /** Whether a ledger that was known by this spot stands there still. */
  standsAt(spot: LedgerSpot): Promise<boolean>;

  /** Whether a backup is to be made each day; false where a database has its own, which know more than this program. */
  readonly keepsDailyBackups: boolean;
  /** For messages: where backups lie. */
  readonly backupsAt: string;
  /**
   * Makes a backup, also while others read and write the ledger, then lets go of those beyond the number kept of its kind.
   * It is listed only once it has been opened, read and is safe from a power cut.
   * @param now milliseconds since 1970
   * @throws ConsolidatorError `backup-failed`; the ledger is as it was, and so are all other backups
   */
  backUp(kind: BackupKind, now: number): Promise<BackupName>;
  /**
   * Writes a backup to where a person says, which then is theirs.
   * @param to as it was given @param folder against which it is read
   * @throws ConsolidatorError `file-unwritable`, also where something is there; `ledger-missing`
   */
  backUpTo(to: string, folder: string): Promise<void>;
  /** The newest first. */
  backups(): Promise<readonly Backup[]>;
  /**
   * What a person means by an address, or by the name of one of the ledger's own backups.
   * @param folder against which it is read @returns its address @throws ConsolidatorError `not-found`
   */
  findBackup(given: string, folder: string): Promise<string>;
  /** Reads all of a backup without changing it. @throws ConsolidatorError where it is of no use */
  checkBackup(address: string): Promise<LedgerContent>;
  /**
   * Takes what is personal out of backups older than `PERSONAL_DAYS`, each at once or not at all.
   * @throws ConsolidatorError `backup-failed` where one can't be written
   */
  redactBackups(now: number): Promise<Redacted>;
  /**
   * Takes one person out of all backups of the ledger, each at once or not at all: their records stay, without content.
   * @throws ConsolidatorError `backup-failed` where one can't be written
   */
  forgetInBackups(concerns: Concerns): Promise<Redacted>;
  /** Whether a backup holds something of that person. */
  backupsThatHold(concerns: Concerns): Promise<readonly string[]>;
  /**
   * The same of files that a person names, where they are ledgers, or backups, of this installation.
   * @param write false: says which would be changed @throws ConsolidatorError `backup-failed` where one can't be written
   */
  forgetInCopies(files: readonly string[], concerns: Concerns, write: boolean): Promise<CopiesWithout>;

  /**
   * What a backup is to become, in place of the ledger. Nothing is made before `make`.
   * @throws ConsolidatorError `not-found`, `ledger-not-ours` where there is no such thing
   */
  restoring(address: string): Promise<Replacement>;
  /** A new one, in place of the ledger. */
  rebuilding(): Replacement;
  /** What a killed restore or rebuild has left, with what is personal in it. Called under the pipeline's lock. */
  discardLeftovers(): Promise<void>;

  /** What of it lies on this machine's disks; empty where it is kept elsewhere. */
  paths(): readonly KeptPath[];
}

/** A ledger beside the one that it is to replace. Used under the pipeline's lock. */
export interface Replacement extends KeptLedger {
  /** Makes it beside the ledger, instead of whatever a killed process has left there; the backup it is made of is only read. */
  make(): Promise<void>;
  /** What would be lost by it. @throws ConsolidatorError where the ledger can't be read */
  loses(): Promise<YoungerThan>;
  /**
   * Takes the place of the ledger, which becomes a backup. At each moment the one or the other stands there whole, however the
   * process ends. It has to be closed.
   * @param now milliseconds since 1970
   * @returns the backup of what stood there, or undefined when there was none
   * @throws ConsolidatorError `ledger-unwritable` where another program has it open, `backup-failed`; nothing was replaced
   */
  putInPlace(now: number): Promise<BackupName | undefined>;
  /** All of it that is still beside the ledger is gone. */
  discard(): Promise<void>;
}

/** A file or folder, which others on this machine may have rights to. */
export interface KeptPath {
  readonly path: string;
  readonly holds: 'ledger' | 'backups';
  readonly isFolder: boolean;
}
