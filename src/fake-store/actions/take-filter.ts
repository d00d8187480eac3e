import type { Switches } from '../switches.ts';
import type { Value, ValueMap } from '../value.ts';
import { filterOf } from './filter.ts';

/** As much of a request's filter as the store takes. @returns undefined where it refuses the request */
export function takeFilter(body: ValueMap, switches: Switches): ValueMap | undefined {
  const { filterValues: most, longFilter } = switches;
  const filter = filterOf(body);
  const isLong = (name: string, value: Value): value is Value[] =>
    name !== 'OutputSelector' && Array.isArray(value) && value.length > most;
  if (most === 0 || !Object.entries(filter).some(([name, value]) => isLong(name, value))) return body;
  if (longFilter === 'refused') return undefined;
  const cut = (values: Value[]): Value[] => (longFilter === 'first-ones' ? values.slice(0, most) : values.slice(-most));
  const taken = Object.entries(filter).map(([name, value]) => [name, isLong(name, value) ? cut(value) : value]);
  return { ...body, Filter: Object.fromEntries(taken) };
}
