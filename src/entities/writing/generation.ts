/** Who looks at a copy. */
export interface Installation {
  readonly id: string;
  readonly generation: number;
}

/** Whether whoever made a copy has superseded this ledger: it was moved, put back, made anew or taken over since. */
export function isSupersededBy(origin: { readonly generation: number }, by: Installation): boolean {
  return origin.generation > by.generation;
}
