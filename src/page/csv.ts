import { stringify } from 'csv-stringify/sync';

/** A table for a spreadsheet, with its headings; what stands in its columns of text went through `textCell`. */
export function csvTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([headings, ...rows], { record_delimiter: 'windows', bom: true });
}

/** Some spreadsheets take the full-width forms of these signs for the signs, and skip blanks before them. */
const FORMULA = /^(\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/;

/** Text that a spreadsheet would take for a formula gets an apostrophe. */
export function textCell(value: string): string {
  return FORMULA.test(value) ? `'${value}` : value;
}
