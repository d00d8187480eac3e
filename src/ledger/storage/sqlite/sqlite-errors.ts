import type { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../../../model/errors.ts';

/** SQLite's primary result codes (the low byte of `errcode`). */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const INPUT_OUTPUT = 10;
const CORRUPT = 11;
const FULL = 13;
const CAN_NOT_OPEN = 14;
const CONSTRAINT = 19;
const NOT_A_DATABASE = 26;

const unwritable: Readonly<Record<number, string>> = {
  [BUSY]: 'another program holds it locked',
  [LOCKED]: 'another program holds it locked',
  [READ_ONLY]: 'it is read-only',
  [INPUT_OUTPUT]: 'the disk reports an error',
  [FULL]: 'the disk is full',
  [CAN_NOT_OPEN]: "it can't be opened",
};

/** Turns SQLite's errors into the program's; everything else passes as it is. */
export function translateSqliteError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const kind = error.errcode & 0xff;
  const why = unwritable[kind];
  if (why !== undefined) {
    return new ConsolidatorError('ledger-unwritable', `The ledger ${file} can't be written: ${why}.`, { cause: error });
  }
  if (kind === NOT_A_DATABASE) {
    return new ConsolidatorError(
      'ledger-not-ours',
      `${file} is no SQLite file, so no ledger. Check the path in \`ledger\`; the file was not changed.`,
      { cause: error },
    );
  }
  if (kind === CORRUPT) {
    return new ConsolidatorError('ledger-damaged', `The ledger ${file} is damaged. Restore the latest backup.`, {
      cause: error,
    });
  }
  return error;
}

/** Whether a row was refused for what other rows hold already. */
export function isConstraint(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === CONSTRAINT;
}

/**
 * Whether a transaction that was begun is none any more. A full disk, or one that reports an error, makes SQLite roll it back by
 * itself, also where it only reads: pages that were changed have to give way to those that are read.
 */
export function isRolledBack(database: DatabaseSync): boolean {
  return !database.isTransaction;
}
