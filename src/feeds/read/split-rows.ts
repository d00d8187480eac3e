import { TextDecoder } from 'node:util';
import type { DelimitedHeader } from '../delimited-header.ts';
import { byteOrderMarkLength, type FeedEncoding } from '../encoding.ts';
import { LONGEST_TEXT } from '../rewrite/scanner.ts';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK_LENGTH = 3;

export interface SplitRow {
  /** Without their quotes. */
  readonly cells: readonly string[];
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
}

type MalformedKind = 'quote-not-closed' | 'text-after-quote' | 'quote-in-cell' | 'row-too-long';

/** No row from this one on could be trusted. It names no cell, which may hold a shopper's data. */
export class MalformedRow extends Error {
  override readonly name = 'MalformedRow';
  readonly kind: MalformedKind;
  /** On which the row begins, from 1. */
  readonly line: number;

  constructor(kind: MalformedKind, line: number) {
    super(kind);
    this.kind = kind;
    this.line = line;
  }
}

interface TextForm extends Pick<DelimitedHeader, 'delimiter' | 'newline'> {
  readonly encoding: FeedEncoding;
}

/**
 * Splits CSV or tab-delimited text into rows, piece by piece, as bytes: a delimiter, a quote and a line break are one byte in
 * either encoding. It takes a tenth of what csv-parse does, whose rules these are: a cell that begins with a quote ends at the
 * next one that is not doubled; lines without any text are none; all but the newline of its file is a part of a cell.
 */
export class RowSplitter {
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #isTwo: boolean;
  /** The line break that is counted: CRLF is one. */
  readonly #mark: number;
  readonly #decoder: TextDecoder;
  readonly #encoding: FeedEncoding;
  /** A row whose end has not been read yet, and pieces that were not looked at since. */
  #rest: Buffer = Buffer.alloc(0);
  #pieces: Buffer[] = [];
  #unseen = 0;
  #hasBegun = false;
  /** Line breaks before the rest. */
  #lines = 0;
  // Of the row that is just split: where its cells begin and end, and whether quotes in them are doubled.
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #doubled: boolean[] = [];

