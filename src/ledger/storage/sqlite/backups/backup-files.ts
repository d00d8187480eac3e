import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { instantOfMilliseconds, millisecondsOf } from '../../../../model/time.ts';
import { type Backup, type BackupKind, type BackupName, backupKinds } from '../../../backup.ts';

/** A backup, by its file; when it was made is said by its name. */
export interface BackupFile extends Pick<Backup, 'kind' | 'at' | 'bytes'> {
  readonly file: string;
}

/** `2026-11-29T081503Z-daily.db`, with a number where two were made within one second. */
const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z-([a-z-]+?)(?:-(\d+))?\.db$/;

/** Beside the ledger, so that what restores it needs nothing else; a dead disk takes both, so copy it elsewhere as well. */
export function backupsFolder(ledger: string): string {
  return `${ledger}.backups`;
}

export function backupNameOf(file: string): BackupName {
  return { name: path.basename(file), address: file };
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
export function listBackups(ledger: string): BackupFile[] {
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
