import type { Mark } from '../../ledger/watermark.ts';

/** The mark up to which an entity was last listed anew; payments have one of their own. */
export const SWEPT = 'listed-anew';
/** The mark of the last such listing that brought what no window had shown. */
export const MISSED = 'shown-late';

/** The mark up to which the copies have been looked at. */
export const COPIES_SLICE = 'copies';

export const SWEEP_SLICES: readonly Mark[] = (['orders', 'rmas', 'customers', 'products'] as const).flatMap(
  (entity) => [
    { entity, slice: SWEPT },
    { entity, slice: MISSED },
  ],
);
