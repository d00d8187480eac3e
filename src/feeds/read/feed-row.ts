import type { FeedPlace } from '../feed-error.ts';

/** One row of a feed: a line of CSV or tab text, or a record element of XML whose children hold text alone. */
export interface FeedRow {
  /** Data records before it, plus one. */
  readonly record: number;
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** By field key; text as it stands, never a number, so that `00123`, `1e5` and `+61…` stay what they are. */
  readonly cells: ReadonlyMap<string, string>;
  /** What makes the row as a whole unusable, such as a wrong number of cells. */
  readonly problem: string | undefined;
}

/** An XML record in the shape of the API: children repeat or hold elements of their own. */
export interface FeedDocument {
  readonly record: number;
  readonly line: number;
  /** The element's name, such as `Order`. */
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

export type FeedRecord = ({ readonly kind: 'row' } & FeedRow) | ({ readonly kind: 'document' } & FeedDocument);

export function placeOf(file: string, { line, record }: { readonly line: number; readonly record: number }): FeedPlace {
  return { file, line, column: 1, record };
}
