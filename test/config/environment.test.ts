import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { environment, least, ownFolder, read, refused, replaced } from './sample.ts';

describe('variables', () => {
  test('each that is not set is named with its place', async () => {
    const { code, problems } = await refused(least, {});
    expect(code).toBe('environment-missing');
    expect(problems).toEqual([
      '4:8: the variable MAIN_KEY is not set; expected its value in the environment or in .env beside the file; set it there',
      '10:10: the variable WEST_KEY is not set; expected its value in the environment or in .env beside the file; set it there',
    ]);
  });

  test('one that is not set is told with the file that is read in place of .env, where one is named', async () => {
    const named = `${await ownFolder()}/keys.env`;
    await writeFile(named, 'MAIN_KEY=a\n');
    const dotEnv = 'MAIN_KEY=a\nWEST_KEY=b\n';
    const { problems } = await refused(least, { NETO_CONSOLIDATOR_KEYS: named }, dotEnv);
    expect(problems).toEqual([
      `10:10: the variable WEST_KEY is not set; expected its value in the environment or in ${named}, which NETO_CONSOLIDATOR_KEYS names in place of .env; set it there`,
    ]);
  });

  test('one that is not set is told beside what else is wrong', async () => {
    const { code, problems } = await refused(replaced(least, 'books', 'book'), { MAIN_KEY: 'a' });
    expect(code).toBe('config-invalid');
    expect(problems.map((problem) => problem.split(' is ')[0])).toEqual([
      '10:10: the variable WEST_KEY',
      '14:14: "secondaries[0].purpose"',
    ]);
  });

  test('.env beside the file is read', async () => {
    const dotEnv = '# keys\nMAIN_KEY=from-file\nexport WEST_KEY="with # inside"\n';
    await expect(read(least, {}, dotEnv)).rejects.toThrow('which holds a blank');
    const { primary, secondaries } = await read(least, {}, 'MAIN_KEY=from-file\r\nWEST_KEY="with#inside"\r\n');
    expect([primary.key, secondaries[0]?.key]).toEqual(['from-file', 'with#inside']);
  });

  test('a key with nothing after its equals sign in .env is told as that, with the place', async () => {
    const { code, problems } = await refused(least, {}, '# keys\nMAIN_KEY=\nWEST_KEY=b');
    expect(code).toBe('config-invalid');
    expect(problems.join('\n')).toMatch(/\.env:2:1: MAIN_KEY is empty in \S*\.env; .*put the key after the =/);
    expect(problems).toHaveLength(1);
  });

  test.each([
    [
      'a quote that is not closed',
      'MAIN_KEY="secret\nWEST_KEY="b"',
      'begins with a quote that its line does not close',
    ],
    ['a quote at the end alone', 'WEST_KEY=b\nMAIN_KEY=secret"', 'ends with a quote that was never opened'],
    ['a blank inside the quotes', 'MAIN_KEY="secret "\nWEST_KEY=b', 'a blank stands inside the quotes'],
    ['something after the quotes', 'MAIN_KEY="sec"ret\nWEST_KEY=b', 'something follows the closing quote'],
    ['quotes of a word processor', 'MAIN_KEY=“secret”\nWEST_KEY=b', 'begins with a typographic quote'],
    ['a colon for the equals sign', 'MAIN_KEY: secret\nWEST_KEY=b', 'no "=" follows the name'],
  ])('of .env the name and line are told, and nothing of the value: %s', async (_, dotEnv, found) => {
    const { code, problems } = await refused(least, {}, dotEnv);
    const message = problems.join('\n');
    expect(code).toBe('config-invalid');
    const line = dotEnv.split('\n').findIndex((row) => row.startsWith('MAIN_KEY')) + 1;
    expect(message).toMatch(new RegExp(`\\.env:${line}:1: MAIN_KEY: `));
    expect(message).toContain(found);
    expect(message).not.toContain('sec');
    expect(message).not.toContain('is not set');
  });

  test('blanks around the equals sign, quotes and remarks of .env are taken as they are meant', async () => {
    const { primary, secondaries } = await read(least, {}, ' MAIN_KEY = "a" # one\nWEST_KEY= b\nOTHER="not ours\n');
    expect([primary.key, secondaries[0]?.key]).toEqual(['a', 'b']);
  });

  test('.env with a byte order mark', async () => {
    expect((await read(least, {}, '\uFEFFMAIN_KEY=a\nWEST_KEY=b\n')).primary.key).toBe('a');
  });

  test('the environment wins, also where it is empty', async () => {
    const dotEnv = 'MAIN_KEY=from-file\nWEST_KEY=from-file\n';
    expect((await read(least, { MAIN_KEY: 'from-environment' }, dotEnv)).primary.key).toBe('from-environment');
    const { problems } = await refused(least, { MAIN_KEY: '' }, dotEnv);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`4:8: "primary.key" is the value of \${MAIN_KEY}, which is empty`);
  });

  test('the process environment is not touched', async () => {
    await read(least, {}, 'MAIN_KEY=a\nWEST_KEY=b\nNETO_TEST_ONLY=c\n');
    expect(process.env).not.toHaveProperty('NETO_TEST_ONLY');
  });

  test('a value is not looked at again', async () => {
    expect((await read(least, { MAIN_KEY: `\${WEST_KEY}`, WEST_KEY: 'b' })).primary.key).toBe(`\${WEST_KEY}`);
  });

  test('names from the prototype are not set', async () => {
    expect((await refused(replaced(least, 'WEST_KEY', 'constructor'))).code).toBe('environment-missing');
  });

  test.each([`{ webhook: \${HOOK} }`, `{ webhook: "\${HOOK}" }`, `\n  webhook: \${HOOK}`])('in %j', async (written) => {
    const text = `${least}onProblem: ${written}\n`;
    const { onProblem } = await read(text, { ...environment, HOOK: 'https://hooks.example.com/{a}' });
    expect(onProblem.webhook).toBe('https://hooks.example.com/{a}');
    const { problems } = await refused(`${text}more: 1\n`, { ...environment, HOOK: 'hidden' });
    expect(problems.join('\n')).toContain(`"onProblem.webhook" is the value of \${HOOK}, which is no web address`);
    expect(problems.join('\n')).not.toContain('hidden');
  });

  test.each([`\${WEST KEY}`, `\${}`, `\${1A}`, `\${WEST_KEY`])('%s is no reference', async (written) => {
    const { problems } = await refused(replaced(least, 'name: au-stores', `name: "${written}"`));
    expect(problems.join('\n')).toContain(`1:7: "name" holds "\${" without a name and "}"; expected a reference like`);
  });

  test('where a number belongs, a variable is a text', async () => {
    const text = replaced(least, 'prefixes: [N]', `prefixes: [N]\n  pageSize: \${SIZE}`);
    const { problems } = await refused(text, { ...environment, SIZE: '5021' });
    expect(problems).toEqual([
      `6:13: "primary.pageSize" is the value of \${SIZE}, which is a text; expected a whole number from 1 to 10000; correct it`,
    ]);
  });
});
