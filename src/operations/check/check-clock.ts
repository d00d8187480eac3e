import {
  agreedAgainstUs,
  type ClockReading,
  isUnbelievable,
  secondsAhead,
  spanText,
} from '../../entities/reading/store-clock.ts';
import { errorCodes } from '../../model/error-codes.ts';
import type { CheckContext } from './check-context.ts';

/** What each store says of its time, beside this machine's clock: a run judges them the same way. */
export function checkClocks(
  { findings, pipeline }: Pick<CheckContext, 'findings' | 'pipeline'>,
  readings: readonly ClockReading[],
): void {
  const tolerance = pipeline.load.clockToleranceSeconds;
  const agreed = agreedAgainstUs(readings, tolerance);
  for (const reading of readings) checkClock({ findings }, reading, tolerance, agreed !== undefined);
}

function checkClock(
  { findings }: Pick<CheckContext, 'findings'>,
  reading: ClockReading,
  tolerance: number,
  allAgree: boolean,
): void {
  const { store } = reading;
  const ahead = secondsAhead(reading);
  if (ahead === null) {
    const message = "The store does not tell its time, so this machine's clock takes its place.";
    findings.warn('clock', store, message, 'Keep the clock of this machine right (NTP).');
    return;
  }
  if (Math.abs(ahead) <= tolerance) {
    findings.ok('clock', store, `Its clock and this machine's differ by ${Math.abs(ahead)} s.`);
    return;
  }
  const apart = `${spanText(ahead)} ${ahead > 0 ? 'behind' : 'ahead of'} the store's`;
  const message = allAgree
    ? `This machine's clock is ${apart}, and all stores agree on the time: it is this machine's that is wrong.`
    : `This machine's clock is ${apart}; the other stores do not differ from it in the same way.`;
  if (isUnbelievable(reading)) {
    findings.problem(
      'clock',
      store,
      `${message} Runs would read nothing of it.`,
      errorCodes['clock-unbelievable'].remedy,
    );
    return;
  }
  const remedy = allAgree
    ? 'Set the clock of this machine (NTP).'
    : "Compare both with the time on a telephone. Runs pass over nothing, but the store's own stamps follow its clock.";
  findings.warn('clock', store, message, remedy);
}
