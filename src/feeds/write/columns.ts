/** One column of an import file of Neto's wizard. */
export interface Column<Row> {
  readonly name: string;
  /** In characters, as the import table has it (reference: feeds, section 1.6); undefined where it names no limit. */
  readonly longest?: number;
  of(row: Row): string;
}

export interface TooLong {
  readonly column: string;
  readonly length: number;
  readonly longest: number;
}

/** The first text that the import would cut; the files' limits are narrower than the API's. */
export function findTooLongCell<Row>(columns: readonly Column<Row>[], row: Row): TooLong | undefined {
  for (const { name, longest, of } of columns) {
    const { length } = of(row);
    if (longest !== undefined && length > longest) return { column: name, length, longest };
  }
  return undefined;
}

export function yesNo(value: boolean): string {
  return value ? 'Yes' : 'No';
}
