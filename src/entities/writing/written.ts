import type { Instant } from '../../model/time.ts';
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
