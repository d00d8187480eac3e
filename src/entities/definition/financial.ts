import type { Decimal } from '../../model/money.ts';
import type { LocalDate } from '../../model/time.ts';

/** What one record puts into the books. */
export interface Posting {
  readonly amount: Decimal;
  /** The GST in it; left out of what says nothing of GST. */
  readonly gst?: Decimal | undefined;
  /** The day on which it counts, in its store's own zone; null where its store shows none. */
  readonly day: LocalDate | null;
}

/** How records of an entity count in the books. */
export interface Financial<Content = unknown> {
  /** Whether an amount adds to what the books come to, or takes off. */
  readonly sign: 'adds' | 'takes-off';
  /** A run says what its records come to, by what became of them. */
  readonly isSummed: boolean;
  /** What a person does about a copy that `undo` has to leave where it is; left out where `undo` takes copies back itself. */
  readonly leftByUndo?: string;
  posting(content: Content, timeZone: string): Posting;
}
