import type { Mark } from '../../ledger/watermark.ts';
import { addSeconds, instantOfMilliseconds } from '../../model/time.ts';
import { GONE_SLICE } from './daily-listing.ts';
import { PAYMENTS_SLICE } from './extract-payments.ts';
import type { StoreWindow } from './store-window.ts';
import { COPIES_SLICE, SWEEP_SLICES } from './sweep-slices.ts';

/** All marks of a store that stand for a time; those of files only say that a file was taken. */
const MARKS: readonly Mark[] = [
  { entity: 'orders', slice: '' },
  { entity: 'rmas', slice: '' },
  { entity: 'customers', slice: '' },
  { entity: 'products', slice: '' },
  { entity: 'orders', slice: GONE_SLICE },
  { entity: 'rmas', slice: GONE_SLICE },
  { entity: 'orders', slice: COPIES_SLICE },
  { entity: 'payments', slice: COPIES_SLICE },
  { entity: 'rmas', slice: COPIES_SLICE },
  { entity: 'payments', slice: PAYMENTS_SLICE },
  ...SWEEP_SLICES,
];

/**
 * A watermark in the future, which an earlier version or a wrong clock has written, would pass over all that is changed until
 * then. It goes back to where the last run stood that read by a clock that can have been right; what is read again is known.
 */
export async function takeBackMarks({ context, store }: StoreWindow): Promise<void> {
  const { ledger, run, now, pipeline } = context;
  const { clockToleranceSeconds: toleranceSeconds } = pipeline.load;
  const latest = addSeconds(instantOfMilliseconds(now()), toleranceSeconds);
  const taken = await ledger.takeBackMarks(run, store.fixed.store, MARKS, { latest, toleranceSeconds });
  for (const { entity, slice, from, to } of taken) {
    if (slice !== '') continue;
    context.warnings.push({
      store: store.fixed.store,
      entity,
      sourceId: '',
      code: 'watermark-taken-back',
      message: `The ${entity} had been marked as read up to ${from}, which has not come yet: a clock was wrong. They are read again from ${to ?? 'the beginning'} on.`,
    });
  }
}
