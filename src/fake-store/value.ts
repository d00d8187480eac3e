/** What Neto's replies and requests are made of: every scalar is text. */
export type Value = string | Value[] | ValueMap;
export interface ValueMap {
  [key: string]: Value;
}

export function isMap(value: unknown): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON body's value with its numbers and booleans as Neto writes them. */
export function toValue(input: unknown): Value {
  if (input === null || input === undefined) return '';
  if (typeof input === 'boolean') return input ? 'True' : 'False';
  if (Array.isArray(input)) return input.map(toValue);
  if (typeof input === 'object') {
    return Object.fromEntries(Object.entries(input).map(([key, inner]) => [key, toValue(inner)]));
  }
  return String(input);
}

/** The scalar of a field; nested values and missing ones count as empty. */
export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** A list that a request may give as an array, a single element, an empty text or not at all. */
export function listOf(value: Value | undefined): Value[] {
  if (value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

export function mapsOf(value: Value | undefined): ValueMap[] {
  return listOf(value).filter(isMap);
}

/** `{ StickyNotes: { StickyNote: […] } }`: the list inside its container. */
export function innerMaps(container: Value | undefined, name: string): ValueMap[] {
  return mapsOf(container).flatMap((outer) => mapsOf(outer[name]));
}

/** @returns undefined where the text is none of the spellings of yes and no */
export function readBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (['true', 'y', 'yes', '1'].includes(lower)) return true;
  if (['false', 'n', 'no', '0'].includes(lower)) return false;
  return undefined;
}

export function booleanText(value: boolean): string {
  return value ? 'True' : 'False';
}
