import type { QuarantineReason } from '../../model/reasons.ts';
import type { LoadTarget } from '../writing/load-target.ts';
import type { WriteServices } from '../writing/write-services.ts';

/**
 * One step by which a record gets into the primary: how it is looked up, written, read back and compared. The protocol that
 * makes it happen once is the same for all.
 */
export interface WriteStep<Draft = unknown, Existing = unknown, Foreseen = unknown> {
  /** For people, of what has been through it: `added`. */
  readonly done: string;
  /** Another step follows before the record counts as loaded. */
  readonly hasNextStep?: boolean;
  /** Sets a state: to do it twice does no more than to do it once. */
  readonly repeatable?: boolean;
  /** The primary gives what is added a number of its own, and takes the same once more. */
  readonly keyless?: boolean;
  /** One record a write: several could be taken in part, and nothing in the answer would tell which. */
  readonly oneByOne?: boolean;
  /** What differs after it is the record's own, and says nothing of how the primary stores others. */
  readonly caseByCase?: boolean;
  /** What a record counts as whose last step this is; `created` where left out. */
  readonly outcome?: 'created' | 'updated';
  /** The reason for which this step quarantines what the primary refuses or alters, where it has one of its own. */
  readonly quarantineReason?: QuarantineReason;
  open(services: WriteServices): LoadTarget<Draft, Existing>;
  /** The copy that it is put on; left out for what stands by itself. */
  onCopy?(draft: Draft): string;
  /** What the primary would show of it, where later records are judged by that. */
  /** JSON carries it. */
  foresee?(draft: Draft): Foreseen;
  /** By what else than its target id later records ask for it; empty where by nothing. */
  foreseenAs?(foreseen: Foreseen): string;
}
