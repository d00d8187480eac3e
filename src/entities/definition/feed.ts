import type { Column } from '../../feeds/write/columns.ts';

/** A file of records of an entity, as an export writes it. */
export interface Feed<Row = unknown> {
  readonly columns: readonly Column<Row>[];
  /** No import of Neto's takes it: people key what it holds. */
  readonly isByHand: boolean;
}
