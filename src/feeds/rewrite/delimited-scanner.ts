import type { DelimitedHeader } from '../delimited-header.ts';
import { FeedTrouble } from '../feed-error.ts';
import { fieldKey } from '../field-key.ts';
import type { ByteSink } from './byte-sink.ts';
import { type IdKind, IdRefusal, type IdRewriter, idKindOf } from './id-rewriter.ts';
import { LONGEST_ID, LONGEST_TEXT, type Scanner, type Window } from './scanner.ts';

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

const CELL_START = 0;
const UNQUOTED = 1;
const QUOTED = 2;
/** A quote within a quoted cell: its end, or the first half of a doubled one. */
const AFTER_QUOTE = 3;
const AFTER_QUOTE_AND_RETURN = 4;

/** Walks over CSV and tab text byte by byte; what is not an id is copied in one piece. */
export class DelimitedScanner implements Scanner {
  record = 0;
  readonly #header: DelimitedHeader;
  readonly #ids: IdRewriter | undefined;
  readonly #kinds: readonly (IdKind | undefined)[];
  /** 1 for each byte that may end an unquoted cell, or may not stand in it. */
  readonly #stops: Uint8Array;
  readonly #newline: number;
  #state: number = CELL_START;
  #column = 0;
  /** Where the cell and the record begin, in bytes from the start of the file. */
  #cellOffset: number;
  #recordOffset: number;
  /** The last byte of the window before. */
  #lastByte = 0;

