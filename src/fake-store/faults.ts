/** What goes wrong with one request. `before` and `after` say on which side of the store's writing it happens. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly when: 'before' | 'after'; readonly body?: string }
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** Done at once, answered late. */
  | { readonly kind: 'late'; readonly milliseconds: number }
  /** Done, and half of the answer comes: as a whole HTTP message (`content`, the default), or cut off (`connection`). */
  | { readonly kind: 'truncate'; readonly cut?: 'content' | 'connection' }
  /** Not done; a login page comes instead. */
  | { readonly kind: 'html' }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Done, and the answer is this many bytes longer. */
  | { readonly kind: 'oversized'; readonly bytes: number }
  /** Success is answered, and nothing is stored. */
  | { readonly kind: 'lie' }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds?: number }
  /** The connection stays open, and nothing comes. */
  | { readonly kind: 'silence'; readonly when: 'before' | 'after' }
  /** A write stops after so many of its records; the answer names those and an Error, or those alone, or is cut off. */
  | { readonly kind: 'partial-batch'; readonly stored: number; readonly answer: 'error' | 'success' | 'reset' }
  /** Done only after a while, and never answered. */
  | { readonly kind: 'write-late'; readonly milliseconds: number }
  /**
   * Done when so many reads have been answered: after the client looked. At once the connection breaks, or an Ack Error is
   * answered.
   */
  | {
      readonly kind: 'write-after-reads';
      readonly reads: number;
      readonly answer?: 'reset' | 'error';
      readonly message?: string;
    }
  /** Done, and answered with Ack Error; what was added is seen only after it was asked for so often. */
  | { readonly kind: 'error-though-stored'; readonly shownAfterReads?: number; readonly message?: string }
  /** Not done, and answered with Ack Error. */
  | { readonly kind: 'refused'; readonly message?: string }
  /** Answered as it should be, and the first order of the answer is edited right after: it moves within a listing. */
  | { readonly kind: 'drift' };

export interface FaultRequest {
  readonly action: string;
  /** As it was parsed; undefined where it could not be. */
  readonly body: unknown;
}

export interface Faults {
  /** Asked for each request that bears the right key. */
  next?: ((request: FaultRequest) => Fault | undefined) | undefined;
}
