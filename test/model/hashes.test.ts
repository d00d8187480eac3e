import { expect, test } from 'vitest';
import { contentHash, keyHash, textHash } from '../../src/model/hashes.ts';

test('what is hashed has the hash that ledgers hold of it, in whatever order its fields were read', () => {
  const content = { b: [{ z: 1, a: 'é' }, null], a: null, B: undefined, 10: true, 9: 'x' };
  expect(contentHash(content)).toBe('NDNVat7ZGtK9RGGUrdgtwi');
  expect(contentHash({ 9: 'x', 10: true, a: null, b: [{ a: 'é', z: 1 }, null] })).toBe('NDNVat7ZGtK9RGGUrdgtwi');
  expect(contentHash(['secondary N1', 'Some Street'])).toBe('vC8g3ngPuC3HZeufPbXxdF');
  expect(contentHash('x')).toBe('ui30kDosFOhtw7zKWJEbRK');
  expect(textHash(' a\r\nb ', 's N1')).toBe('q3ecurDb4VWiBjySVhZpji');
  expect(keyHash('Ä', 's')).toBe('r0aA1YZZg8Inmjv-s2HVlL');
});
