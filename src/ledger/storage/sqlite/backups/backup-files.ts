import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Instant, instantOfMilliseconds, millisecondsOf } from '../../../../model/time.ts';

/**
 * - `daily`: made by the first whole run of a day.
 * - `before-migration`: of the schema before, made before it is brought up to date.
 * - `replaced`: what stood at the ledger's place until a backup, or a map made anew, was put there.
 */
export const backupKinds = ['daily', 'before-migration', 'replaced'] as const;
export type BackupKind = (typeof backupKinds)[number];

export interface Backup {
  readonly file: string;
  readonly kind: BackupKind;
  /** When it was made, as its name says. */
  readonly at: Instant;
  readonly bytes: number;
}

/** `2026-11-29T081503Z-daily.db`, with a number where two were made within one second. */
const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z-([a-z-]+?)(?:-(\d+))?\.db$/;

/** Beside the ledger, so that what restores it needs nothing else; a dead disk takes both, so copy it elsewhere as well. */
export function backupsFolder(ledger: string): string {
  return `${ledger}.backups`;
}

/** A name that no backup has yet. */
export function nameOfBackup(ledger: string, kind: BackupKind, now: number): string {
  const there = new Set(namesIn(backupsFolder(ledger)));
  const stem = `${instantOfMilliseconds(now).replaceAll(':', '')}-${kind}`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}.db` : `${stem}-${number}.db`;
    if (!there.has(name)) return path.join(backupsFolder(ledger), name);
  }
}

/** The newest first. Whatever else lies in the folder is nobody's business. */
export function listBackups(ledger: string): Backup[] {
  const folder = backupsFolder(ledger);
  const found = namesIn(folder).flatMap((name) => {
    const [, day, hour, minute, second, kind, number = '1'] = NAME.exec(name) ?? [];
    const known = backupKinds.find((one) => one === kind);
    const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
    if (known === undefined || Number.isNaN(at)) return [];
    const file = path.join(folder, name);
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return [{ file, kind: known, at: instantOfMilliseconds(at), bytes, number: Number(number) }];
  });
  found.sort((a, b) => millisecondsOf(b.at) - millisecondsOf(a.at) || b.number - a.number);
  return found.map(({ number: _, ...backup }) => backup);
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
