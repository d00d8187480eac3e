import type { Counts } from '../../src/ledger/run-entry.ts';

export interface Used {
  readonly seconds: number;
  readonly processorSeconds: number;
  /** Resident memory at the highest up to then. */
  readonly megabytes: number;
}

export interface ImportMeasured {
  /** Up to where all files are read, checked and staged. */
  readonly read: Used;
  /** Up to where the plan stands: all of it judged, looked up and compared as a run would. */
  readonly whole: Used;
  readonly status: string;
  readonly orders: Counts | undefined;
  readonly quarantined: number;
  readonly problems: readonly string[];
}
