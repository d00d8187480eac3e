import { kindOf } from './field-kinds.ts';
import type { Shopper } from './shopper.ts';
import { type Around, type Field, fieldOf, hasPersonal, learn, whose, without } from './whose.ts';

/** A text without a person, and how many records of it were about them. */
export interface Without {
  readonly text: string;
  readonly count: number;
}

/** Rows of other shoppers, and all else of the file, stay as they are to the byte. */
export function outOfTable(text: string, shopper: Shopper, around: Around): Without {
  const table = tableIn(text);
  if (table === undefined) return { text, count: 0 };
  const { before, titles, delimiter, rows } = table;
  let count = 0;
  const left = rows.map((cells) => {
    const row = cells.join(delimiter);
    const fields = fieldsOf(titles, cells);
    const of = whose(fields, shopper, around);
    if (of === 'no') return row;
    // Which of the cells of a row that is too long is whose, nobody knows.
    const isShifted =
      cells.length > titles.length && cells.slice(titles.length).some((cell) => plain(cell).trim() !== '');
    if (of === 'doubtful' || isShifted || (of === 'mentions' && hasPersonal(fields, shopper))) around.isDoubtful = true;
    if (of === 'doubtful' || isShifted) return row;
    if (around.onlyOthers && fields.some(({ value }) => shopper.isIn(value))) return row;
    const isTheirs = of === 'theirs';
    const changed = cells
      .map((cell, place) => {
        const field = fields[place];
        return field === undefined ? cell : written(cell, without(field, isTheirs, shopper));
      })
      .join(delimiter);
    if (changed !== row) count += 1;
    return changed;
  });
  return { text: [before, ...left].join(''), count };
}

/** What the rows that bear the address tell of the others. */
export function learnFromTable(text: string, shopper: Shopper, around: Around): void {
  const table = tableIn(text);
  for (const cells of table?.rows ?? []) learn(fieldsOf(table?.titles ?? [], cells), shopper, around);
}

function fieldsOf(titles: readonly string[], cells: readonly string[]): Field[] {
  return cells.map((cell, place) => fieldOf(titles[place] ?? '', plain(cell)));
}

/** Whether a text of whatever kind is a table with columns that are known. */
export function hasHeader(text: string): boolean {
  return (tableIn(text)?.titles ?? []).filter((title) => kindOf(title) !== 'text').length > 1;
}

interface Table {
  /** Down to the header, as it stands. */
  readonly before: string;
  readonly titles: readonly string[];
  readonly delimiter: string;
  /** Cells as they stand, the last of a row with its line end. */
  readonly rows: readonly (readonly string[])[];
}

/** A header may stand below titles. */
const FIRST_LINES = 10;

/** @returns undefined where no line is a header that is known */
function tableIn(text: string): Table | undefined {
  const lines = text.slice(0, 64 * 1024).split(/(?<=\n|\r(?!\n))/, FIRST_LINES);
  let best: { place: number; delimiter: string; known: number } | undefined;
  for (const delimiter of [',', '\t', ';', '|']) {
    for (const [place, line] of lines.entries()) {
      const [cells = []] = rowsOf(line, delimiter);
      const titles = cells.map(titleOf);
      // An address is no heading.
      if (titles.some((title) => title.includes('@') || /^\d+([.,]\d+)?$/.test(title))) continue;
      const known = titles.filter((title) => title !== '' && kindOf(title) !== 'text').length;
      if (known > (best?.known ?? 0)) best = { place, delimiter, known };
    }
  }
  if (best === undefined) return undefined;
  const above = lines.slice(0, best.place).join('');
  const [header = [], ...rows] = rowsOf(text.slice(above.length), best.delimiter);
  return { ...best, before: above + header.join(best.delimiter), titles: header.map(titleOf), rows };
}

function titleOf(cell: string): string {
  return plain(cell.replace(/^\uFEFF/, '')).trim();
}

function written(cell: string, left: string): string {
  if (left === plain(cell)) return cell;
  const end = /\r?\n$|\r$/.exec(cell)?.[0] ?? '';
  const isQuoted = cell.startsWith('"') || /["\r\n]/.test(left);
  return `${isQuoted ? `"${left.replaceAll('"', '""')}"` : left}${end}`;
}

/** A quote opens a cell only at its beginning: one in the middle, as of 5", is a character like others. */
function rowsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let [row, start, isInside]: [string[], number, boolean] = [[], 0, false];
  const endRow = (end: number): void => {
    rows.push([...row, text.slice(start, end)]);
    [row, start] = [[], end];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const isFirst = at === start || (at === start + 1 && text[start] === '\uFEFF');
    if (isInside) {
      if (character !== '"') continue;
      if (text[at + 1] === '"') at += 1;
      else isInside = false;
    } else if (character === '"' && isFirst) isInside = true;
    else if (character === delimiter) {
      row.push(text.slice(start, at));
      start = at + 1;
    } else if (character === '\n' || (character === '\r' && text[at + 1] !== '\n')) endRow(at + 1);
  }
  if (start < text.length || row.length > 0) endRow(text.length);
  return rows;
}

function plain(cell: string): string {
  const body = cell.replace(/\r?\n$|\r$/, '');
  return body.startsWith('"') ? body.slice(1, body.endsWith('"') ? -1 : undefined).replaceAll('""', '"') : body;
}
