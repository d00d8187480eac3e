import type { RecordKey } from '../model/entities.ts';
import { addSeconds, type Instant, millisecondsOf } from '../model/time.ts';

/**
 * - `daily`: made by the first whole run of a day.
 * - `before-migration`: of the schema before, made before it is brought up to date.
 * - `replaced`: what stood at the ledger's place until a backup, or a map made anew, was put there.
 */
export const backupKinds = ['daily', 'before-migration', 'replaced'] as const;
export type BackupKind = (typeof backupKinds)[number];

/** How many of each kind are kept. None counts against another kind, so that no day's backup drives out a schema's. */
export const KEPT: Readonly<Record<BackupKind, number>> = { daily: 7, 'before-migration': 2, replaced: 2 };

/** So long a backup may hold what is personal: what was purged from the ledger is in none that is older. */
export const PERSONAL_DAYS = 7;

/** How a person names it: among the ledger's own by `name`, from anywhere by `address`. */
export interface BackupName {
  /** Short: `2026-11-29T081503Z-daily.db`. */
  readonly name: string;
  /** Whole, as messages and documents show it; where ledgers are files, its path. */
  readonly address: string;
}

export interface Backup extends BackupName {
  readonly kind: BackupKind;
  /** When it was made. */
  readonly at: Instant;
  readonly bytes: number;
}

/** What a ledger, or a backup of one, says of itself when all of it is read. */
export interface LedgerContent {
  readonly installation: string;
  readonly schema: number;
  /** Records that have a copy in the primary. */
  readonly copies: number;
  readonly runs: number;
}

/** What tells one ledger from another, however each is kept. */
export interface LedgerDigest {
  /** Of every letter, in hexadecimal. */
  readonly sha256: string;
  readonly rows: Readonly<Record<'note' | 'watermark' | 'run' | 'record' | 'intent' | 'audit' | 'outcome', number>>;
}

/** What the ledger holds, and an older state of it does not. */
export interface YoungerThan {
  readonly runs: number;
  /** When the first of these runs began; null where there is none. */
  readonly firstRun: Instant | null;
  readonly lastRun: Instant | null;
  /** Copies that the older state does not know, by entity. */
  readonly copies: Readonly<Record<string, number>>;
  /** Records about which people have decided since: unlike copies, nothing but a ledger knows it. */
  readonly decisions: number;
}

/** Whether a record is a person's, by its key and all the text that is kept of it. */
export type Concerns = (key: RecordKey, text: string) => boolean;

/** Addresses of backups. */
export interface Redacted {
  /** Out of which the personal was taken. */
  readonly redacted: readonly string[];
  /** That could not be read, and so nothing could be taken out of: removed, as no backup at all. */
  readonly removed: readonly string[];
}

/** Of files that a person names; those that are not of the kind that ledgers are stand nowhere. */
export interface CopiesWithout {
  readonly redacted: readonly string[];
  /** Ledgers that hold nothing of that person. */
  readonly clean: readonly string[];
  /** That may hold something, and stay as they are: of another installation, in use, damaged, or no ledgers. */
  readonly others: readonly string[];
}

/** Until when backups hold what was in the ledger a moment ago, and no longer is; null where there is none. @param backups the newest first */
export function personalUntil([newest]: readonly Pick<Backup, 'at'>[], now: number): Instant | null {
  if (newest === undefined) return null;
  const until = addSeconds(newest.at, PERSONAL_DAYS * 86_400);
  return millisecondsOf(until) < now ? null : until;
}
