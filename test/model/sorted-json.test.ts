import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedJson } from '../../src/model/sorted-json.ts';

/** As hashes of earlier versions were made, which stand in ledgers. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members: Readonly<Record<string, unknown>> = { ...value };
  return Object.fromEntries(
    Object.keys(members)
      .sort()
      .map((name) => [name, sorted(members[name])]),
  );
}

const name = fc.oneof(
  fc.constantFrom('a', 'b', 'id', 'é', '10', '9', '', 'quantity', '"'),
  fc.string({ maxLength: 3 }),
);
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 12 }).map((fields) => Object.fromEntries(fields)),
  ),
}));

describe('JSON with its fields in order', () => {
  it('is letter by letter what stands behind the hashes of earlier versions', () => {
    fc.assert(
      fc.property(
        value.filter((one) => one !== undefined),
        (one) => {
          expect(sortedJson(one)).toBe(JSON.stringify(sorted(one)));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('is the same of objects with the same fields, whatever the order in which these were put there', () => {
    expect(sortedJson({ b: 1, a: [{ d: '', c: null }] })).toBe('{"a":[{"c":null,"d":""}],"b":1}');
    expect(sortedJson({ a: [{ c: null, d: '' }], b: 1 })).toBe('{"a":[{"c":null,"d":""}],"b":1}');
  });
});
