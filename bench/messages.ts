import type { StoredOrder, StoredPayment } from '../src/fake-store/index.ts';

/** What the benchmark's processes say to one another. */
export type StoreCommand =
  | { readonly kind: 'tally' }
  /** The store's clock goes ahead: between two runs nobody wants to wait a quarter of an hour. */
  | { readonly kind: 'later'; readonly milliseconds: number }
  /** What is bought, paid and changed after the first run. */
  | { readonly kind: 'trade-on' }
  /** What is stored, as it is stored. */
  | { readonly kind: 'contents' }
  /** From so many requests on nothing is answered any more; that one is still done, or not. */
  | { readonly kind: 'fall-silent'; readonly requests: number; readonly isDone: boolean }
  | { readonly kind: 'answer-again' }
  | { readonly kind: 'stop' };

export interface StoreTally {
  /** Requests by action. */
  readonly actions: Readonly<Record<string, number>>;
  readonly writes: number;
  /** Requests in each minute since the first one. */
  readonly byMinute: readonly number[];
  /** In which of these minutes the last write came. */
  readonly minuteOfLastWrite: number;
  /** When an answer was under way, in milliseconds since 1970: from the request on for as long as it is to take. */
  readonly awaited: readonly (readonly [from: number, to: number])[];
  /** `W1001 123.45 Approved`, in the order in which they came. */
  readonly orders: readonly string[];
  /** When each payment was made, in Neto's UTC text. */
  readonly paidAt: readonly string[];
  /** To anyone but the house address. */
  readonly mails: number;
  readonly stockMoves: number;
}

export interface StoreContents {
  readonly orders: readonly StoredOrder[];
  readonly payments: readonly StoredPayment[];
}

export type StoreMessage =
  | { readonly kind: 'ready'; readonly url: string }
  /** It has fallen silent. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'contents'; readonly contents: StoreContents }
  | { readonly kind: 'tally'; readonly tally: StoreTally };

/** What a run's process used, told at its end. */
export interface Usage {
  readonly processorSeconds: number;
  /** At the highest. */
  readonly megabytes: number;
}

/** To the process that started this one. */
export function tell(message: StoreMessage | Usage): void {
  process.send?.(message);
}
