import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Address, addressParts } from '../../src/model/address.ts';
import { addressHashes, contentHash, keyHash, saltedHash, textHash } from '../../src/model/hashes.ts';
import { formerFormOf, shortSalt } from '../../src/model/snapshot-form.ts';

const address = Object.fromEntries(addressParts.map((part) => [part, `a ${part}`])) as Address;

test('what is hashed has the hash that ledgers hold of it, in whatever order its fields were read', () => {
  const content = { b: [{ z: 1, a: 'é' }, null], a: null, B: undefined, 10: true, 9: 'x' };
  expect(contentHash(content)).toBe('NDNVat7ZGtK9RGGUrdgtwi');
  expect(contentHash({ 9: 'x', 10: true, a: null, b: [{ a: 'é', z: 1 }, null] })).toBe('NDNVat7ZGtK9RGGUrdgtwi');
  expect(contentHash(['secondary N1', 'Some Street'])).toBe('vC8g3ngPuC3HZeufPbXxdF');
  expect(contentHash('x')).toBe('ui30kDosFOhtw7zKWJEbRK');
  expect(textHash(' a\r\nb ', 's N1')).toBe('q3ecurDb4VWiBjySVhZpji');
  expect(keyHash('Ä', 's')).toBe('r0aA1YZZg8Inmjv-s2HVlL');
});

test('a salt of short hashes gives the first 66 bits of what it gives otherwise, and of an address what it always gave', () => {
  const salt = shortSalt('west N1');
  expect(salt).toBe('*west N1');
  expect(textHash('at the door', salt)).toBe(contentHash([salt, 'at the door']).slice(0, 11));
  expect(saltedHash(['a', 'b'], salt)).toBe(contentHash([salt, ['a', 'b']]).slice(0, 11));
  expect(textHash('', salt)).toBe('');
  expect(textHash('at the door', 'west N1')).toHaveLength(22);
  const [first] = addressHashes(address, salt).split(',');
  expect(first).toBe(keyHash(address.firstName, salt).slice(0, 8));
});

test('snapshots say in which form they were kept', () => {
  expect(formerFormOf('{"status":"New"}')).toBe('unsalted');
  expect(formerFormOf('{"salt":"west N1","status":"New"}')).toBe('long');
  expect(formerFormOf('{"salt":"*west N1","status":"New"}')).toBeUndefined();
});

test('a text that was hashed before has the hash that it has alone, under its own salt', () => {
  const salts = fc.constantFrom(undefined, 'west N1', shortSalt('west N1'), shortSalt('west N2'), shortSalt('"'), '');
  const texts = fc.oneof(fc.constantFrom('', 'AU', 'WA', '"', '\\', 'é'), fc.string({ maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, salts), { minLength: 1, maxLength: 30 }), (asked) => {
      for (const [text, salt] of asked) {
        const alone = contentHash(salt === undefined ? text : [salt, text]);
        expect(saltedHash(text, salt)).toBe(salt?.startsWith('*') ? alone.slice(0, 11) : alone);
      }
    }),
  );
});
