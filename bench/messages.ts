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
  readonly payments: number;
  readonly customers: number;
  /** To anyone but the house address. */
  readonly mails: number;
  readonly stockMoves: number;
}

export type StoreMessage =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'tally'; readonly tally: StoreTally };

export interface RunReport {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly megabytes: number;
  readonly status: string;
  readonly problems: readonly string[];
  readonly created: Readonly<Record<string, number>>;
  readonly read: Readonly<Record<string, number>>;
}

/** To the process that started this one. */
export function reply(message: StoreMessage | RunReport): void {
  process.send?.(message);
}
