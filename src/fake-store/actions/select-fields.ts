import { utcToLocal } from '../time.ts';
import type { Value, ValueMap } from '../value.ts';

/** The `DateAdded`, `DateAddedLocal` and `DateAddedUTC` of customers and items: the plain one is UTC too. */
function dateVariant(record: ValueMap, selector: string, timezone: string): Value | undefined {
  const [, base = '', zone] = /^(Date\w+?)(Local|UTC)$/.exec(selector) ?? [];
  // Items have selectors for their creation, which is when they were added.
  const stored = record[base === 'DateCreated' ? 'DateAdded' : base];
  if (typeof stored !== 'string') return undefined;
  return zone === 'Local' ? utcToLocal(stored, timezone) : stored;
}

/** The selected fields of a record that bears the names of its Get action. A selector of no field yields nothing. */
export function selectFields(
  record: ValueMap,
  selected: ReadonlySet<string>,
  known: ReadonlySet<string>,
  timezone: string,
): ValueMap {
  const row: ValueMap = {};
  for (const selector of selected) {
    const value = record[selector] ?? dateVariant(record, selector, timezone) ?? (known.has(selector) ? '' : undefined);
    // Shaping changes nested values in place, so they must not be the stored ones.
    if (value !== undefined) row[selector] = typeof value === 'string' ? value : structuredClone(value);
  }
  return row;
}
