import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedRow, RowSplitter } from '../../src/feeds/read/split-rows.ts';

type Newline = '\n' | '\r\n' | '\r';

interface Given {
  readonly text: string;
  readonly newline: Newline;
  readonly delimiter: string;
  readonly encoding: 'utf-8' | 'windows-1252';
  /** Lengths of the pieces in which it is read, over and over. */
  readonly pieces: readonly number[];
}

describe('rows of delimited text', () => {
  it('are the rows of csv-parse, of whatever text, in whatever pieces it is read', () => {
    fc.assert(
      fc.property(given(), (one) => {
        expect(split(one)).toEqual(byCsvParse(one));
      }),
      { numRuns: 5_000 },
    );
  });

  it('are the rows of csv-parse where cells are in quotes, and pieces end inside of them', () => {
    const cell = fc.oneof(fc.string({ unit: fc.constantFrom(...'ab é€,"\n\r'), maxLength: 6 }), fc.constant(''));
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    const written = fc.record({ table, newline: newlines, delimiter: delimiters, encoding: encodings, pieces });
    fc.assert(
      fc.property(written, ({ table: rows, ...how }) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((row) => row.map(quoted).join(how.delimiter)).join(how.newline);
        expect(split({ ...how, text })).toEqual(rows);
      }),
      { numRuns: 2_000 },
    );
  });

  it('say on which line of the file they begin, with lines without text and line breaks in cells before them', () => {
    const lines = (text: string, newline: Newline): number[] =>
      rowsOf({ text, newline, delimiter: ',', encoding: 'utf-8', pieces: [3] }).map(({ line }) => line);
    expect(lines('a,b\n\n\n"c\n\nd",e\nf,g\n', '\n')).toEqual([1, 4, 7]);
    expect(lines('a,b\r\n\r\n"c\r\nd",e\nf\r\ng,h', '\r\n')).toEqual([1, 3, 6]);
  });

  it('of more than 16 MB are refused before all of them is in memory, by the line on which they begin', () => {
    const splitter = new RowSplitter({ delimiter: 0x2c, newline: '\n', encoding: 'utf-8' });
    const piece = Buffer.alloc(1 << 20, 'a');
    const taken = (): number => {
      splitter.take(Buffer.from('first,row\n"'));
      for (let count = 1; count < 100; count += 1) splitter.take(piece);
      return 100;
    };
    expect(taken).toThrow(expect.objectContaining({ kind: 'row-too-long', line: 2 }));
  });
});

const newlines = fc.constantFrom<Newline[]>('\n', '\r\n', '\r');
const delimiters = fc.constantFrom(',', ';', '\t');
const encodings = fc.constantFrom<Given['encoding'][]>('utf-8', 'windows-1252');
const pieces = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

function given(): fc.Arbitrary<Given> {
  const text = fc.string({ unit: fc.constantFrom(...'ab,;\t""""\n\n\r\r é\u{feff}'), maxLength: 24 });
  return fc.record({ text, newline: newlines, delimiter: delimiters, encoding: encodings, pieces });
}

function bytesOf({ text, encoding }: Given): Buffer {
  return encoding === 'utf-8'
    ? Buffer.from(text)
    : Buffer.from(text.replaceAll('\u{feff}', '').replaceAll('€', '\x80'), 'latin1');
}

function rowsOf(one: Given) {
  const { newline, delimiter, encoding } = one;
  const splitter = new RowSplitter({ newline, delimiter: delimiter.charCodeAt(0), encoding });
  const bytes = bytesOf(one);
  const rows = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = one.pieces[turn % one.pieces.length] ?? 1;
    // What was taken is overwritten, as by whoever reads into one place.
    const piece = Buffer.from(bytes.subarray(at, at + length));
    rows.push(...splitter.take(piece));
    piece.fill(0x22);
    at += length;
  }
  return [...rows, ...splitter.end()];
}

function split(one: Given): readonly (readonly string[])[] | string {
  try {
    return rowsOf(one).map(({ cells }) => cells);
  } catch (error) {
    if (error instanceof MalformedRow) return 'malformed';
    throw error;
  }
}

function byCsvParse(one: Given): readonly (readonly string[])[] | string {
  const { newline, delimiter, encoding } = one;
  try {
    const text = new TextDecoder(encoding).decode(bytesOf(one));
    return parse(text, {
      delimiter,
      record_delimiter: newline,
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch {
    return 'malformed';
  }
}
