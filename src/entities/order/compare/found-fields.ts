import type { ComparedField } from '../../comparing/compared-field.ts';

const FOUND = 'Compared where a copy was found that this ledger has not written itself';

/**
 * What no read-back compares, since it was written as it stands in the source a moment before: of a copy that was found it
 * may be of another time, or somebody's in the primary. What the copy lacks is carried over; what it has otherwise is told.
 */
export const foundOrderFields = [
  { key: 'tracking', class: 'said', name: 'tracking number', cause: `${FOUND}: staff of the primary gave another one, or it changed in its store before that.` },
  { key: 'delivery-instruction', class: 'said', name: 'delivery instruction', cause: `${FOUND}: one of the two was changed since.` },
  { key: 'billing-address', class: 'said', name: 'billing address', cause: `${FOUND}: one of the two was changed since, or the primary writes it in another way.` },
  { key: 'shipping-address', class: 'said', name: 'shipping address', cause: `${FOUND}: one of the two was changed since, or the primary writes it in another way.` },
  { key: 'date-required', class: 'said', name: 'date required', cause: `${FOUND}: one of the two was changed since.` },
  { key: 'references', class: 'said', name: 'customer references', cause: `${FOUND}: one of the two was changed since.` },
  { key: 'internal-notes', class: 'said', name: 'internal notes', cause: `${FOUND}: one of the two was changed since.` },
  { key: 'line-notes', class: 'said', name: 'notes of a line', cause: `${FOUND}: one of the two was changed since.` },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type FoundFieldKey = (typeof foundOrderFields)[number]['key'];
