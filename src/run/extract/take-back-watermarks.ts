import { plural } from '../../entities/kinds.ts';
import { entities } from '../../entities/registry.ts';
import { CHANGES, type WatermarkName } from '../../ledger/watermark.ts';
import { addSeconds, instantOfMilliseconds } from '../../model/time.ts';
import { GONE_SLICE } from './daily-listing.ts';
import { ALL_SLICE } from './own-dates.ts';
import { COPIES_SLICE, MISSED, type StoreWindow, SWEPT } from './store-window.ts';

/** All marks of a store that stand for a time; those of files only say that a file was taken. */
function marksOfTime(): WatermarkName[] {
  return entities.flatMap(({ name: entity, read }): WatermarkName[] => {
    const names = read.windows.by === 'changes' ? [CHANGES, GONE_SLICE, SWEPT, MISSED] : [ALL_SLICE];
    return [...names, COPIES_SLICE].map((name) => ({ entity, name }));
  });
}

/**
 * A watermark in the future, which an earlier version or a wrong clock has written, would pass over all that is changed until
 * then. It goes back to where the last run stood that read by a clock that can have been right; what is read again is known.
 */
export async function takeBackWatermarks({ context, store }: StoreWindow): Promise<void> {
  const { ledger, run, now, pipeline } = context;
  const { clockToleranceSeconds: toleranceSeconds } = pipeline.load;
  const latest = addSeconds(instantOfMilliseconds(now()), toleranceSeconds);
  const taken = await ledger.takeBackWatermarks(run, store.fixed.store, marksOfTime(), { latest, toleranceSeconds });
  for (const { entity, name, from, to } of taken) {
    if (name !== CHANGES) continue;
    context.warnings.push({
      store: store.fixed.store,
      entity,
      sourceId: '',
      code: 'watermark-taken-back',
      message: `The ${plural(entity)} had been marked as read up to ${from}, which has not come yet: a clock was wrong. They are read again from ${to ?? 'the beginning'} on.`,
    });
  }
}
