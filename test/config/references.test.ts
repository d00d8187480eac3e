// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of a pipeline file
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryLines, setEntry } from '../../src/config/edit/set-entry.ts';
import { Environment, escapeReferences } from '../../src/config/substitute.ts';
import { readSource } from '../../src/config/yaml-source.ts';
import { many } from '../support/many.ts';
import { environment, least, read, refused, replaced } from './sample.ts';

const variables = new Environment({ KEY: 'secret-key', X: 'secret-x' });
const methods = (text: string, own: string): unknown => {
  const { data, problems } = readSource(text, variables);
  expect(problems).toEqual([]);
  const value = own.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], data);
  return value;
};
/** Names as no store should have them: with variables, with what hides these from YAML, and whatever else there is. */
const name = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '$',
        '{',
        '}',
        '${KEY}',
        '$${X}',
        '${',
        'X',
        '\\uE000',
        '\uE000',
        '\uE001',
        '$\uE000KEY\uE001',
        '"',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text !== '__proto__');

describe('a text that holds ${ is read as it is meant', () => {
  test('whatever is written by map, as a key or as a value, in lines and in braces', () => {
    const inLines = 'key: ${KEY}\nmethods:\n  Cash: C\n';
    const inBraces = 'key: "${KEY}"\nmethods: { Cash: C }\n';
    fc.assert(
      fc.property(name, name, fc.constantFrom(inLines, inBraces), (from, to, before) => {
        const [key, value] = [escapeReferences(from), escapeReferences(to)];
        const edited = setEntry(before, ['methods', key], value);
        const text = edited.kind === 'edited' ? edited.text : entryLines(['methods', key], value);
        expect(Object.getOwnPropertyDescriptor(methods(text, 'methods'), from)?.value).toBe(to);
        if (edited.kind === 'edited') expect(methods(text, 'key')).toBe('secret-key');
      }),
      { numRuns: many(60, 2000) },
    );
  });

  test.each([
    ['$${KEY}', '${KEY}'],
    ['a $${KEY} and ${KEY}', 'a ${KEY} and secret-key'],
    ['$$${KEY}', '$${KEY}'],
    ['$5 {x}', '$5 {x}'],
    ['$${', '${'],
    ['${KEY}${X}', 'secret-keysecret-x'],
  ])('%s stands for %s', (written, meant) => {
    expect(methods(`a: '${written}'\n`, 'a')).toBe(meant);
  });

  test('no character that hides a variable from YAML can be written so that it becomes one', () => {
    expect(methods('a: "$\\uE000KEY\\uE001"\nb: { c: ${X} }\n', 'a')).toBe('$\uE000KEY\uE001');
    expect(methods('a: "$\uE000KEY\uE001"\nb: { c: ${X} }\n', 'b.c')).toBe('secret-x');
  });
});

describe('the variable of a key', () => {
  test.each([
    ['a warehouse', 'warehouse: Virtual', 'warehouse: "${WEST_KEY}"', '"secondaries[0].orders.warehouse"'],
    ['part of a text', 'warehouse: Virtual', 'warehouse: "a ${MAIN_KEY}"', '"secondaries[0].orders.warehouse"'],
  ])('is refused as %s, from where it would go to the primary', async (_, from, to, place) => {
    const { code, problems } = await refused(replaced(least, from, to), environment);
    expect(code).toBe('config-invalid');
    expect(problems.join('\n')).toContain(`${place} holds the variable`);
    expect(problems).toHaveLength(1);
  });

  test('is a text like any other once it is escaped', async () => {
    const { secondaries } = await read(replaced(least, 'warehouse: Virtual', 'warehouse: "$${WEST_KEY}"'), environment);
    expect(secondaries[0]?.orders.warehouse).toBe('${WEST_KEY}');
  });
});
