import type { Judging } from './judging.ts';
import type { WriteStep } from './write-step.ts';

/** How records of an entity get into the primary. */
export interface Writes {
  /** By action, in the order in which a record goes through them. */
  readonly steps: { readonly add: WriteStep } & Readonly<Record<string, WriteStep>>;
  /** How a staged record becomes a copy; left out where more than its content decides, by a stage of its own. */
  readonly judging?: Judging;
  /** Its copies bear numbers that Xero takes once: one that was seen and is gone is never written again by itself. */
  readonly isNumbered?: boolean;
  /** Its ids are of our choice: one in an answer that nobody sent may be a second copy, and is looked for. */
  readonly hasOwnIds?: boolean;
}
