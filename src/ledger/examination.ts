export interface LedgerExamination {
  /** What SQLite's own check complains of; empty when the file is sound. */
  readonly integrity: readonly string[];
  readonly schemaVersion: number;
  readonly knownSchemaVersion: number;
  /** With its write-ahead log. */
  readonly bytes: number;
  readonly orphans: readonly { readonly what: string; readonly count: number }[];
  /** Runs that never ended: one under way, or killed ones. */
  readonly openRuns: number;
}

/** What is left of a store that nothing is read from any more. */
export interface ClosedStore {
  /** Records that were read and not copied; they are left out now. */
  readonly leftOut: number;
  /** Changes of copies that are not carried over; the copies stay as they are. */
  readonly unchanged: number;
}
