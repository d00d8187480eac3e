import type { StoreState } from '../state.ts';
import { localToUtc, readTime } from '../time.ts';
import { textOf, type ValueMap } from '../value.ts';

/** `DatePlacedUTC`, else `DatePlaced`, as UTC. @returns undefined where the request has neither, or none that can be read */
export function writtenTime(state: StoreState, record: ValueMap, name: string, warnings: string[]): string | undefined {
  const utc = textOf(record[`${name}UTC`]);
  const text = utc === '' ? textOf(record[name]) : utc;
  if (text === '') return undefined;
  const time = readTime(text);
  if (time === undefined) warnings.push(`${name} has a wrong format`);
  if (time === undefined || utc !== '' || state.switches.plainDates === 'utc') return time;
  return localToUtc(time, state.config.timezone);
}
