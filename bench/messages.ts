/** What the benchmark's processes say to one another. */
export type StoreCommand =
  | { readonly kind: 'tally' }
  /** The store's clock goes ahead: between two runs nobody wants to wait a quarter of an hour. */
  | { readonly kind: 'later'; readonly milliseconds: number }
  | { readonly kind: 'stop' };

export interface StoreTally {
  /** Requests by action. */
  readonly actions: Readonly<Record<string, number>>;
  readonly writes: number;
  /** `W1001 123.45 Approved`, in the order in which they came. */
  readonly orders: readonly string[];
  /** When each payment was made, in Neto's UTC text. */
  readonly paidAt: readonly string[];
  /** To anyone but the house address. */
  readonly mails: number;
  readonly stockMoves: number;
}

export type StoreMessage =
  | { readonly kind: 'ready'; readonly url: string }
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