  constructor({ delimiter, newline, encoding }: TextForm) {
    this.#delimiter = delimiter;
    this.#isTwo = newline === '\r\n';
    this.#newline = newline === '\n' ? LINE_FEED : CARRIAGE_RETURN;
    this.#mark = newline === '\r' ? CARRIAGE_RETURN : LINE_FEED;
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  /** @returns the rows that end in this piece, of which nothing is looked at afterwards @throws MalformedRow */
  take(piece: Buffer): SplitRow[] {
    this.#unseen += piece.length;
    if (this.#unseen >= this.#rest.length) return this.#split(piece, false);
    // What a long row begins with is not looked at anew for each of its pieces.
    this.#pieces.push(Buffer.from(piece));
    return [];
  }

  /** @returns the last row, where it has no end @throws MalformedRow */
  end(): SplitRow[] {
    return this.#split(Buffer.alloc(0), true);
  }

  #split(piece: Buffer, isFinal: boolean): SplitRow[] {
    const bytes = Buffer.concat([this.#rest, ...this.#pieces, piece]);
    this.#pieces = [];
    this.#unseen = 0;
    let at = 0;
    if (!this.#hasBegun) {
      this.#rest = bytes;
      if (bytes.length < BYTE_ORDER_MARK_LENGTH && !isFinal) return [];
      if (this.#encoding === 'utf-8') at = byteOrderMarkLength(bytes);
      this.#hasBegun = true;
    }
    const rows: SplitRow[] = [];
    for (;;) {
      at = this.#skipEmptyLines(bytes, at);
      const next = this.#row(bytes, at, isFinal, rows);
      if (next === undefined) break;
      at = next;
    }
    this.#rest = bytes.subarray(at);
    if (this.#rest.length > LONGEST_TEXT) throw new MalformedRow('row-too-long', this.#lines + 1);
    return rows;
  }

  #skipEmptyLines(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length && this.#endsAt(bytes, at, true) === true) {
      this.#lines += 1;
      at += this.#isTwo ? 2 : 1;
    }
    return at;
  }

  /** Whether a newline stands there; undefined where the next piece tells. */
  #endsAt(bytes: Buffer, at: number, isFinal: boolean): boolean | undefined {
    if (bytes[at] !== this.#newline) return false;
    if (!this.#isTwo) return true;
    if (at + 1 < bytes.length) return bytes[at + 1] === LINE_FEED;
    return isFinal ? false : undefined;
  }

  /** @returns where the next row begins; undefined where this one is not here as a whole, or there is none */
  #row(bytes: Buffer, from: number, isFinal: boolean, rows: SplitRow[]): number | undefined {
    const end = bytes.length;
    if (from >= end) return undefined;
    const delimiter = this.#delimiter;
    const newline = this.#newline;
    const mark = this.#mark;
    let count = 0;
    let breaks = 0;
    /** Of all bytes: beyond 127 where any is. */
    let seen = 0;
    let at = from;
    for (;;) {
      this.#doubled[count] = false;
      if (bytes[at] === QUOTE) {
        let byte = 0;
        let close = at + 1;
        for (;;) {
          while (close < end) {
            byte = bytes[close] as number;
            if (byte === QUOTE) break;
            seen |= byte;
            if (byte === mark) breaks += 1;
            close += 1;
          }
          if (close >= end && isFinal) throw new MalformedRow('quote-not-closed', this.#lineOf(bytes, from));
          if (close + 1 >= end && !isFinal) return undefined;
          if (bytes[close + 1] !== QUOTE) break;
          this.#doubled[count] = true;
          close += 2;
        }
        this.#starts[count] = at + 1;
        this.#ends[count] = close;
        at = close + 1;
      } else {
        this.#starts[count] = at;
        while (at < end) {
          const byte = bytes[at] as number;
          if (byte === delimiter) break;
          if (byte === QUOTE) throw new MalformedRow('quote-in-cell', this.#lineOf(bytes, from));
          if (byte === newline) {
            const ends = this.#endsAt(bytes, at, isFinal);
            if (ends === undefined) return undefined;
            if (ends) break;
          }
          seen |= byte;
          if (byte === mark) breaks += 1;
          at += 1;
        }
        this.#ends[count] = at;
      }
      count += 1;
      if (at >= end) {
        if (!isFinal) return undefined;
        break;
      }
      if (bytes[at] === delimiter) {
        at += 1;
        continue;
      }
      const ends = this.#endsAt(bytes, at, isFinal);
      if (ends === undefined) return undefined;
      if (!ends) throw new MalformedRow('text-after-quote', this.#lineOf(bytes, from));
      breaks += 1;
      break;
    }
    if (at - from > LONGEST_TEXT) throw new MalformedRow('row-too-long', this.#lineOf(bytes, from));
    rows.push({ cells: this.#cells(bytes, from, at, count, seen), line: this.#lineOf(bytes, from) });
    this.#lines += breaks;
    return Math.min(end, at + (this.#isTwo ? 2 : 1));
  }

  /** Line breaks that its first cell begins with are before it. */
  #lineOf(bytes: Buffer, from: number): number {
    let line = this.#lines + 1;
    for (let at = from; bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN; at += 1)
      if (bytes[at] === this.#mark) line += 1;
    return line;
  }

  #cells(bytes: Buffer, from: number, end: number, count: number, seen: number): string[] {
    // Nearly all rows: a cell is a part of its row's text, which is made at once.
    const text = seen < 0x80 ? bytes.toString('latin1', from, end) : undefined;
    const cells = new Array<string>(count);
    for (let index = 0; index < count; index += 1) {
      const [start, stop] = [this.#starts[index] as number, this.#ends[index] as number];
      const cell =
        text === undefined ? this.#decoder.decode(bytes.subarray(start, stop)) : text.slice(start - from, stop - from);
      cells[index] = this.#doubled[index] === true ? cell.replaceAll('""', '"') : cell;
    }
    return cells;
  }
}
