import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRecord } from '../../src/model/csv-record.ts';

const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ ,;"'\r\n=a]{0,8}$/));
const rows = fc
  .integer({ min: 2, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));

test.each(['all', 'where needed'] as const)(
  'records of CSV, quoted %s, are read back as they were written',
  (quoted) => {
    fc.assert(
      fc.property(rows, (table) => {
        const text = table.map((row) => `${csvRecord(row, quoted)}\r\n`).join('');
        expect(parse(text, { record_delimiter: '\r\n', bom: false })).toEqual(table);
      }),
    );
  },
);

test('records of CSV with everything in quotes are, byte for byte, what another writer makes of them', () => {
  fc.assert(
    fc.property(rows, (table) => {
      const others = stringify(table, { quoted: true, quoted_empty: true, record_delimiter: '\n' });
      expect(table.map((row) => `${csvRecord(row, 'all')}\n`).join('')).toBe(others);
    }),
  );
});
