import type { Cents } from '../cents.ts';
import type { Day } from '../dates.ts';

/** What `where` and `order` compare. */
export type QueryValue =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'guid'; readonly value: string }
  | { readonly kind: 'number'; readonly value: Cents }
  | { readonly kind: 'time'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

/** What can be asked of one kind of record, by its name in queries: `Contact.Name`, `Date`. */
export type QueryFields<Row> = Readonly<Record<string, (row: Row) => QueryValue>>;

export const text = (value: string | undefined): QueryValue =>
  value === undefined ? { kind: 'null' } : { kind: 'text', value };
export const guid = (value: string): QueryValue => ({ kind: 'guid', value });
export const amount = (value: Cents): QueryValue => ({ kind: 'number', value });
export const instant = (value: number): QueryValue => ({ kind: 'time', value });
export const day = (value: Day): QueryValue => ({ kind: 'time', value: Date.parse(`${value}T00:00:00Z`) });
export const flag = (value: boolean): QueryValue => ({ kind: 'boolean', value });

/** @returns below 0, 0 or above 0; undefined for what can't be compared */
export function compareValues(a: QueryValue, b: QueryValue): number | undefined {
  if (a.kind === 'null' || b.kind === 'null' || a.kind !== b.kind) return undefined;
  if (a.value === b.value) return 0;
  return a.value < b.value ? -1 : 1;
}
