import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { hashCode, hashOf } from '../../../src/ledger/storage/sqlite/codes.ts';
import { migrations } from '../../../src/ledger/storage/sqlite/schema.ts';
import { contentHash } from '../../../src/model/hashes.ts';

// A ledger of the version before, with one record for each text.
const database = new DatabaseSync(':memory:');
for (const statements of migrations.slice(0, 19)) database.exec(statements);
afterAll(() => database.close());

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const hash = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 22, maxLength: 22 });
const text = fc.oneof(hash, fc.string({ unit: fc.constantFrom(...LETTERS, '+', ' ', 'é'), maxLength: 24 }));

test('the hash of a content is kept as its bits, any other text as it is, and each comes back letter by letter', () => {
  expect(hashCode(contentHash({ total: '11.00' }))).toHaveLength(17);
  expect([hashCode(''), hashCode('former'), hashCode(`${'A'.repeat(21)}+`)]).toEqual([
    '',
    'former',
    `${'A'.repeat(21)}+`,
  ]);
  fc.assert(fc.property(hash, (one) => hashCode(one) instanceof Uint8Array && hashOf(hashCode(one)) === one));
  fc.assert(fc.property(text, (one) => hashOf(hashCode(one)) === one));
});

test('a ledger of the version before gets the very same bits, and tells the text in words', () => {
  const texts = [...fc.sample(text, 300), ...LETTERS].map((one) => (one.length === 1 ? one.repeat(22) : one));
  database.exec("INSERT INTO word VALUES (1, 'west'), (2, 'orders')");
  const insert =
    database.prepare(`INSERT INTO record (store, entity, source_id, state, hash, rules, changed_at, revision, is_file, to_be_read,
    has_content, is_gone, open_to_look, open_to_proof) VALUES (1, 2, ?, 'linked', ?, 1, 0, 1, 0, 0, 0, 0, 0, 0)`);
  for (const [place, one] of texts.entries()) insert.run(`N${place}`, one);
  database.exec(migrations[19] ?? '');
  const rows = database
    .prepare(
      'SELECT record.hash AS code, told.hash AS hash FROM record JOIN record_in_words AS told USING (id) ORDER BY record.id',
    )
    .all();
  expect(rows.map((row) => row['hash'])).toEqual(texts);
  expect(rows.map(({ code }) => (code instanceof Uint8Array ? Buffer.from(code).toString('hex') : code))).toEqual(
    texts.map((one) => {
      const code = hashCode(one);
      return typeof code === 'string' ? code : Buffer.from(code).toString('hex');
    }),
  );
});
