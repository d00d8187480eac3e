import { broken, GLUE, marginOf } from './broken.ts';
import { fitTable, tableAt } from './fit-table.ts';

/** Beyond this no line is easy to read, however wide the terminal is. */
const WIDEST = 100;
/** Below this nothing is gained by breaking lines. */
const NARROWEST = 40;
/** What a person may want to copy as a whole; no folder of that name. */
const COMMAND = /(?<![\w./\\-])neto-consolidator [a-z]/;

/**
 * Text for people, broken between words so that it fits: under its own margin, or under the value of `name  value`. No word,
 * number or command is torn, and a table that is too wide is laid out anew.
 * @param width columns; undefined where nobody looks at a terminal: then every line stays whole, for `grep` and mail
 */
export function wrapText(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  const columns = columnsOf(width);
  const lines = text.split('\n');
  const wrapped: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const table = tableAt(lines, index);
    if (table === undefined) {
      wrapped.push(...wrapLine(lines[index] ?? '', columns));
      index += 1;
    } else {
      wrapped.push(...fitTable(table, columns));
      index += table.lines;
    }
  }
  return wrapped.join('\n');
}

/** The same for a page whose paragraphs have line breaks of their own: those of one that does not fit are made anew. */
export function wrapPage(text: string, width: number): string {
  const columns = columnsOf(width);
  const joined: string[] = [];
  let isOpen = false;
  for (const line of text.split('\n')) {
    const last = joined.at(-1) ?? '';
    const belongs: boolean = isOpen && isProse(line) && marginOf(line) === marginOf(last);
    if (belongs) joined[joined.length - 1] = `${last} ${line.trimStart()}`;
    else joined.push(line);
    isOpen = isProse(line) && (belongs || line.length > columns);
  }
  return wrapText(joined.join('\n'), width);
}

function isProse(line: string): boolean {
  return line.trim() !== '' && !/\S\s{2,}\S/.test(line) && !/^\s*[-$] /.test(line);
}

function columnsOf(width: number): number {
  return Math.max(NARROWEST, Math.min(WIDEST, width));
}

function wrapLine(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  const command = COMMAND.exec(line);
  if (command !== null && line[command.index - 1] !== '`') return wrapBefore(line, command.index, columns);
  // A command within a sentence is one word.
  const glued = line.replaceAll(/`neto-consolidator [^`]*`/g, (whole) => whole.replaceAll(' ', GLUE));
  return broken(glued, hangingOf(line, columns), columns);
}

/** A command that does not fit gets a line to itself, and stays whole there. */
function wrapBefore(line: string, place: number, columns: number): string[] {
  const [before, command] = [line.slice(0, place).trimEnd(), line.slice(place)];
  if (/^[\s$]*$/.test(before)) return [line];
  const margin = ' '.repeat(marginOf(line) + 2);
  return [...broken(before, hangingOf(before, columns), columns), `${margin}${command}`];
}

/** Where the lines after the first begin. */
function hangingOf(line: string, columns: number): number {
  const margin = marginOf(line);
  const name = /^\s*\S.*?\s{2,}(?=\S)/.exec(line)?.[0].length ?? 0;
  if (name > 0 && name <= columns / 2) return name;
  const mark = /^\s*(?:-|\d+\.) /.exec(line)?.[0].length;
  return mark ?? margin;
}
