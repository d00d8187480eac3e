import { broken } from './broken.ts';

/** A table as `table()` prints it, found again in a text. */
interface FoundTable {
  /** How many lines of the text it takes. */
  readonly lines: number;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly right: readonly boolean[];
  readonly text: readonly string[];
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The table whose titles stand in this line; undefined where none does. */
export function tableAt(lines: readonly string[], index: number): FoundTable | undefined {
  const under = lines[index + 1] ?? '';
  if (!/^-+( {2}-*)+$/.test(under) || !under.includes('-')) return undefined;
  const ranges = [...under.matchAll(/-+/g)].map(
    ({ index: from, 0: dashes }): Range => ({ from, to: from + dashes.length }),
  );
  let end = index + 2;
  while (end < lines.length && isRow(lines[end] ?? '', ranges)) end += 1;
  const rows = lines.slice(index + 2, end).map((line) => cellsOf(line, ranges));
  const titles = cellsOf(lines[index] ?? '', ranges);
  const right = ranges.map((range) => isRight(lines.slice(index, end), range));
  return { lines: end - index, titles, rows, right, text: lines.slice(index, end) };
}

function isRow(line: string, ranges: readonly Range[]): boolean {
  if (line.trim() === '') return false;
  return ranges.every(({ to }) => line.slice(to, to + 2).trim() === '');
}

function cellsOf(line: string, ranges: readonly Range[]): string[] {
  return ranges.map(({ from, to }) => line.slice(from, to).trim());
}

function isRight(lines: readonly string[], { from, to }: Range): boolean {
  const cells = lines.map((line) => line.slice(from, to).padEnd(to - from));
  return cells.some((cell) => /^\s+\S/.test(cell)) && cells.every((cell) => cell.trim() === '' || !cell.endsWith(' '));
}

/** Narrower than this a column of text is not worth breaking. */
const NARROW = 16;

type Cells = Pick<FoundTable, 'titles' | 'rows' | 'right'>;

/** As it is where it fits; else with broken titles and texts; else without columns of nothing but 0; else a paragraph for each row. */
export function fitTable({ text, ...cells }: FoundTable, columns: number): string[] {
  if (text.every((line) => line.length <= columns)) return [...text];
  const { titles, rows } = cells;
  const idle = titles.flatMap((title, index) => (rows.every((row) => row[index] === '0') ? [title] : []));
  const fitted = laidOut(cells, columns) ?? withoutIdle(cells, idle, columns);
  return fitted ?? rows.flatMap((row) => stacked(titles, row));
}

/** What is left out is said below. @returns undefined where that is not enough either */
function withoutIdle({ titles, rows, right }: Cells, idle: readonly string[], columns: number): string[] | undefined {
  if (idle.length === 0) return undefined;
  const kept = <Cell>(cells: readonly Cell[]): Cell[] =>
    cells.filter((_, index) => !idle.includes(titles[index] ?? ''));
  const lines = laidOut({ titles: kept(titles), rows: rows.map((row) => kept(row)), right: kept(right) }, columns);
  return lines === undefined ? undefined : [...lines, ...broken(`0 in each row: ${idle.join(', ')}.`, 0, columns)];
}

function laidOut({ titles, rows, right }: Cells, columns: number): string[] | undefined {
  const widths = fittingWidths({ titles, rows, right }, columns);
  if (widths === undefined) return undefined;
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, index) => {
        const cell = cells[index] ?? '';
        return right[index] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const cellsIn = (cells: readonly string[]): string[][] =>
    cells.map((cell, index) => broken(cell, 0, widths[index] ?? 0));
  const [heads, height] = [cellsIn(titles), heightOf(cellsIn(titles))];
  return [
    // Titles stand on the line under them.
    ...linesOf(
      heads.map((words) => [...Array<string>(height - words.length).fill(''), ...words]),
      line,
    ),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.flatMap((row) => linesOf(cellsIn(row), line)),
  ];
}

/** By taking a column at a time from what has most to give: blanks beside titles first, then texts, never numbers. */
function fittingWidths({ titles, rows, right }: Cells, columns: number): number[] | undefined {
  const cells = titles.map((_, index) => rows.map((row) => row[index] ?? ''));
  const longest = (words: readonly string[]): number => Math.max(0, ...words.map((word) => word.length));
  const widths = titles.map((title, index) => longest([title, ...(cells[index] ?? [])]));
  const whole = titles.map((title, index) => longest([...title.split(' '), ...(cells[index] ?? [])]));
  const least = titles.map((title, index) => {
    const words = longest([title, ...(cells[index] ?? [])].flatMap((text) => text.split(' ')));
    // A table with one long text reads better than one with many torn ones.
    return right[index] === true ? (whole[index] ?? 0) : Math.min(whole[index] ?? 0, Math.max(NARROW, words));
  });
  for (const bounds of [whole, least]) {
    for (;;) {
      if (widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1)) <= columns) return widths;
      const room = widths.map((width, index) => width - (bounds[index] ?? 0));
      const place = room.indexOf(Math.max(...room));
      if ((room[place] ?? 0) <= 0) break;
      widths[place] = (widths[place] ?? 0) - 1;
    }
  }
  return undefined;
}

function heightOf(cells: readonly (readonly string[])[]): number {
  return Math.max(1, ...cells.map(({ length }) => length));
}

/** Cells of several lines each, as lines of the table. */
function linesOf(cells: readonly (readonly string[])[], line: (cells: readonly string[]) => string): string[] {
  return Array.from({ length: heightOf(cells) }, (_, row) => line(cells.map((parts) => parts[row] ?? '')));
}

/** The first cells name the row; those that say nothing are left out. */
function stacked(titles: readonly string[], row: readonly string[]): string[] {
  const width = Math.max(...titles.map(({ length }) => length));
  const [first = '', ...others] = row;
  return [
    first,
    ...others.flatMap((cell, index) => (cell === '' ? [] : [`  ${(titles[index + 1] ?? '').padEnd(width)}  ${cell}`])),
  ];
}
