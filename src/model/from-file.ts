/**
 * Stands before the hash of a record that came by a file, and before the made-up id of a payment that a file names
 * without its own: a file holds less than the API, so the two can't be compared field by field.
 */
export const FROM_FILE = 'file:';

/** Whether two hashes are of the two ways in, so that only what both know can be compared. */
export function byDifferentWays(hash: string, other: string): boolean {
  return hash.startsWith(FROM_FILE) !== other.startsWith(FROM_FILE);
}
