import { copyOf } from '../copy-of.ts';
import { utcToLocal } from '../time.ts';
import type { Value, ValueMap } from '../value.ts';

export interface Selectors {
  /** An empty text where a record has no value. */
  readonly texts: ReadonlySet<string>;
  /** Absent where a record has no value. */
  readonly nested: ReadonlySet<string>;
}

/** The `DateAdded`, `DateAddedLocal` and `DateAddedUTC` of customers and items: the plain one is UTC too. */
function dateVariant(record: ValueMap, selector: string, timezone: string): Value | undefined {
  const [, base = '', zone] = /^((?:Date|Promotion)\w+?)(Local|UTC)$/.exec(selector) ?? [];
  // Items have selectors for their creation, which is when they were added.
  const stored = record[base === 'DateCreated' ? 'DateAdded' : base];
  if (typeof stored !== 'string') return undefined;
  return zone === 'Local' ? utcToLocal(stored, timezone) : stored;
}

/** The selected fields of a record that bears the names of its Get action. What is no selector yields nothing. */
export function selectFields(
  record: ValueMap,
  selected: ReadonlySet<string>,
  { texts, nested }: Selectors,
  timezone: string,
): ValueMap {
  const row: ValueMap = {};
  for (const selector of selected) {
    if (texts.has(selector)) row[selector] = record[selector] ?? dateVariant(record, selector, timezone) ?? '';
    const value = nested.has(selector) ? record[selector] : undefined;
    // Shaping changes nested values in place, so they must not be the stored ones.
    if (value !== undefined) row[selector] = copyOf(value);
  }
  return row;
}
