import { describe, expect, test } from 'vitest';
import { environment, least, read, refused, replaced, two } from './sample.ts';

/** The one problem of a file in which `from` became `to`. */
async function problemOf(text: string, from: string, to: string): Promise<string> {
  const { code, problems } = await refused(replaced(text, from, to));
  expect(code).toBe('config-invalid');
  expect(problems).toHaveLength(1);
  return problems[0] ?? '';
}

describe('addresses', () => {
  test.each([
    'http://west.example.com',
    'ftp://west.example.com',
    'west.example.com',
    'https://user:s3cret@west.example.com',
    'https://west.example.com/shop',
    'https://west.example.com/?page=1',
    'https://west.example.com#top',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'https:\\\\west.example.com',
  ])('%s is refused', async (url) => {
    const problem = await problemOf(least, 'https://west.example.com', url);
    expect(problem).toMatch(
      /^9:10: "secondaries\[0\]\.url" is .+, which (does not begin|is no web|holds) .+; expected /,
    );
    expect(problem).not.toContain('s3cret');
  });

  test.each(['http://127.0.0.1:8000', 'http://localhost:8000', 'http://[::1]:8000/'])('%s is accepted', async (url) => {
    const pipeline = await read(replaced(least, 'https://west.example.com', url));
    expect(pipeline.secondaries[0]?.url).toBe(url.replace(/\/$/, ''));
  });

  test.each([
    ['https://main.example.com', ''],
    ['HTTPS://MAIN.Example.com/', ''],
    ['https://main.example.com:443', ''],
    ['https://main.example.com.', ''],
    ['https://www.main.example.com', ' (with or without "www." it is one store)'],
  ])('the primary as a secondary: %s', async (url, alike) => {
    expect(await problemOf(least, 'https://west.example.com', url)).toBe(
      `9:10: west has the same address as the primary${alike}; expected another store, since the primary can't be its own secondary; give its own address`,
    );
  });

  test('one store twice', async () => {
    expect(await problemOf(two, 'https://north.example.com', 'https://WEST.example.com/')).toBe(
      '19:10: north has the same address as west; expected each store once; take one away',
    );
  });

  test('one store of this machine by two names', async () => {
    const text = replaced(least, 'https://main.example.com', 'http://localhost:8000');
    expect(await problemOf(text, 'https://west.example.com', 'http://127.0.0.1:8000')).toContain('the same address');
    const other = replaced(text, 'https://west.example.com', 'http://127.0.0.1:8001');
    expect((await read(other)).secondaries[0]?.host).toBe('127.0.0.1:8001');
  });

  test.each(['null', 'unlimited'])('no limit (%s) is for this machine only', async (limit) => {
    const line = `url: https://west.example.com\n    requestsPerMinute: ${limit}`;
    const problem = await problemOf(least, 'url: https://west.example.com', line);
    expect(problem).toMatch(/^10:24: "requestsPerMinute" says that there is no limit; expected a whole number/);
    const here = replaced(least, 'url: https://west.example.com', line.replace(/https:[^\n]+/, 'http://localhost:1'));
    expect((await read(here)).secondaries[0]?.requestsPerMinute).toBeNull();
  });
});

describe('names', () => {
  test('two secondaries with one name', async () => {
    expect(await problemOf(two, 'name: north', 'name: west')).toBe(
      '18:11: two secondaries are called "west", capitals or not; expected a name of its own for each; choose another',
    );
  });

  test('two names that differ in capitals only', async () => {
    const { problems } = await refused(replaced(two, 'name: north', 'name: West'));
    expect(problems.join('\n')).toContain('18:11: two secondaries are called "West", capitals or not');
  });

  test('a secondary that is called primary', async () => {
    expect(await problemOf(least, 'name: west', 'name: primary')).toMatch(
      /^8:11: "secondaries\[0\]\.name" is the text "primary", .+ and not "primary" or "xero"/,
    );
  });

  test.each(['west store', '"west:"', '"1west"', '"-west"', 'wésts', 'westernwestern', 'Primary', '"west "'])(
    'a name that can not be a reference: %s',
    async (name) => {
      const problem = await problemOf(least, 'name: west', `name: ${name}`);
      expect(problem).toMatch(/^8:11: .+ is not a name for a secondary; expected 1 to 12 lower-case letters/);
    },
  );

  test('a secondary that is called primary does not share the exemption of its prefixes', async () => {
    const { problems } = await refused(replaced(least, 'name: west', 'name: primary').replace('{ N: W }', '{ N: N }'));
    expect(problems.join('\n')).toContain('12:18: the prefixes "N" (the primary) and "N" (primary) are the same');
  });
});

describe('keys', () => {
  test.each([
    ['a literal', 'abcdefgh12345678', 'stands in the file itself (not shown)'],
    ['a number', '1234567890123456', 'stands in the file itself (not shown)'],
    ['a variable with something before it', `x\${WEST_KEY}`, 'stands in the file itself (not shown)'],
    ['a default value', `"\${WEST_KEY:-abcdefgh1234}"`, 'stands in the file itself (not shown)'],
    ['two variables', `\${WEST_KEY}\${WEST_KEY}`, 'stands in the file itself (not shown)'],
    ['a map', '{ abcdefgh12345678: 1 }', 'stands in the file itself (not shown)'],
    ['blanks around the variable', `" \${WEST_KEY}"`, 'has blanks around its variable'],
  ])('%s is refused and not shown', async (_, written, found) => {
    const { code, problems } = await refused(replaced(least, `\${WEST_KEY}`, written));
    expect(code).toBe('config-invalid');
    expect(problems.join('\n')).toContain(`10:10: "key" ${found}; expected `);
    expect(problems.join('\n')).not.toMatch(/abcdefgh|123456/);
  });

  test.each([
    ['', `is the value of \${WEST_KEY}, which is empty`],
    ['abc ', 'which begins or ends with a blank'],
    ['ab\ncd', 'which holds a blank or a character that no key holds'],
  ])('a variable that holds %j is refused', async (value, found) => {
    const { problems } = await refused(least, { ...environment, WEST_KEY: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^10:10: /);
    expect(problems[0]).toContain(found);
    if (value !== '') expect(problems[0]).not.toContain(value.trim());
  });
});
