import { describe, expect, test } from 'vitest';
import { least, read, refused, replaced, two } from './sample.ts';

async function only(text: string): Promise<string> {
  const { code, problems } = await refused(text);
  expect(code).toBe('config-invalid');
  expect(problems).toHaveLength(1);
  return problems[0] ?? '';
}

const north = (line: string) => replaced(two, 'prefix: { N: D }', `prefix: { N: D }\n    ${line}`);

describe('references', () => {
  test('one that begins with the default of another store', async () => {
    expect(await only(north('references: { payment: "west:n" }'))).toBe(
      `23:28: the reference mark "west:n" meets the default of west, so that payments or credit notes could be taken for each other; expected one of which none begins with another's, capitals or not; choose another`,
    );
  });

  test.each([
    ['payment', 'WEST:'],
    ['overpayment', 'west'],
    ['creditNote', 'W'],
  ])('%s: %s meets the one of another store', async (key, value) => {
    const message = await only(north(`references: { ${key}: ${JSON.stringify(value)} }`));
    expect(message).toContain(`the reference mark ${JSON.stringify(value)} meets the default of west`);
  });

  test('both are written', async () => {
    const text = replaced(
      north('references: { payment: "x:1" }'),
      '{ N: W }',
      '{ N: W }\n    references: { creditNote: "x:" }',
    );
    expect(await only(text)).toContain('24:28: the reference mark "x:1" meets "x:" of west');
  });

  test('within one store only digits can lead to a meeting', async () => {
    const own = (value: string) => replaced(least, '{ N: W }', `{ N: W }\n    references: { creditNote: "${value}" }`);
    expect((await read(own('west:c'))).secondaries[0]?.references.creditNote).toBe('west:c');
    expect(await only(own('west:1'))).toContain('the reference mark "west:1" meets the default of west');
  });

  test('names of which one begins with the other do not meet', async () => {
    const { secondaries } = await read(replaced(two, 'name: north', 'name: west-2'));
    expect(secondaries.map((store) => store.references.payment)).toEqual(['west:', 'west-2:']);
  });
});

describe('user names', () => {
  const policy = (text: string, prefix: string) =>
    text.replace(
      /orders: \{ warehouse: Virtual \}\n {4}customers: .+username: north.+/,
      () => `orders: { warehouse: Virtual, houseEmail: a@example.com }\n    customers: { policy: prefix${prefix} }`,
    );
  const west = (text: string) =>
    text.replace(
      /orders: \{ warehouse: Virtual \}\n {4}customers: .+username: west.+/,
      () => 'orders: { warehouse: Virtual, houseEmail: a@example.com }\n    customers: { policy: match }',
    );

  test('a prefix that another store has by default', async () => {
    expect(await only(policy(west(two), ', usernamePrefix: W_'))).toContain(
      '26:50: the user name "W_" meets the default of west, so that customers of two stores could get one account',
    );
  });

  test('a prefix that another store’s begins with', async () => {
    expect(await only(policy(west(two), ', usernamePrefix: w'))).toContain('"w" meets the default of west');
  });

  test('a prefix that the house account of another store begins with', async () => {
    expect(await only(policy(two, ', usernamePrefix: west'))).toContain(
      '26:50: the user name "west" meets (not shown) of west',
    );
  });

  test('one house account for two stores', async () => {
    expect(await only(replaced(two, 'north_store', 'West_Store'))).toContain(
      'the user name (not shown) meets (not shown) of west',
    );
  });

  test('defaults and house accounts that only look alike', async () => {
    await read(policy(west(two), ''));
    await read(replaced(two, 'north_store', 'west_store_2'));
  });
});

describe('SKU prefixes', () => {
  const products = (first: string, other: string) =>
    replaced(
      replaced(two, '{ policy: placeholder }', `{ policy: prefix, skuPrefix: ${first} }`),
      '{ policy: placeholder }',
      `{ policy: prefix, skuPrefix: ${other} }`,
    );

  test.each(['W-', 'w-', 'W-2', 'W'])('W- and %s meet', async (other) => {
    expect(await only(products('W-', other))).toMatch(
      /^27:44: the SKU prefix ".+" meets "W-" of west, so that products of two stores could get one SKU; expected /,
    );
  });

  test('W- and D- do not', async () => {
    expect((await read(products('W-', 'D-'))).secondaries[1]?.products.skuPrefix).toBe('D-');
  });
});
