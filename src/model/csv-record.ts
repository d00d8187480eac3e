/**
 * One record of a CSV file, without the end of its line: cells between commas, in quotes where they hold one, a comma or the
 * end of a line, or all of them; a quote inside is doubled. Nothing is done about formulas here.
 */
export function csvRecord(cells: readonly string[], quoted: 'all' | 'where needed' = 'where needed'): string {
  return cells.map((cell) => (quoted === 'all' || NEEDS_QUOTES.test(cell) ? inQuotes(cell) : cell)).join(',');
}

const NEEDS_QUOTES = /[",\r\n]/;

function inQuotes(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
