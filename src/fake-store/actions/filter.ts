import { readTime } from '../time.ts';
import { listOf, mapsOf, textOf, type ValueMap } from '../value.ts';

export type Test<Row> = (row: Row) => boolean;

export function filterOf(body: ValueMap): ValueMap {
  return mapsOf(body.Filter ?? body.filter)[0] ?? {};
}

/** The values that a filter field allows; none when it is not given. */
export function wanted(filter: ValueMap, name: string): string[] {
  return listOf(filter[name])
    .map(textOf)
    .filter((text) => text !== '');
}

/** One of the values, whatever their case, or by another fold. */
export function anyOf<Row>(
  filter: ValueMap,
  name: string,
  read: (row: Row) => string,
  fold = (text: string) => text.toLowerCase(),
): Test<Row> | undefined {
  const values = new Set(wanted(filter, name).map(fold));
  return values.size === 0 ? undefined : (row) => values.has(fold(read(row)));
}

/** `<name>From` and `<name>To`, both inclusive; a record without the date is outside of every range. */
export function between<Row>(filter: ValueMap, name: string, read: (row: Row) => string): Test<Row> | undefined {
  const from = readTime(textOf(filter[`${name}From`]));
  const to = readTime(textOf(filter[`${name}To`]));
  if (from === undefined && to === undefined) return undefined;
  return (row) => {
    const stored = read(row);
    const time = stored.length === 19 ? stored : (readTime(stored) ?? '');
    return time !== '' && (from === undefined || time >= from) && (to === undefined || time <= to);
  };
}

/** AND between the fields that were given. @returns undefined when none was: the request is unfiltered */
export function allOf<Row>(tests: readonly (Test<Row> | undefined)[]): Test<Row> | undefined {
  const given = tests.filter((test) => test !== undefined);
  return given.length === 0 ? undefined : (row) => given.every((test) => test(row));
}

export function selectorsOf(filter: ValueMap): ReadonlySet<string> {
  return new Set(listOf(filter.OutputSelector).map(textOf));
}
