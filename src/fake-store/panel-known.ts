/** @throws Error where staff name what is not there */
export function known<Stored>(found: Stored | undefined, what: string): Stored {
  if (found === undefined) throw new Error(`The store has no ${what}`);
  return found;
}