  /**
   * @param ids undefined to rewrite nothing, and only look whether the quotes are right
   * @throws FeedTrouble `feed-columns` without a column of ids, or where one of `more` is not there
   */
  constructor(header: DelimitedHeader, ids: IdRewriter | undefined, more: readonly string[]) {
    this.#header = header;
    this.#ids = ids;
    this.#kinds = header.names.map((name) => (ids === undefined ? undefined : idKindOf(name, more)));
    this.#cellOffset = header.end;
    this.#recordOffset = header.end;
    this.#stops = new Uint8Array(256);
    this.#newline = header.newline === '\r' ? CARRIAGE_RETURN : LINE_FEED;
    for (const byte of [header.delimiter, this.#newline, QUOTE]) this.#stops[byte] = 1;
    if (ids === undefined) return;
    const missing = more.find((name) => !header.names.some((one) => fieldKey(one) === fieldKey(name)));
    const names = header.names.map((name) => JSON.stringify(name)).join(', ');
    if (missing !== undefined) throw noColumn(`found no column ${JSON.stringify(missing)} among ${names}`);
    if (this.#kinds.every((kind) => kind === undefined)) {
      throw noColumn(
        `found no column of order ids among ${names}; expected "Order ID" or the like; name it with --column`,
      );
    }
  }

  scan(window: Window, sink: ByteSink): number {
    const { bytes, carried, from, end, offset, final } = window;
    const { delimiter } = this.#header;
    const newline = this.#newline;
    const bothEnds = this.#header.newline === '\r\n';
    const stops = this.#stops;
    const shift = offset - from;
    let state = this.#state;
    let index = from;
    let copied = carried;
    let cell = this.#cellOffset - shift;
    while (index < end) {
      let byte = bytes[index] as number;
      if (state === QUOTED) {
        while (index < end && bytes[index] !== QUOTE) index += 1;
        if (index === end) break;
        index += 1;
        state = AFTER_QUOTE;
        continue;
      }
      if (state === CELL_START) {
        cell = index;
        if (byte === QUOTE) {
          index += 1;
          state = QUOTED;
          continue;
        }
        state = UNQUOTED;
      }
      if (state === UNQUOTED) {
        while (index < end && stops[bytes[index] as number] === 0) index += 1;
        if (index === end) break;
        byte = bytes[index] as number;
        if (byte === QUOTE) throw this.#strayQuote(index + shift);
        if (bothEnds && byte === LINE_FEED && (index > from ? bytes[index - 1] : this.#lastByte) !== CARRIAGE_RETURN) {
          index += 1;
          continue;
        }
      } else if (state === AFTER_QUOTE) {
        if (byte === QUOTE) {
          index += 1;
          state = QUOTED;
          continue;
        }
        if (byte === CARRIAGE_RETURN && newline === LINE_FEED) {
          index += 1;
          state = AFTER_QUOTE_AND_RETURN;
          continue;
        }
        if (byte !== delimiter && (byte !== newline || bothEnds)) throw this.#afterQuote(index + shift);
      } else if (byte !== newline) throw this.#afterQuote(index + shift);

      if (this.#kinds[this.#column] !== undefined) {
        copied = this.#writeId(bytes, cell, index, { state, copied, shift, lastOfLine: byte === newline }, sink);
      }
      if (byte === newline) this.#endRecord(window, cell, index, state);
      else this.#column += 1;
      state = CELL_START;
      index += 1;
    }
    this.#state = state;
    if (state === CELL_START) cell = end;
    this.#cellOffset = cell + shift;
    if (final) copied = this.#endFile(window, cell, copied, sink);
    const keepFrom = final ? end : this.#keepFrom(cell, end, shift);
    if (end > from) this.#lastByte = bytes[end - 1] as number;
    sink.copy(bytes, copied, keepFrom);
    return keepFrom;
  }

  finish(): void {
    // A header without rows is a feed without orders.
  }

  #keepFrom(cell: number, end: number, shift: number): number {
    if (this.#state === CELL_START) return end;
    const field = this.#header.names[this.#column];
    const at = { offset: cell + shift, record: this.record + 1, field };
    if (end - cell > LONGEST_TEXT) throw new FeedTrouble('feed-malformed', tooLong(this.#state), at);
    if (this.#kinds[this.#column] === undefined) return end;
    if (end - cell > LONGEST_ID) {
      throw new FeedTrouble('feed-id-refused', `found an id of more than ${LONGEST_ID} bytes; expected at most 15`, at);
    }
    return cell;
  }

  #writeId(
    bytes: Buffer,
    cell: number,
    index: number,
    at: { readonly state: number; readonly copied: number; readonly shift: number; readonly lastOfLine: boolean },
    sink: ByteSink,
  ): number {
    const unquoted = at.state === UNQUOTED;
    let start = cell;
    let end = index;
    if (unquoted) {
      const returned = at.lastOfLine && this.#newline === LINE_FEED && bytes[end - 1] === CARRIAGE_RETURN;
      if (returned && end > start) end -= 1;
    } else {
      start += 1;
      end -= at.state === AFTER_QUOTE_AND_RETURN ? 2 : 1;
    }
    sink.copy(bytes, at.copied, start);
    const out = sink.reserve(end - start + 64);
    try {
      const kind = this.#kinds[this.#column] ?? 'order';
      sink.advance(this.#ids?.rewrite(bytes, start, end, kind, out, sink.length) ?? 0);
    } catch (error) {
      if (!(error instanceof IdRefusal)) throw error;
      const place = { offset: start + at.shift, record: this.record + 1, field: this.#header.names[this.#column] };
      throw new FeedTrouble('feed-id-refused', error.message, place);
    }
    return end;
  }

  #endRecord({ bytes, from, offset }: Window, cell: number, index: number, state: number): void {
    const { names } = this.#header;
    const cells = this.#column + 1;
    this.#column = 0;
    const start = this.#recordOffset;
    this.#recordOffset = index + 1 + offset - from;
    if (cells !== names.length && this.#ids !== undefined) {
      const blank =
        cells === 1 && state === UNQUOTED && isBlank(cell < from ? this.#lastByte : bytes[cell], index - cell);
      if (blank) return;
      throw new FeedTrouble(
        'feed-malformed',
        `found ${cells} cells; expected ${names.length}, as many as the header has; look for a delimiter or a line break that should be in quotes`,
        { offset: start, record: this.record + 1 },
      );
    }
    this.record += 1;
  }

  #endFile(window: Window, cell: number, copied: number, sink: ByteSink): number {
    const { bytes, from, end, offset } = window;
    const shift = offset - from;
    if (this.#state === QUOTED) {
      throw new FeedTrouble(
        'feed-malformed',
        'found a quote that is never closed; expected its end before the end of the file',
        {
          offset: cell + shift,
          record: this.record + 1,
          field: this.#header.names[this.#column],
        },
      );
    }
    if (this.#state === CELL_START && this.#column === 0) return copied;
    const state = this.#state === CELL_START ? UNQUOTED : this.#state;
    let done = copied;
    if (this.#kinds[this.#column] !== undefined) {
      done = this.#writeId(bytes, cell, end, { state, copied, shift, lastOfLine: true }, sink);
    }
    this.#endRecord(window, cell, end, state);
    return done;
  }

  #strayQuote(offset: number): FeedTrouble {
    return this.#trouble(
      offset,
      'found a quote inside a cell that does not begin with one; expected the cell in quotes, and its quotes doubled',
    );
  }

  #afterQuote(offset: number): FeedTrouble {
    return this.#trouble(
      offset,
      'found text after the closing quote of a cell; expected a delimiter or the end of the line; quotes inside a cell are doubled',
    );
  }

  #trouble(offset: number, message: string): FeedTrouble {
    const field = this.#header.names[this.#column];
    return new FeedTrouble('feed-malformed', message, { offset, record: this.record + 1, field });
  }
}

function isBlank(first: number | undefined, length: number): boolean {
  return length === 0 || (length === 1 && first === CARRIAGE_RETURN);
}

function noColumn(message: string): FeedTrouble {
  return new FeedTrouble('feed-columns', message, { offset: 0, record: 0 });
}

function tooLong(state: number): string {
  const guess = state === QUOTED ? 'its quote was probably never closed' : 'the line breaks seem to be missing';
  return `found a cell of more than ${LONGEST_TEXT / 1024 / 1024} MB; ${guess}`;
}
