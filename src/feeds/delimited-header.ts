import { FeedTrouble } from './feed-error.ts';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** In bytes. */
export const HEADER_MAXIMUM = 1 << 20;

const delimiters = { comma: 0x2c, tab: 0x09, semicolon: 0x3b, bar: 0x7c } as const;

type Newline = '\n' | '\r\n' | '\r';

export interface DelimitedHeader {
  readonly names: readonly string[];
  /** A byte of `delimiters`. */
  readonly delimiter: number;
  /** What ends the header, and so each record. Another line break in an unquoted cell is a part of the cell. */
  readonly newline: Newline;
  /** Offset of the first byte after the header. */
  readonly end: number;
}

/**
 * Reads the first record of a CSV or tab-delimited file. The delimiter is the one that occurs most in it, outside quotes.
 * @param head the beginning of the file: all of it, or its first `HEADER_MAXIMUM` bytes
 * @throws FeedTrouble where it has no end, a stray quote, an empty file, or one name twice
 */
export function readDelimitedHeader(head: Buffer, start: number, delimiter?: number): DelimitedHeader {
  const { end, next, newline, counts } = measure(head, start);
  const chosen = delimiter ?? mostFrequent(counts);
  const names = split(head.subarray(start, end), chosen);
  if (names.every((name) => name === '')) {
    throw new FeedTrouble('feed-columns', 'found no header; expected the names of the columns in the first line', {
      offset: start,
      record: 0,
    });
  }
  refuseDuplicates(names, start);
  return { names, delimiter: chosen, newline, end: next };
}

function measure(head: Buffer, start: number) {
  const counts = new Map<number, number>();
  let quoted = false;
  for (let index = start; index < head.length; index += 1) {
    const byte = head[index] as number;
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (byte === LINE_FEED) return { end: index, next: index + 1, newline: '\n', counts } as const;
    else if (byte === CARRIAGE_RETURN) {
      return head[index + 1] === LINE_FEED
        ? ({ end: index, next: index + 2, newline: '\r\n', counts } as const)
        : ({ end: index, next: index + 1, newline: '\r', counts } as const);
    } else counts.set(byte, (counts.get(byte) ?? 0) + 1);
  }
  if (head.length >= HEADER_MAXIMUM) {
    throw new FeedTrouble(
      'feed-malformed',
      'found a header of more than 1 MB; expected names of columns and a line break',
      {
        offset: start,
        record: 0,
      },
    );
  }
  if (quoted) {
    throw new FeedTrouble('feed-malformed', 'found a quote in the header that is never closed; expected its end', {
      offset: start,
      record: 0,
    });
  }
  return { end: head.length, next: head.length, newline: '\n', counts } as const;
}

function mostFrequent(counts: ReadonlyMap<number, number>): number {
  const candidates = Object.values(delimiters);
  const best = candidates.reduce((a, b) => ((counts.get(b) ?? 0) > (counts.get(a) ?? 0) ? b : a));
  return best;
}

function split(header: Buffer, delimiter: number): string[] {
  const text = header.toString('utf8');
  const separator = String.fromCharCode(delimiter);
  const names: string[] = [];
  let index = 0;
  for (;;) {
    const quoted = text[index] === '"';
    const cell = quoted ? /^"((?:[^"]|"")*)"/.exec(text.slice(index)) : null;
    let end = index + (cell?.[0].length ?? 0);
    if (!quoted) {
      end = text.indexOf(separator, index);
      if (end === -1) end = text.length;
    }
    names.push(quoted ? (cell?.[1] ?? '').replaceAll('""', '"') : text.slice(index, end));
    if (end >= text.length) return names;
    if (text[end] !== separator) {
      throw new FeedTrouble(
        'feed-malformed',
        `found text after the closing quote of the header ${names.length}; expected a delimiter`,
        {
          offset: 0,
          record: 0,
        },
      );
    }
    index = end + 1;
  }
}

function refuseDuplicates(names: readonly string[], offset: number): void {
  const seen = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const key = name.trim().toLowerCase();
    const before = seen.get(key);
    if (key !== '' && before !== undefined) {
      throw new FeedTrouble(
        'feed-columns',
        `found the column ${JSON.stringify(name)} twice (columns ${before + 1} and ${index + 1}); expected each once; rename or remove one`,
        { offset, record: 0, field: name },
      );
    }
    seen.set(key, index);
  }
}
