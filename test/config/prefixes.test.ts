import { describe, expect, test } from 'vitest';
import { least, read, refused, replaced, two } from './sample.ts';

const only = async (text: string) => {
  const { code, problems } = await refused(text);
  expect(code).toBe('config-invalid');
  return problems;
};

describe('prefixes are prefix-free over all stores and the primary', () => {
  test("a target that is one of the primary's", async () => {
    expect(await only(replaced(least, '{ N: W }', '{ N: N }'))).toEqual([
      '12:18: the prefixes "N" (the primary) and "N" (west) are the same, so that invoice numbers of two stores or kinds could meet in Xero; expected prefixes of which none begins with another, capitals or not; choose another target',
    ]);
  });

  test.each([
    [
      'begins with the primary’s',
      '{ N: NW }',
      '12:18: the prefix "NW" (west) begins with the prefix "N" (the primary)',
    ],
    ['in small letters', '{ N: n }', '12:18: the prefixes "N" (the primary) and "n" (west) are the same'],
    ['within one store', '{ N: W, SFX: WS }', '12:26: the prefix "WS" (west) begins with the prefix "W" (west)'],
    ['within one store, with a digit', '{ N: W, "": W0 }', '12:25: the prefix "W0" (west) begins with the prefix "W"'],
    ['twice within one store', '{ N: W, SFX: W }', '12:26: the prefixes "W" (west) and "W" (west) are the same'],
    ['the longer one first', '{ N: WS, SFX: W }', '12:27: the prefix "WS" (west) begins with the prefix "W"'],
  ])('a target that meets another: %s', async (_, written, found) => {
    const problems = await only(replaced(least, '{ N: W }', written));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(found);
  });

  test('the targets of two stores', async () => {
    const problems = await only(replaced(two, '{ N: D }', '{ N: wd }'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('22:18: the prefix "wd" (north) begins with the prefix "W" (west)');
  });

  test('a primary that numbers without a prefix meets nothing that begins with a letter', async () => {
    expect((await read(replaced(least, '[N]', '["", N, NX]'))).primary.prefixes).toEqual(['', 'N', 'NX']);
  });

  test('a value from a variable is checked and not quoted', async () => {
    const { problems } = await refused(replaced(least, '{ N: W }', `{ N: "\${TARGET}" }`), {
      MAIN_KEY: 'a',
      WEST_KEY: 'b',
      TARGET: 'Nsecret',
    });
    expect(problems[0]).toContain(`the prefix the value of \${TARGET} (west) begins with the prefix "N"`);
    expect(problems[0]).not.toContain('secret');
  });
});

describe('prefixes that look like numbers', () => {
  test('as keys they are what stands there', async () => {
    const { secondaries } = await read(replaced(least, '{ N: W }', '{ N: W, 1: X, 007: Y, 1.50: Z }'));
    expect(secondaries[0]?.prefix).toEqual({ N: 'W', '1': 'X', '007': 'Y', '1.50': 'Z' });
  });

  test('1 and "1" are one key', async () => {
    expect(await only(replaced(least, '{ N: W }', '{ 1: W, "1": X }'))).toEqual([
      '12:21: a key in "secondaries[0].prefix" stands here for the second time; expected each key once; take one of the two away',
    ]);
  });

  test('the order of the file decides on the user name prefix, also among numbers', async () => {
    expect((await read(replaced(least, '{ N: W }', '{ N: W, 1: X }'))).secondaries[0]?.customers.usernamePrefix).toBe(
      'w_',
    );
  });

  test('in the list of the primary they have to stand in quotes', async () => {
    expect(await only(replaced(least, '[N]', '[007]'))).toEqual([
      '5:14: "primary.prefixes[0]" is number 7; expected a prefix such as N, or ""; put it in quotes: "007"',
    ]);
  });

  test.each([
    ['null', 'null: W'],
    ['nothing', '? \n      : W'],
    ['true', 'true: W'],
  ])('%s as a key is no prefix', async (_, written) => {
    const problems = await only(replaced(least, '{ N: W }', `\n      N: W\n      ${written}`));
    expect(problems.join('\n')).toMatch(
      /1[45]:\d+: a key in "secondaries\[0\]\.prefix" is not a text; .+ write "" for the empty prefix/,
    );
  });

  test('a variable as a key is refused', async () => {
    const problems = await only(replaced(least, '{ N: W }', `{ N: W, "\${WEST_KEY}": X }`));
    expect(problems).toEqual([
      `12:21: a key in "secondaries[0].prefix" holds "\${"; expected a name, since variables are for values; write the name itself, and "$\${" where it has a "\${"`,
    ]);
  });

  test.each(['"N N"', 'ABCDEFGHIJKLMNO'])('%s as a key is no prefix of an order number', async (key) => {
    const problems = await only(replaced(least, '{ N: W }', `{ ${key}: W }`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^12:15: a name in "secondaries\[0\]\.prefix" is .+; expected a prefix of at most 14/);
  });

  test.each(['"1W"', '"W W"', 'W_', '""', '"-W"', 'ABCDEFGHIJK'])('%s is no target', async (target) => {
    const problems = await only(replaced(least, '{ N: W }', `{ N: ${target} }`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^12:18: .+, which is not made of 1 to 10 letters, digits and -/);
  });
});
