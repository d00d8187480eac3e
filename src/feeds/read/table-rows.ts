import { hasUnwritable, withoutUnwritable } from '../../model/readable-characters.ts';
import type { DelimitedHeader } from '../delimited-header.ts';
import { type FeedPlace, FeedTrouble, feedError, troubleError } from '../feed-error.ts';
import { fieldKey } from '../field-key.ts';
import { DelimitedScanner } from '../rewrite/delimited-scanner.ts';
import { LONGEST_TEXT } from '../rewrite/scanner.ts';
import type { FeedRecord } from './feed-row.ts';
import { type FeedFile, openFeed } from './inspect-feed.ts';
import { columnsOf, RowCells } from './row-cells.ts';
import { scanned } from './scan-file.ts';
import { MalformedRow, RowSplitter, type SplitRow } from './split-rows.ts';

/** In bytes: a cell that somebody keeps keeps its row, not its piece. */
const PIECE = 1 << 16;

/**
 * The rows of a CSV or tab-delimited file, as many at a time as are read at once: to wait for each takes longer than to read it. A row with too many or too few cells is given with its problem;
 * one whose cells are all empty, as spreadsheets leave them at the end, is none.
 * @throws ConsolidatorError `feed-malformed` where the quotes are wrong, so that no row after that place could be trusted,
 * and where the header comes again: two exports were put into one file, and either may hold an order in another state
 */
export async function* readTableRows(
  feed: FeedFile & { readonly header: DelimitedHeader },
): AsyncGenerator<readonly FeedRecord[]> {
  const { file, header } = feed;
  const names = header.names.map(fieldKey);
  const columns = columnsOf(names);
  let record = -1;
  try {
    for await (const split of splitRows(feed)) {
      const rows: FeedRecord[] = [];
      for (const { cells, line } of split) {
        if (record >= 0 && cells.every(isBlank)) continue;
        record += 1;
        if (record === 0) continue;
        if (repeatsHeader(cells, names)) {
          // What stands before it is read as it would be alone.
          yield rows;
          throw secondHeader({ file, line, column: 1, record });
        }
        const problem = problemOf(cells, names.length);
        rows.push({ kind: 'row', record, line, cells: new RowCells(columns, cells), problem });
      }
      yield rows;
    }
  } catch (cause) {
    if (!(cause instanceof MalformedRow)) throw cause;
    await refuseQuotes(feed);
    const place = { file, line: cause.line, column: 1, record: record + 1 };
    throw feedError('feed-malformed', place, `${explain(cause)}; the record begins on this line`, cause);
  }
}

/** Piece by piece. @throws MalformedRow */
async function* splitRows(feed: FeedFile & { readonly header: DelimitedHeader }): AsyncGenerator<readonly SplitRow[]> {
  const splitter = new RowSplitter({ ...feed.header, encoding: feed.encoding });
  const handle = await openFeed(feed.file);
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    for (let at = 0; ; ) {
      const { bytesRead } = await handle.read(piece, 0, PIECE, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      yield splitter.take(piece.subarray(0, bytesRead));
    }
    yield splitter.end();
  } finally {
    await handle.close();
  }
}

/**
 * The place of a wrong quote is looked for anew, by the way that the rewriter reads.
 * @throws ConsolidatorError `feed-malformed` with the line and column of the quote itself
 */
async function refuseQuotes(feed: FeedFile & { readonly header: DelimitedHeader }): Promise<void> {
  const handle = await openFeed(feed.file);
  try {
    const scanner = new DelimitedScanner(feed.header, undefined, []);
    for await (const _ of scanned(feed, scanner, handle, feed.header.end));
  } catch (error) {
    throw error instanceof FeedTrouble ? await troubleError(feed.file, error) : error;
  } finally {
    await handle.close();
  }
}

function problemOf(cells: readonly string[], expected: number): string | undefined {
  if (cells.length === expected) return undefined;
  return `found ${cells.length} cells; expected ${expected}, as many as the header has; look for a delimiter or a line break that should be in quotes`;
}

/** Also the mark that old programs put at the end of a file (U+001A). */
function isBlank(cell: string): boolean {
  return cell.trim() === '' || (hasUnwritable(cell) && withoutUnwritable(cell).trim() === '');
}

function repeatsHeader(cells: readonly string[], names: readonly string[]): boolean {
  return cells.length === names.length && cells.every((cell, index) => fieldKey(cell) === names[index]);
}

function secondHeader(place: FeedPlace) {
  return feedError(
    'feed-malformed',
    place,
    'found the header again; expected records. Two exports seem to be in one file: put each into a file of its own',
  );
}

function explain({ kind }: MalformedRow): string {
  switch (kind) {
    case 'quote-not-closed':
      return 'found a quote that is never closed; expected its end before the end of the file';
    case 'text-after-quote':
      return 'found text after the closing quote of a cell; expected a delimiter or the end of the line';
    case 'quote-in-cell':
      return 'found a quote inside a cell that does not begin with one; expected the cell in quotes, and its quotes doubled';
    case 'row-too-long':
      return `found a row of more than ${LONGEST_TEXT / 1024 / 1024} MB; a quote was probably never closed`;
  }
}
