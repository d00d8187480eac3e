import type { Difference } from './load-target.ts';

/** A shopper's data never goes into a message: only whether it is there, and how long it is. */
export function hidden(field: string, meant: string, existing: string): Difference {
  const shape = (text: string): string => (text === '' ? 'nothing' : `${text.length} characters`);
  return { field, meant: shape(meant), held: existing === '' ? shape(existing) : `${shape(existing)} of another text` };
}
