import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPrefixClashes, ORDER_ID_MAXIMUM, type PrefixOwner, rewriteOrderId } from '../../src/model/order-id.ts';

describe('rewriteOrderId', () => {
  test('takes the longest declared prefix', () => {
    const prefixes = { N: 'W', NB: 'X' };
    expect(rewriteOrderId('N11177', prefixes)).toMatchObject({ kind: 'rewritten', id: 'W11177' });
    expect(rewriteOrderId('NB11177', prefixes)).toMatchObject({ kind: 'rewritten', id: 'X11177' });
  });

  test('keeps the backorder suffix and every zero', () => {
    expect(rewriteOrderId('N0001354-1', { N: 'W' })).toMatchObject({ id: 'W0001354-1' });
  });

  test('is exact about case: n1 is not N1', () => {
    expect(rewriteOrderId('n1', { N: 'W' })).toMatchObject({ kind: 'refused', reason: 'prefix-unknown' });
  });

  test('refuses an id over 15 characters instead of cutting it', () => {
    expect(rewriteOrderId('N12345678901234', { N: 'WS' })).toMatchObject({ kind: 'refused', reason: 'id-too-long' });
    expect(rewriteOrderId('N12345678901234', { N: 'W' })).toMatchObject({ id: 'W12345678901234' });
  });

  test('refuses what is neither digits nor digits with -n after the prefix', () => {
    for (const id of ['N', 'N12a', 'N12-', 'N12-1-1', 'N 12', 'N12\n']) {
      expect(rewriteOrderId(id, { N: 'W' }), id).toMatchObject({ kind: 'refused', reason: 'id-malformed' });
    }
  });

  test('the empty prefix stands for plain digits only', () => {
    expect(rewriteOrderId('123', { '': 'V' })).toMatchObject({ id: 'V123' });
    expect(rewriteOrderId('Q123', { '': 'V' })).toMatchObject({ kind: 'refused', reason: 'prefix-unknown' });
  });
});

describe('findPrefixClashes', () => {
  const owners = (...prefixes: string[]): PrefixOwner[] =>
    prefixes.map((prefix, index) => ({ owner: `store${index}`, prefix }));

  test('finds a prefix that begins with another, upper and lower case being the same', () => {
    expect(findPrefixClashes(owners('W', 'ws'))).toHaveLength(1);
    expect(findPrefixClashes(owners('W', 'w'))).toHaveLength(1);
    expect(findPrefixClashes(owners('W', 'E'))).toHaveLength(0);
  });

  test('finds W beside W0 in one store, where N0123 and 123 would both become W0123', () => {
    const clashes = findPrefixClashes([
      { owner: 'west', prefix: 'W' },
      { owner: 'west', prefix: 'W0' },
    ]);
    expect(clashes).toHaveLength(1);
  });

  test('the empty prefix clashes with a prefix that begins with a digit, and with itself', () => {
    expect(findPrefixClashes(owners('', 'W'))).toHaveLength(0);
    expect(findPrefixClashes(owners('', '0W'))).toHaveLength(1);
    expect(findPrefixClashes(owners('', ''))).toHaveLength(1);
  });
});

const prefixText = fc.stringMatching(/^[A-Z][A-Z0-9]{0,3}$/);
const sourcePrefix = fc.stringMatching(/^[A-Z]{0,3}$/);
const rest = fc.stringMatching(/^\d{1,8}(-\d{1,2})?$/);

test('over all stores of a clash-free set: no two source ids get one target id, none is over 15 characters, none begins like the primary', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(sourcePrefix, prefixText, { minKeys: 1, maxKeys: 3 }), { minLength: 1, maxLength: 3 }),
      fc.array(prefixText, { minLength: 1, maxLength: 2 }),
      fc.array(rest, { minLength: 1, maxLength: 8 }),
      (stores, primaryPrefixes, rests) => {
        const owners = [
          ...primaryPrefixes.map((prefix) => ({ owner: 'primary', prefix })),
          ...stores.flatMap((map, index) => Object.values(map).map((prefix) => ({ owner: `store${index}`, prefix }))),
        ];
        fc.pre(findPrefixClashes(owners).length === 0);
        const sources = new Map<string, string>();
        for (const [index, map] of stores.entries()) {
          for (const prefix of Object.keys(map)) {
            for (const tail of rests) {
              const result = rewriteOrderId(prefix + tail, map);
              if (result.kind === 'refused') continue;
              const source = `${index}:${prefix}${tail}`;
              const folded = result.id.toLowerCase();
              expect(sources.get(folded) ?? source).toBe(source);
              sources.set(folded, source);
              expect(result.id.length).toBeLessThanOrEqual(ORDER_ID_MAXIMUM);
              for (const own of primaryPrefixes) expect(folded.startsWith(own.toLowerCase())).toBe(false);
            }
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
