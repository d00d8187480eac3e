import { spanText } from '../../entities/reading/store-clock.ts';
import type { ReadingRun } from '../context/parts.ts';
import type { RunWarning } from '../context/warnings.ts';

/**
 * Whether this machine's clock was set while the run went on. The run went by the time that has passed, so nothing is wrong
 * with it; the next one goes by the new time of day.
 * @param wall the time of day; undefined where there is none but the run's own
 */
export function clockWasSet(
  wall: (() => number) | undefined,
  { now, pipeline, primary }: Pick<ReadingRun, 'now' | 'pipeline' | 'primary'>,
): RunWarning[] {
  if (wall === undefined) return [];
  const seconds = Math.round((wall() - now()) / 1000);
  if (Math.abs(seconds) <= pipeline.load.clockToleranceSeconds) return [];
  const message = `This machine's clock was put ${seconds > 0 ? 'forward' : 'back'} by ${spanText(seconds)} while the run went on. The run went by the time that has passed. Have the clock set by NTP.`;
  return [{ store: primary.store, entity: 'orders', sourceId: '', code: 'clock-was-set', message }];
}
