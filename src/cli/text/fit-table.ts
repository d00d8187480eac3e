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
const NARROW = 20;

/** As it is where it fits; else with titles of two lines, or its last text broken; else a paragraph for each row. */
export function fitTable({ text, titles, rows, right }: FoundTable, columns: number): string[] {
  if (text.every((line) => line.length <= columns)) return [...text];
  const heads = titles.map((title) => title.split(' '));
  const widths = titles.map((_, index) =>
    Math.max(...(heads[index] ?? []).map((word) => word.length), ...rows.map((row) => (row[index] ?? '').length)),
  );
  const total = widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1));
  const last = widths.length - 1;
  const room = (widths[last] ?? 0) - Math.max(0, total - columns);
  if (total > columns && (right[last] === true || room < NARROW)) return rows.flatMap((row) => stacked(titles, row));
  widths[last] = room;
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        right[index] === true ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const height = Math.max(...heads.map(({ length }) => length));
  const head = Array.from({ length: height }, (_, row) =>
    line(heads.map((words) => words[row - (height - words.length)] ?? '')),
  );
  return [
    ...head,
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.flatMap((row) => brokenRow(row, room).map(line)),
  ];
}

/** The last cell goes on below itself. */
function brokenRow(row: readonly string[], room: number): (readonly string[])[] {
  const [first = '', ...more] = broken(row.at(-1) ?? '', 0, room);
  return [[...row.slice(0, -1), first], ...more.map((text) => [...row.slice(0, -1).fill(''), text])];
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
