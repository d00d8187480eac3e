import { stringify } from 'csv-stringify/sync';
import type { Column } from './columns.ts';

export type FeedFormat = 'csv' | 'xml';

/**
 * The bytes of a file for the import wizard: the same rows give the same bytes. CSV as Neto's own exports have it: each
 * cell in quotes, a line feed after each record, and no escaping of formulas, which would ruin `-5` and `+61…`.
 */
export function renderRows<Row>(
  format: FeedFormat,
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Buffer {
  if (format === 'xml') return Buffer.from(renderXml(name, columns, rows));
  const table = [columns.map((column) => column.name), ...rows.map((row) => columns.map(({ of }) => of(row)))];
  return Buffer.from(stringify(table, { quoted: true, quoted_empty: true, record_delimiter: '\n' }));
}

function renderXml<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const elements = columns.map((column) => ({ tag: column.name.replace(/[^A-Za-z0-9]/g, ''), of: column.of }));
  const records = rows.map((row) => {
    const cells = elements.map(({ tag, of }) => `    <${tag}>${escapeText(of(row))}</${tag}>\n`);
    return `  <Row>\n${cells.join('')}  </Row>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}>\n${records.join('')}</${name}>\n`;
}

function escapeText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters XML cannot hold
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // A bare carriage return would be read back as a line feed.
      .replace(/\r/g, '&#13;')
  );
}
