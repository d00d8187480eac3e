export interface Reason {
  readonly kind: 'quarantine' | 'skip';
  /** What happened, in one sentence for a bookkeeper. */
  readonly meaning: string;
  /** What a person can do about it. */
  readonly remedy: string;
}

export const quarantine = (meaning: string, remedy: string) => ({ kind: 'quarantine', meaning, remedy }) as const;
export const skip = (meaning: string, remedy: string) => ({ kind: 'skip', meaning, remedy }) as const;

export const RETRY = 'then `retry` it.';
/** After a change of the rules, or of the record in its store: both are seen by themselves. */
export const BY_ITSELF = 'the next run takes it by itself.';
