import { lowerKey } from '../../model/text-key.ts';
import { isIdName, isPersonalName } from './personal-names.ts';
import type { Shopper } from './shopper.ts';

/** A text without a person, and how many records of it were about them. */
export interface Without {
  readonly text: string;
  readonly count: number;
}

/** Rows of other shoppers, and all else of the file, stay as they are to the byte. */
export function outOfTable(text: string, shopper: Shopper): Without {
  const { titles, delimiter, header, rows } = tableIn(text);
  let count = 0;
  const left = rows.map((cells) => {
    const row = cells.join(delimiter);
    const isTheirs = shopper.isIn(row) || cells.some((cell, place) => isTheirId(cell, titles[place] ?? '', shopper));
    // A number inside a sentence says whose the sentence is, and nothing about the other cells.
    if (!isTheirs && !wordsOf(row).some((word) => shopper.orderIds.has(word))) return row;
    const without = cells
      .map((cell, place) => cellWithout(cell, isTheirs && isPersonalName(titles[place] ?? ''), shopper))
      .join(delimiter);
    if (without !== row) count += 1;
    return without;
  });
  return { text: [header, ...left].join(''), count };
}

/** Ids of the orders whose rows bear the address, so that their other rows, and other files, are known to be theirs. */
export function ordersInTable(text: string, shopper: Shopper): string[] {
  const { titles, delimiter, rows } = tableIn(text);
  const place = titles.findIndex((title) => /^order ?id\W*$|^number$/i.test(title.trim()));
  if (place < 0) return [];
  return rows
    .filter((cells) => shopper.isIn(cells.join(delimiter)))
    .map((cells) => plain(cells[place] ?? '').trim())
    .filter((id) => id !== '');
}

interface Table {
  readonly titles: readonly string[];
  readonly delimiter: string;
  /** As it stands, with its line end. */
  readonly header: string;
  /** Cells as they stand, the last of a row with its line end. */
  readonly rows: readonly (readonly string[])[];
}

function tableIn(text: string): Table {
  const [first = ''] = text.split(/(?<=\r|\n)/, 1);
  const delimiter = delimiterOf(first);
  const [titles = [], ...rows] = rowsOf(text, delimiter);
  const header = titles.join(delimiter);
  return { titles: titles.map((cell) => plain(cell.replace(/^\uFEFF/, ''))), delimiter, header, rows };
}

function isTheirId(cell: string, title: string, shopper: Shopper): boolean {
  return isIdName(title) && shopper.orderIds.has(lowerKey(plain(cell).trim()));
}

/** In lower case, so that W100 is no part of W1001. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? [];
}

function cellWithout(cell: string, isPersonal: boolean, shopper: Shopper): string {
  const end = /\r?\n$|\r$/.exec(cell)?.[0] ?? '';
  const body = cell.slice(0, cell.length - end.length);
  const left = isPersonal ? '' : shopper.outOf(plain(body));
  if (left === plain(body)) return cell;
  const isQuoted = body.startsWith('"') || /["\r\n]/.test(left);
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

function delimiterOf(header: string): string {
  const counts = [',', '\t', ';', '|'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.mark ?? ',';
}

function plain(cell: string): string {
  const body = cell.replace(/\r?\n$|\r$/, '');
  return body.startsWith('"') ? body.slice(1, body.endsWith('"') ? -1 : undefined).replaceAll('""', '"') : body;
}
