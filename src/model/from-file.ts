/**
 * Stands before the hash of a record that came by a file, and before the made-up id of a payment that a file names
 * without its own: a file holds less than the API, so the two can't be compared field by field.
 */
export const FROM_FILE = 'file:';

/** The record with a hash of its own for what came by a file. */
export function recordOfFile<Read extends { readonly hash: string }>(record: Read): Read {
  return { ...record, hash: FROM_FILE + record.hash };
}
