import type { Decimal } from '../../model/money.ts';
import type { Reading } from '../../model/payment-reference.ts';
import type { Instant } from '../../model/time.ts';
import type { FindingClass } from '../comparing/finding.ts';
import type { LoadItem } from './load-item.ts';

/** A record without a key that was written, and that the order it was written for does not show. */
export interface Written<Draft> {
  readonly item: LoadItem<Draft>;
  /** When it was about to be written, by our clock. */
  readonly at: Instant;
}

/** Where the primary has it instead of where it was sent. */
export interface Elsewhere {
  /** Of the copy that it was sent for. */
  readonly meantFor: string;
  readonly standsOn: string;
}

/** What the primary answered to a write; transport troubles are thrown instead. */
export interface WriteAnswer {
  /** `partial`: an Ack of Error beside a list of records that were done. */
  readonly kind: 'accepted' | 'partial' | 'refused';
  /** As the answer gives them; they may be fewer, or others, than those sent. */
  readonly ids: readonly string[];
  readonly errors: readonly string[];
  readonly warnings?: readonly string[] | undefined;
  /** How many records the answer names as done, where its ids are the primary's own and so tell nothing about which. */
  readonly taken?: number | undefined;
  /** From sending to the end of the answer. */
  readonly milliseconds?: number | undefined;
}

/** One field of a copy that is not as meant, or that can't be told. */
export interface Difference {
  readonly field: string;
  readonly meant: string;
  readonly held: string;
  /** Of an order's total: what is there, less what was meant. */
  readonly amount?: Decimal | undefined;
  /** Left out: it must agree. Only what must agree, and does not, quarantines a record. */
  readonly class?: FindingClass | undefined;
  /** Of the table of compared fields. */
  readonly key?: string | undefined;
  /** Of what is not shown: which end shows nothing. */
  readonly by?: 'source' | 'primary' | undefined;
}

/** Whether the record may not be left to stand as it is. */
export function mustAgree({ class: own = 'must-agree' }: Pick<Difference, 'class'>): boolean {
  return own === 'must-agree';
}

/** How something is looked up. */
export interface LookUpOptions {
  /** It was just written, and is taken to be there: more of it may be asked for at once. What is not found is absent all the same. */
  readonly areThere?: boolean;
}

/** What a copy that was found shows, beside its source. */
export interface AsFound {
  /** The snapshot that it shows, where it lacks something that is to be carried over to it. */
  readonly shows: string | undefined;
  /** What it has otherwise, and is left so. */
  readonly differences: readonly Difference[];
}

/** Where records of one entity are written: one implementation per entity and way out. The protocol is not its business. */
export interface LoadTarget<Draft, Existing> {
  /** What the primary holds under these items' ids, by target id in lower case. Absent ones are left out. */
  lookUp(items: readonly LoadItem<Draft>[], options?: LookUpOptions): Promise<ReadonlyMap<string, Existing>>;
  /** Told before anything is put down that is about to be written. @throws ConsolidatorError where it must not be */
  mayWrite?(items: readonly LoadItem<Draft>[]): Promise<void>;
  /** @throws ConsolidatorError with `retry` telling whether the write may have had its effect */
  write(items: readonly LoadItem<Draft>[]): Promise<WriteAnswer>;
  /** Whether what is there bears this record's own reference, so is its copy and nobody else's. */
  isCopyOf(item: LoadItem<Draft>, existing: Existing): boolean;
  /** Of what has no key: why what is there can't be told to be this record's, though it may be. */
  doubt?(item: LoadItem<Draft>, existing: Existing): Exclude<Reading, 'other'> | undefined;
  /** Told of what was found where it had been written. */
  readBack?(item: LoadItem<Draft>, existing: Existing): Promise<void>;
  /** Of what has no key: which of these stand on another order than they were sent for, by target id in lower case. */
  elsewhere?(written: readonly Written<Draft>[]): Promise<ReadonlyMap<string, Elsewhere>>;
  /**
   * Of a copy that was found, rather than written and taken a moment ago: what it shows of all that is followed later, which is
   * compared with nothing else. @param readAs the snapshot of its source that it is to stand for
   */
  found?(item: LoadItem<Draft>, existing: Existing, readAs: string): AsFound;
  /** Empty when the primary holds what was meant. */
  compare(draft: Draft, existing: Existing): readonly Difference[];
}

/** A shopper's data never goes into a message: only whether it is there, and how long it is. */
export function hidden(field: string, meant: string, existing: string): Difference {
  const shape = (text: string): string => (text === '' ? 'nothing' : `${text.length} characters`);
  return { field, meant: shape(meant), held: existing === '' ? shape(existing) : `${shape(existing)} of another text` };
}
