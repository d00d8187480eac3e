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
  const [header = '', ...rows] = recordsOf(text);
  const delimiter = delimiterOf(header);
  const titles = cellsOf(header, delimiter).map((cell) => plain(cell).replace(/^\uFEFF/, ''));
  let count = 0;
  const left = rows.map((row) => {
    const cells = cellsOf(row, delimiter);
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
  const [header = '', ...rows] = recordsOf(text);
  const delimiter = delimiterOf(header);
  const titles = cellsOf(header, delimiter).map((cell) => plain(cell).replace(/^\uFEFF/, ''));
  const place = titles.findIndex((title) => /^order ?id\W*$|^number$/i.test(title.trim()));
  if (place < 0) return [];
  return rows
    .filter((row) => shopper.isIn(row))
    .map((row) => plain(cellsOf(row, delimiter)[place] ?? '').trim())
    .filter((id) => id !== '');
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

/** Each with its line end; a line end inside quotes ends none. */
function recordsOf(text: string): string[] {
  return text.match(/(?:"(?:[^"]|"")*"|[^"\r\n])*(?:\r\n|\n|\r)|(?:"(?:[^"]|"")*"|[^"\r\n])+$/g) ?? [];
}

function cellsOf(record: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isInside = false;
  for (const character of record) {
    if (character === '"') isInside = !isInside;
    if (character === delimiter && !isInside) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}

function delimiterOf(header: string): string {
  const counts = [',', '\t', ';', '|'].map((mark) => ({ mark, count: cellsOf(header, mark).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.mark ?? ',';
}

function plain(cell: string): string {
  const body = cell.replace(/\r?\n$|\r$/, '');
  return body.startsWith('"') ? body.slice(1, body.endsWith('"') ? -1 : undefined).replaceAll('""', '"') : body;
}
