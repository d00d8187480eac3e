import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Difference, LoadTarget, WriteAnswer } from '../../entities/writing/load-target.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RecordKey } from '../../model/entities.ts';
import type { Seen } from '../../model/habits.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { RefusalPhrases } from '../../neto/ack-errors.ts';
import type { Looked } from './looked.ts';

export interface LoadBatch<Draft, Existing> {
  readonly ledger: Ledger;
  readonly run: number;
  readonly target: LoadTarget<Draft, Existing>;
  /** `add`, or a later step of the copy. */
  readonly action: string;
  /** True when a further step follows before the record counts as loaded (an order's approval). */
  readonly hasNextStep: boolean;
  /** What a record counts as when this is its last step; `created` when left out. */
  readonly outcome?: 'created' | 'updated' | undefined;
  /** The reason for which this step holds what the primary refuses or makes something else of. */
  readonly quarantineReason?: QuarantineReason | undefined;
  /** Nothing in the primary keeps it from being stored twice, so that only looking proves what became of it. */
  readonly keyless?: boolean | undefined;
  /** What the primary says when it refuses something, beside what is known. */
  readonly refusals?: RefusalPhrases | undefined;
  /** Told of what differs and need not agree, or can't be told. */
  readonly note?: NoteDifferences | undefined;
  /** All staged in the ledger, no two with one target id. */
  readonly items: readonly LoadItem<Draft>[];
  /** What a look-up just found, where it was done for more items at once; one that is old is done anew. */
  readonly looked?: Looked<Existing> | undefined;
  /** The items were judged by that look-up too, so that it holds for the first write however old it is by now. */
  readonly isJudgedByIt?: boolean | undefined;
  /** How many of the items go into one write; all of them when left out. The writes share their read-back. */
  readonly writeSize?: number | undefined;
  /** How many of them may be under way at once; one when left out. */
  readonly writesInFlight?: number | undefined;
  /** What no two writes under way at once may be about; left out where any may. */
  readonly inTurn?: ((item: LoadItem<Draft>) => string) | undefined;
  /** They are what is left of a write that was refused, so a further refusal does not keep the rest from being sent. */
  readonly isHalved?: boolean | undefined;
  /** Whether another write may be begun before the last ones are read back; always when left out. */
  readonly mayGoOn?: (() => boolean) | undefined;
  /** How often a record was sent already, alone, that the primary refused for a reason that passes; 1 when left out. */
  readonly attempt?: number | undefined;
  /** Told of each record that was to be added, and was there. */
  readonly onFound?: ((key: RecordKey) => void) | undefined;
  /** Told of each record that the primary holds otherwise than it was meant; it goes to quarantine. */
  readonly onDifference?: ((item: LoadItem<Draft>, differences: readonly Difference[]) => void) | undefined;
  /** Told of each write, once it is answered or given up. */
  readonly onWrite?: ((write: AnsweredWrite) => void) | undefined;
  /** Told of each record that was found where it was written, by a write that the primary accepted. */
  readonly onWritten?: ((item: LoadItem<Draft>, existing: Existing, isFresh: () => boolean) => void) | undefined;
  /** Told of what is seen of how the primary behaves. */
  readonly tell?: ((seen: Seen) => void) | undefined;
  /** Milliseconds since 1970; without it a lone record that is not found is not looked for on other orders at once. */
  readonly now?: (() => number) | undefined;
  /** Waits before the next attempt. @throws ConsolidatorError `stopped` */
  readonly pause?: ((attempt: number) => Promise<void>) | undefined;
}

/** How large a write was, and how the primary took it. */
export interface AnsweredWrite {
  /** Records. */
  readonly size: number;
  readonly kind: WriteAnswer['kind'] | 'lost';
  /** It was refused for a trouble that passes, which says nothing about its size. */
  readonly isPassing?: boolean | undefined;
  /** From sending to the end of the answer; undefined where nothing was sent, or it was lost. */
  readonly milliseconds: number | undefined;
}

export type NoteDifferences = (key: RecordKey, differences: readonly Difference[]) => void;

export type LoadOutcome = 'done' | 'quarantined' | 'pending';

/** By source id. */
export type LoadOutcomes = Map<string, LoadOutcome>;
