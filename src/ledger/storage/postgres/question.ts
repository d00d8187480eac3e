import { decodeText, encodeText } from './encode-text.ts';

export type Value = string | number | boolean | null | readonly string[] | readonly number[];
export type Row = Readonly<Record<string, unknown>>;

const TEXT_TYPES = new Set([25, 1043, 1042, 19]);
const INT8 = 20;
const NUMERIC = 1700;

export interface Question {
  readonly text: string;
  readonly values: Value[];
  readonly types: { getTypeParser(type: number): (text: string) => unknown };
}

const asText = (text: string): unknown => text;
const asBoolean = (text: string): unknown => text === 't';

/** What the driver is asked. */
export function questionOf(sql: string, values: readonly Value[]): Question {
  return { text: sql, values: values.map(encoded), types: { getTypeParser } };
}

function encoded(value: Value): Value {
  if (typeof value === 'string') return encodeText(value);
  return Array.isArray(value)
    ? (value.map((one) => (typeof one === 'string' ? encodeText(one) : one)) as Value)
    : value;
}

function getTypeParser(type: number): (text: string) => unknown {
  if (TEXT_TYPES.has(type)) return decodeText;
  // Ids and counts are far below what a number holds exactly; sums of money stay text.
  if (type === INT8 || type === 23 || type === 21) return Number;
  if (type === 16) return asBoolean;
  if (type === NUMERIC) return asText;
  if (type === 114) return JSON.parse;
  return asText;
}
