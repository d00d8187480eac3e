/**
 * - `must-agree`: where it differs, the copy is quarantined before it is approved.
 * - `said`: where it differs, the run says so, and the copy goes on.
 * - `not-readable`: no field of the entity shows it.
 */
type FieldClass = 'must-agree' | 'said' | 'not-readable';

/** One field of a copy that is compared with its source, or that can't be: a row of the table in docs/reconciliation.md. */
export interface ComparedField<Key extends string = string> {
  readonly key: Key;
  readonly class: FieldClass;
  /** For people. */
  readonly name: string;
  /** What usually makes it differ, or how it is known where no field shows it. */
  readonly cause: string;
}

/** @throws RangeError for a key that the table does not have */
export function fieldOf<Key extends string>(fields: readonly ComparedField<Key>[], key: Key): ComparedField<Key> {
  const row = fields.find((one) => one.key === key);
  if (row === undefined) throw new RangeError(`No compared field ${key}`);
  return row;
}
