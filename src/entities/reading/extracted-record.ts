import type { SinceCopy } from '../../model/file-snapshot.ts';
import type { Decimal } from '../../model/money.ts';
import type { FormerForm } from '../../model/snapshot-form.ts';
import type { Instant, LocalDate } from '../../model/time.ts';

/** One record as it was read, in normal form, ready to be staged. */
export interface ExtractedRecord {
  readonly sourceId: string;
  /** Of all that matters to the copy, so that an equal one means there is nothing to do. */
  readonly hash: string;
  /** The same as earlier versions made it: of more, or otherwise. What is known by it is unchanged as well. */
  readonly formerHash?: string;
  /** The record as JSON. */
  readonly payload: string;
  /** Source id of the order it belongs to. */
  readonly parent?: string;
  readonly amount?: Decimal;
  /** When its store says that it was last changed; left out where there is no such stamp. */
  readonly changedAt?: Instant | null;
  /** Of an order, what to compare a later reading with, as JSON; nothing personal in plain text. */
  readonly snapshot?: string;
  /** The same as earlier versions kept it. Never kept anew. */
  readonly formerSnapshot?: (form: FormerForm) => string;
  /** Of a record of which a file tells and whose copy stands: what its fields say has changed since. */
  readonly sinceCopy?: SinceCopy;
  /** Of a file, the compared fields that it has no cell of: what stands there in the content is a default. */
  readonly unsaid?: readonly string[];
  /** What a report may show of it when all else is gone; nothing personal. */
  readonly facts?: {
    readonly bookedOn?: LocalDate | null;
    readonly tax?: Decimal;
    readonly currency?: string;
    readonly status?: string;
    readonly method?: string;
  };
}

/** A record that the store has, but that can't be taken as it is. */
export interface QuarantinedRecord {
  readonly sourceId: string;
  readonly reason:
    | 'vanished'
    | 'unreadable'
    | 'row-unreadable'
    | 'record-failed'
    | 'line-tax-unexplained'
    | 'states-differ';
  /** A sentence for people, without a shopper's data. */
  readonly message: string;
}

export interface ExtractedPage {
  readonly records: readonly ExtractedRecord[];
  readonly quarantined: readonly QuarantinedRecord[];
}
