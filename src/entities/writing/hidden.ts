import type { Difference } from './load-target.ts';

/** A shopper's data never goes into a message: only whether it is there, and how long it is. */
export function hidden(field: string, meant: string, held: string): Difference {
  const shape = (text: string): string => (text === '' ? 'nothing' : `${text.length} characters`);
  return { field, meant: shape(meant), held: held === '' ? shape(held) : `${shape(held)} of another text` };
}
