import type { StoreConnection } from '../../config/pipeline.ts';
import type { KeyPath } from '../../config/problems.ts';
import { type Instant, wallClockOf } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { type LocalTime, readLocalTimes } from '../../neto/probes.ts';
import type { CheckContext } from './check-context.ts';

/** Where shops of this kind are. */
const LIKELY_ZONES: readonly string[] = [
  'Australia/Sydney',
  'Australia/Melbourne',
  'Australia/Brisbane',
  'Australia/Hobart',
  'Australia/Adelaide',
  'Australia/Darwin',
  'Australia/Perth',
  'Pacific/Auckland',
  'UTC',
];

/** Compares the local times that the store gives for its payments with those of `timezone`. One request. */
export async function checkTimeZone(
  { findings, signal }: CheckContext,
  client: NetoClient,
  { name, timezone }: StoreConnection,
  path: KeyPath,
  from: Instant,
  country: string,
): Promise<void> {
  const times = await readLocalTimes(client, from, { signal });
  const wrong = times.find((time) => !fits(time, timezone));
  const where = [...path, 'timezone'];
  if (wrong !== undefined) {
    const fitting = fittingZones(times);
    const message = `By the store's own times it is not in ${timezone}: what is ${wrong.utc} in UTC is ${wrong.local} there.`;
    const remedy =
      fitting.length === 0 ? 'Look up the time zone in its settings.' : `${fitting.join(' or ')} would fit.`;
    findings.problem('time zone', name, message, remedy, where);
  } else if (times.length > 0) {
    findings.ok('time zone', name, `${timezone} fits the local times of ${times.length} of its payments.`);
  } else if (likelyCountry(timezone) !== undefined && likelyCountry(timezone) !== country.toUpperCase()) {
    const message = `The store is in the country ${country}, and ${timezone} is not. It has no payment to compare times with.`;
    findings.warn('time zone', name, message, 'Look up the time zone in its settings.', where);
  } else {
    const message = `It has no payment to compare the local times of ${timezone} with, so only the country could be checked.`;
    findings.warn('time zone', name, message, 'Compare `timezone` with the settings of the store.', where);
  }
}

/** The zones that shops of this kind are in, and that all these times agree with. */
export function fittingZones(times: readonly LocalTime[]): string[] {
  return LIKELY_ZONES.filter((zone) => times.every((time) => fits(time, zone)));
}

function fits({ utc, local }: LocalTime, timeZone: string): boolean {
  return wallClockOf(utc, timeZone) === local;
}

/** `AU`, `NZ`; undefined for a zone elsewhere. */
export function likelyCountry(timeZone: string): string | undefined {
  if (timeZone.startsWith('Australia/')) return 'AU';
  return timeZone === 'Pacific/Auckland' || timeZone === 'Pacific/Chatham' ? 'NZ' : undefined;
}
