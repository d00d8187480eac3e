interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Columns of text, two blanks apart, with a line under the titles. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, index) => Math.max(...[titles, ...rows].map((row) => (row[index] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const [cell = '', width = 0] = [cells[index], widths[index]];
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(titles), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** Rows of `name  value`. */
export function pairs(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}

/** A paragraph behind so many blanks, in one line: it is broken where it is printed, by the width that there is. */
export function indent(text: string, blanks: number): string {
  return `${' '.repeat(blanks)}${text.trim().replaceAll(/\s+/g, ' ')}`.trimEnd();
}
