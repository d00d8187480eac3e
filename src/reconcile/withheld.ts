/** Errors by which a store says that it does not show some records, to this key or at all. */
export const withheld: ReadonlySet<string> = new Set(['request-refused', 'http-refused', 'answer-unexpected']);
