import type { Switches } from './switches.ts';
import type { Value, ValueMap } from './value.ts';

/** Below its record's name in replies, the fields of it. */
function fieldsByRecord(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  for (const name of names) {
    const [record = '', field = ''] = name.split('.');
    fields.set(record, [...(fields.get(record) ?? []), field]);
  }
  return fields;
}

/** Leaves out of a Get action's rows what the store does not show, and empties what it shows as empty. In place. */
export function withhold(rows: ValueMap, { notShown, shownEmpty }: Pick<Switches, 'notShown' | 'shownEmpty'>): void {
  if (notShown.length === 0 && shownEmpty.length === 0) return;
  const hidden = fieldsByRecord(notShown);
  const emptied = fieldsByRecord(shownEmpty);
  const visit = (name: string, value: Value): void => {
    if (typeof value === 'string') return;
    if (Array.isArray(value)) {
      for (const row of value) visit(name, row);
      return;
    }
    for (const field of hidden.get(name) ?? []) delete value[field];
    for (const field of emptied.get(name) ?? []) if (field in value) value[field] = '';
    for (const [inner, below] of Object.entries(value)) visit(inner, below);
  };
  for (const [name, value] of Object.entries(rows)) visit(name, value);
}
