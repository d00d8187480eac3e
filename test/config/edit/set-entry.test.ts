import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { entryLines, setEntry } from '../../../src/config/edit/set-entry.ts';

const path = ['secondaries', 0, 'payments', 'methods', 'Zip'] as const;

function edited(text: string, to = 'West - Zip', at: Parameters<typeof setEntry>[1] = path): string {
  const result = setEntry(text, at, to);
  if (result.kind !== 'edited') throw new Error(result.kind);
  return result.text;
}

describe('one entry of a YAML file is set, and every other byte stays as it is', () => {
  test.each([
    [
      'in a map in block form, behind its last entry and that one’s comment',
      '# mine\nsecondaries:\n  - name: west\n    payments:\n      methods:\n        Cash:   "West - Cash" # till\n\n# the end\n',
      '# mine\nsecondaries:\n  - name: west\n    payments:\n      methods:\n        Cash:   "West - Cash" # till\n        Zip: West - Zip\n\n# the end\n',
    ],
    [
      'in a map in braces',
      'secondaries:\n  - name: west\n    payments: { methods: { Cash: C }, lookBackDays: 3 }\n',
      'secondaries:\n  - name: west\n    payments: { methods: { Cash: C, Zip: West - Zip }, lookBackDays: 3 }\n',
    ],
    [
      'in empty braces',
      'secondaries:\n  - name: west\n    payments: { methods: {} }\n',
      'secondaries:\n  - name: west\n    payments: { methods: { Zip: West - Zip } }\n',
    ],
    [
      'where the map is not there yet',
      'secondaries:\n  - name: west\n    payments:\n      lookBackDays: 3 # a\n    since: 2026-07-01\n',
      'secondaries:\n  - name: west\n    payments:\n      lookBackDays: 3 # a\n      methods:\n        Zip: West - Zip\n    since: 2026-07-01\n',
    ],
    [
      'where its group is not there either, behind a list',
      'secondaries:\n  - name: west\n    entities:\n      - orders\n      - payments\n  - name: south\n',
      'secondaries:\n  - name: west\n    entities:\n      - orders\n      - payments\n    payments:\n      methods:\n        Zip: West - Zip\n  - name: south\n',
    ],
    [
      'under a key with nothing behind it',
      'secondaries:\n  - name: west\n    payments:\n      methods: # none yet\n    since: 2026-07-01\n',
      'secondaries:\n  - name: west\n    payments:\n      methods: # none yet\n        Zip: West - Zip\n    since: 2026-07-01\n',
    ],
    [
      'in a file without an end of line',
      'secondaries:\n  - name: west\n    payments:\n      methods:\n        Cash: C',
      'secondaries:\n  - name: west\n    payments:\n      methods:\n        Cash: C\n        Zip: West - Zip\n',
    ],
    [
      'in a file with Windows ends of line',
      'secondaries:\r\n  - name: west\r\n    payments:\r\n      methods:\r\n        Cash: C\r\n    since: 2026-07-01\r\n',
      'secondaries:\r\n  - name: west\r\n    payments:\r\n      methods:\r\n        Cash: C\r\n        Zip: West - Zip\r\n    since: 2026-07-01\r\n',
    ],
    [
      'in a file with mixed ends of line, as the line above it ends',
      'secondaries:\r\n  - name: west\r\n    payments:\n      methods:\n        Cash: C\n    since: 2026-07-01\r\n',
      'secondaries:\r\n  - name: west\r\n    payments:\n      methods:\n        Cash: C\n        Zip: West - Zip\n    since: 2026-07-01\r\n',
    ],
    [
      'that has another value already',
      'secondaries:\n  - payments: { methods: { Zip: Old, Cash: C } } # x\n',
      'secondaries:\n  - payments: { methods: { Zip: West - Zip, Cash: C } } # x\n',
    ],
  ])('%s', (_, before, after) => {
    expect(edited(before)).toBe(after);
  });

  test('and says so where it is there already', () => {
    expect(setEntry('secondaries:\n  - payments: { methods: { Zip: Z } }\n', path, 'Z')).toEqual({ kind: 'unchanged' });
  });

  test.each([
    ['an alias', 'x: &x { Cash: C }\nsecondaries:\n  - payments: { methods: *x }\n'],
    ['a list', 'secondaries:\n  - payments: { methods: [Cash] }\n'],
    ['no YAML', 'secondaries:\n  - payments: { methods: {\n'],
  ])('and leaves to a person what stands there as %s', (_, text) => {
    expect(setEntry(text, path, 'Z')).toEqual({ kind: 'by-hand' });
  });

  test('whatever the names and the value hold', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((one) => !/[\n\r]/.test(one));
    const files = [
      'secondaries:\n  - name: west # a\n    payments:\n      methods:\n        Cash: C # b\n# c\n',
      'secondaries:\n  - name: west # a\n    payments: { methods: { Cash: C } } # b\n',
      'secondaries:\n  - name: west # a\n',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...files), text, text, (file, name, to) => {
        const result = setEntry(file, ['secondaries', 0, 'payments', 'methods', name], to);
        // A name that YAML takes for something else is a person's to write.
        if (result.kind !== 'edited') return;
        expect(parse(result.text).secondaries[0].payments.methods[name]).toBe(to);
        for (const comment of file.match(/# \w/g) ?? []) expect(result.text).toContain(comment);
      }),
      { numRuns: 300 },
    );
  });
});

test('the lines to add by hand are those of the file', () => {
  expect(entryLines(path, 'West - Zip')).toBe('secondaries:\n  payments:\n    methods:\n      Zip: West - Zip');
});
