import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPrefixClashes, type PrefixOwner } from '../../src/model/order-id.ts';

// A short alphabet, so that clashes are frequent.
const prefix = fc.string({ unit: fc.constantFrom('a', 'A', 'B', '1', '-'), maxLength: 4 });
const prefixOwner = fc.record({ owner: fc.constantFrom('primary', 'west', 'east'), prefix });

/** Whether an id of the one could be read as an id of the other. The primary may be as it is with itself. */
function clash(a: PrefixOwner, b: PrefixOwner): boolean {
  if (a.owner === 'primary' && b.owner === 'primary') return false;
  const [x, y] = [a.prefix.toLowerCase(), b.prefix.toLowerCase()];
  const begins = (short: string, long: string) =>
    short === '' ? long === '' || /^\d/.test(long) : long.startsWith(short);
  return begins(x, y) || begins(y, x);
}

test('prefix clashes of generated sets are found exactly: each pair, once, and no other', () => {
  const text = ({ owner, prefix: own }: PrefixOwner) => `${owner} ${own}`;
  fc.assert(
    fc.property(fc.array(prefixOwner, { maxLength: 6 }), (owners) => {
      const pairs = owners.flatMap((a, index) => owners.slice(index + 1).map((b) => [a, b] as const));
      const expected = pairs.filter(([a, b]) => clash(a, b)).map(([a, b]) => [text(a), text(b)].sort().join());
      const found = findPrefixClashes(owners).map(({ shorter, longer }) => [text(shorter), text(longer)].sort().join());
      expect(found.sort()).toEqual(expected.sort());
    }),
    { numRuns: 1_000 },
  );
});
