/** A name in SQL. Names come from the pipeline file, and are letters, digits and _ alone. */
export function quoted(name: string): string {
  // PostgreSQL cuts longer ones without a word.
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new TypeError(`"${name}" is no name`);
  return `"${name}"`;
}
