import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { TextDecoderStream } from 'node:stream/web';
import { CsvError, parse } from 'csv-parse';
import { hasUnwritable, withoutUnwritable } from '../../model/readable-characters.ts';
import type { DelimitedHeader } from '../delimited-header.ts';
import { type FeedPlace, FeedTrouble, feedError, troubleError } from '../feed-error.ts';
import { fieldKey } from '../field-key.ts';
import { DelimitedScanner } from '../rewrite/delimited-scanner.ts';
import { LONGEST_TEXT } from '../rewrite/scanner.ts';
import type { FeedRow } from './feed-row.ts';
import { type FeedFile, openFeed } from './inspect-feed.ts';
import { scanned } from './scan-file.ts';

/** What csv-parse gives with `raw`: the text of the row with its line break, and the blank lines before it. */
interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
}

/**
 * The rows of a CSV or tab-delimited file, one at a time. A row with too many or too few cells is given with its problem;
 * one whose cells are all empty, as spreadsheets leave them at the end, is none.
 * @throws ConsolidatorError `feed-malformed` where the quotes are wrong, so that no row after that place could be trusted,
 * and where the header comes again: two exports were put into one file, and either may hold an order in another state
 */
export async function* readTableRows(feed: FeedFile & { readonly header: DelimitedHeader }): AsyncGenerator<FeedRow> {
  const { file, header } = feed;
  const parser = parse({
    delimiter: String.fromCharCode(header.delimiter),
    record_delimiter: header.newline,
    bom: true,
    // Its own count of lines takes CRLF inside a cell for two.
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_TEXT,
  });
  const text = Readable.toWeb(createReadStream(file)).pipeThrough(new TextDecoderStream(feed.encoding));
  const source = Readable.fromWeb(text as Parameters<typeof Readable.fromWeb>[0]);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  const keys = header.names.map(fieldKey);
  let record = -1;
  let lines = 0;
  try {
    for await (const { record: cells, raw } of parser as AsyncIterable<Parsed>) {
      const line = lines + 1 + breaksIn(/^[\r\n]*/.exec(raw)?.[0] ?? '', header.newline);
      lines += breaksIn(raw, header.newline);
      if (record >= 0 && cells.every(isBlank)) continue;
      record += 1;
      if (record > 0 && repeatsHeader(cells, header.names)) throw secondHeader({ file, line, column: 1, record });
      if (record > 0) yield { record, line, ...rowOf(cells, keys) };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    await refuseQuotes(feed);
    const place = { file, line: lines + 1, column: 1, record: record + 1 };
    throw feedError('feed-malformed', place, `${explain(cause)}; the record begins on this line`, cause);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/**
 * csv-parse tells of a wrong quote before the rows ahead of it have been taken, so that its place is looked for anew, by
 * the way that the rewriter reads.
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

function rowOf(cells: readonly string[], keys: readonly string[]): Pick<FeedRow, 'cells' | 'problem'> {
  const problem =
    cells.length === keys.length
      ? undefined
      : `found ${cells.length} cells; expected ${keys.length}, as many as the header has; look for a delimiter or a line break that should be in quotes`;
  return { cells: new Map(keys.map((key, index) => [key, cells[index] ?? ''])), problem };
}

/** Also the mark that old programs put at the end of a file (U+001A). */
function isBlank(cell: string): boolean {
  return cell.trim() === '' || (hasUnwritable(cell) && withoutUnwritable(cell).trim() === '');
}

function repeatsHeader(cells: readonly string[], names: readonly string[]): boolean {
  return cells.length === names.length && cells.every((cell, index) => fieldKey(cell) === fieldKey(names[index] ?? ''));
}

function secondHeader(place: FeedPlace) {
  return feedError(
    'feed-malformed',
    place,
    'found the header again; expected records. Two exports seem to be in one file: put each into a file of its own',
  );
}

function breaksIn(text: string, newline: DelimitedHeader['newline']): number {
  const mark = newline === '\r' ? '\r' : '\n';
  let count = 0;
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
}

/** csv-parse's own messages quote the cell, which may hold a shopper's data. */
function explain({ code }: CsvError): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'found a quote that is never closed; expected its end before the end of the file';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'found text after the closing quote of a cell; expected a delimiter or the end of the line';
    case 'INVALID_OPENING_QUOTE':
      return 'found a quote inside a cell that does not begin with one; expected the cell in quotes, and its quotes doubled';
    case 'CSV_MAX_RECORD_SIZE':
      return `found a row of more than ${LONGEST_TEXT / 1024 / 1024} MB; a quote was probably never closed`;
    default:
      return `found no CSV (${code}); expected cells, delimiters and line breaks`;
  }
}
