import type { Permit } from '../model/permit.ts';

/** Who runs a pipeline now, by the clock of the database in which its ledger is. It ends by itself where it is not prolonged. */
export interface Lease {
  /** Aborted once another one has it; its reason is the `lease-lost` that says who. */
  readonly lost: AbortSignal;
  /**
   * How long before this one was taken the last one ended whose owner did not let go of it, in milliseconds: until then a write
   * of it may have left. Null where there was none.
   */
  readonly brokeOffBefore: number | null;
  /**
   * Asks the database whether this process has it still, and prolongs it: before each write to the primary.
   * @throws ConsolidatorError `lease-lost`; `ledger-unwritable` where the database does not answer
   */
  ask(): Promise<Permit>;
  /** Lets go of it. Nothing more may be written by it. */
  release(): Promise<void>;
}

/** What is wanted. */
export interface LeaseWish {
  /** For messages: `the pipeline au-stores`. */
  readonly pipeline: string;
  /** Of the primary that is to be written to; left out: none is. */
  readonly primaryHost?: string | undefined;
  /** For messages, as `ann@till`. */
  readonly who: string;
  /** It was taken for a decision, which is over in a moment: others wait for that. */
  readonly isBrief: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Told once when somebody else was refused who waits for it. */
  readonly onWanted?: (() => void) | undefined;
  /** For how long it lasts without being prolonged: 60 when left out. For tests. */
  readonly seconds?: number | undefined;
}
