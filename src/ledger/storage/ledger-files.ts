import type { Concerns, CopiesWithout, LedgerContent } from '../backup.ts';
import type { CarriedRows } from './carried-rows.ts';
import type { LedgerStorage } from './storage.ts';

/** Ledgers in files of this machine, which one that is kept elsewhere is carried to, and back from. */
export interface LedgerFiles {
  exists(file: string): boolean;
  /** As of one moment; one of an earlier version as it is once it is brought up to date. */
  read(file: string): CarriedRows;
  /**
   * Makes a file of it, at once or not at all, which is safe from a power cut when it resolves.
   * @throws ConsolidatorError `file-unwritable`, also where something is there
   */
  write(file: string, rows: CarriedRows): Promise<void>;
  /** Reads all of it without changing it. @throws ConsolidatorError where it is of no use */
  content(file: string): LedgerContent;
  /** A storage to try things on, which is in no file, and ends with the process. @param rows undefined for an empty one */
  toTryOut(rows: CarriedRows | undefined, name: string): Promise<LedgerStorage>;
  /** As `LedgerKeeper.forgetInCopies`. */
  forgetIn(files: readonly string[], installation: string, concerns: Concerns, write: boolean): CopiesWithout;
}
