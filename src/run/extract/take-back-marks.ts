import { entities } from '../../entities/registry.ts';
import type { Mark } from '../../ledger/watermark.ts';
import { addSeconds, instantOfMilliseconds } from '../../model/time.ts';
import { GONE_SLICE } from './daily-listing.ts';
import { ALL_SLICE } from './own-dates.ts';
import type { StoreWindow } from './store-window.ts';
import { COPIES_SLICE, MISSED, SWEPT } from './sweep-slices.ts';

/** All marks of a store that stand for a time; those of files only say that a file was taken. */
function marksOfTime(): Mark[] {
  return entities.flatMap(({ name, read }): Mark[] => {
    const slices = read.windows.by === 'changes' ? ['', GONE_SLICE, SWEPT, MISSED] : [ALL_SLICE];
    return [...slices, COPIES_SLICE].map((slice) => ({ entity: name, slice }));
  });
}

/**
 * A watermark in the future, which an earlier version or a wrong clock has written, would pass over all that is changed until
 * then. It goes back to where the last run stood that read by a clock that can have been right; what is read again is known.
 */
export async function takeBackMarks({ context, store }: StoreWindow): Promise<void> {
  const { ledger, run, now, pipeline } = context;
  const { clockToleranceSeconds: toleranceSeconds } = pipeline.load;
  const latest = addSeconds(instantOfMilliseconds(now()), toleranceSeconds);
  const taken = await ledger.takeBackMarks(run, store.fixed.store, marksOfTime(), { latest, toleranceSeconds });
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
