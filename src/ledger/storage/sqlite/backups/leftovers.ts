import { rmSync } from 'node:fs';

/** Files that belong to a SQLite database in write-ahead mode. */
const PARTS = ['', '-wal', '-shm', '-journal'] as const;

/** Beside the ledger: what is to take its place, until it does. */
export const restoringFile = (ledger: string): string => `${ledger}.restoring`;
export const rebuildingFile = (ledger: string): string => `${ledger}.rebuilding`;

/** Removes a database, with all that belongs to it. */
export function discard(file: string): void {
  for (const part of PARTS) rmSync(file + part, { force: true });
}

/** What a killed restore or rebuild has left, with what is personal in it. Called under the pipeline's lock. */
export function discardLeftovers(ledger: string): void {
  for (const file of [restoringFile(ledger), rebuildingFile(ledger)]) discard(file);
}
