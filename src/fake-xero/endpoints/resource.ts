import type { Books } from '../books/books.ts';
import type { HistoryEntry } from '../books/records.ts';
import type { QueryFields } from '../query/value.ts';
import type { JsonObject } from '../reply/json.ts';
import type { ViewOptions } from '../views/shape.ts';

/** One kind of record that the API lists. */
export interface Resource<Row> {
  /** As in the path, and as the list in a reply: `Invoices`. */
  readonly name: string;
  readonly typeName: string;
  readonly isPaged: boolean;
  /** Whether `summaryOnly` means something here. */
  readonly hasSummary: boolean;
  rows(books: Books): readonly Row[];
  /** What the resource's own parameters leave; undefined where none is given. */
  narrow?(books: Books, query: URLSearchParams): ((row: Row) => boolean) | undefined;
  id(row: Row): string;
  /** Undefined for what has no such stamp. */
  updatedAt(row: Row): number | undefined;
  history?(row: Row): readonly HistoryEntry[];
  find(books: Books, key: string): Row | undefined;
  readonly fields: (books: Books) => QueryFields<Row>;
  view(books: Books, row: Row, options: ViewOptions): JsonObject;
}

/** A comma list, also one whose parameter is repeated. @returns undefined where it is not given */
export function listOf(query: URLSearchParams, name: string): string[] | undefined {
  const given = query.getAll(name);
  return given.length === 0 ? undefined : given.join(',').split(',');
}

/** All tests that are there. */
export function allOf<Row>(tests: readonly (((row: Row) => boolean) | undefined)[]): (row: Row) => boolean {
  const there = tests.filter((test) => test !== undefined);
  return (row) => there.every((test) => test(row));
}
