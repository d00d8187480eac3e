import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { ConsolidatorError, exitCodeOf } from '../../src/model/errors.ts';
import { environment, least, ownFolder, read, refused, replaced } from './sample.ts';

describe('what is not YAML is refused once, with its place', () => {
  test.each([
    [
      'a tab',
      'name: a\nprimary:\n\turl: x\n',
      '3:1: a tab stands before the first word of the line; expected blanks; indent with two',
    ],
    ['an open quote', 'name: "a\nprimary: b\n', '3:1: a bracket, a quote or a comma is missing; expected YAML; close'],
    [
      'an open bracket',
      'name: [a, b\n',
      '2:1: the indentation does not fit the lines above, or a bracket there is still open',
    ],
    [
      'a second colon',
      'name: a: b\n',
      '1:7: a second colon with a blank stands in the line; expected one "key: value"',
    ],
    [
      'a line that is indented less than those it belongs beside',
      'primary:\n    url: a\n  key: b\n',
      '3:3: the line is indented by 2 blanks, as none of those above it is; expected what belongs together to be indented alike; give it 4 blanks',
    ],
    [
      'a line that is indented more than those it belongs beside',
      'primary:\n  url: a\n   key: b\n',
      '3:4: the line is indented deeper (3 blanks) than the one above it (2 blanks), which has a value already; expected',
    ],
    [
      'a line of a list that is indented less',
      'secondaries:\n  - name: a\n   url: b\n',
      '3:4: the line is indented by 3 blanks, as none of those above it is; expected',
    ],
    ['a tab behind blanks', 'primary:\n  url: a\n \tkey: b\n', '3:2: a tab stands before the first word of the line'],
    [
      'a bracket of several lines that is not closed',
      'a: [\n  b,\n     c\nd: e\n',
      '4:1: the indentation does not fit the lines above, or a bracket there is still open',
    ],
    ['a special character', 'name: @a\n', '1:7: a value begins with a special character; expected a value; put'],
    ['two documents', 'name: a\n---\nname: b\n', '2:1: a second document begins; expected one pipeline per file'],
    ['brackets without end', '['.repeat(100_000), 'too many brackets stand inside one another'],
  ])('%s', async (_, text, message) => {
    const { code, problems } = await refused(text);
    expect(code).toBe('config-unreadable');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
    expect(problems[0]).toMatch(/^\d+:\d+: .+; expected .+; .+/);
  });

  const nine = (anchor: string, item: string) => `${anchor}: &${anchor} [${Array(9).fill(item).join(', ')}]\n`;
  test.each([
    ['aliases of aliases', nine('a', 'x') + nine('b', '*a') + nine('c', '*b') + nine('d', '*c') + nine('e', '*d')],
    ['an alias of itself', 'name: &a [*a, *a]\n'],
    ['very many aliases', `name: &a x\nprimary: [${Array(5000).fill('*a').join(', ')}]\n`],
  ])('%s end', async (_, text) => {
    const { code, problems } = await refused(text);
    expect(code).toBe('config-unreadable');
    expect(problems).toEqual([
      '1:1: the file is too large or its aliases never end; expected a pipeline; write the parts out',
    ]);
  });

  test('a key that stands there twice', async () => {
    const { code, problems } = await refused(replaced(least, 'primary:', 'name: other\nprimary:'));
    expect(code).toBe('config-invalid');
    expect(problems).toEqual([
      '2:1: a key in the file stands here for the second time; expected each key once; take one of the two away',
    ]);
  });

  test.each([
    ['an unknown alias', 'name: *a', '1:7: a value begins with "*" or "&", and names nothing; expected a value'],
    ['a tag', 'name: !!binary x', '1:7: a value begins with "!"'],
    ['__proto__', '__proto__: x\nname: au', '1:1: a key in the file is "__proto__"'],
    ['a list as a key', '? [a]\n: b\nname: au', '1:1: a key in the file is not a text'],
  ])('%s', async (_, line, message) => {
    const { problems } = await refused(replaced(least, 'name: au-stores', line));
    expect(problems.join('\n')).toContain(message);
  });

  test('%YAML 1.1 does not make dates and truth values of texts', async () => {
    expect((await read(`%YAML 1.1\n---\n${replaced(least, 'au-stores', 'yes')}`)).name).toBe('yes');
  });

  test('anchors and merges of small size may be used, and Windows line ends', async () => {
    const text = replaced(replaced(least, 'Australia/Sydney', '&zone Australia/Sydney'), 'Australia/Perth', '*zone');
    expect((await read(text.replaceAll('\n', '\r\n'))).secondaries[0]?.timezone).toBe('Australia/Sydney');
  });
});

describe('the file itself', () => {
  test.each([
    ['', 'an empty file'],
    ['# only a comment\n', 'a comment'],
    ['---\n', 'an empty document'],
  ])('%j names what is required', async (text) => {
    const { code, problems } = await refused(text);
    expect(code).toBe('config-invalid');
    expect(problems.map((problem) => problem.split(';')[0])).toEqual(
      ['1:1: "name" is missing', '1:1: "primary" is missing', '1:1: "secondaries" is missing'].map((start) =>
        expect.stringContaining(start),
      ),
    );
  });

  test.each(['hello', '- a\n', '5', 'true', 'null: 1'])('%j is no pipeline', async (text) => {
    expect((await refused(text)).code).toBe('config-invalid');
  });

  const failure = async (file: string) => {
    const error: unknown = await readPipeline(file, environment).catch((reason: unknown) => reason);
    if (!(error instanceof ConsolidatorError)) throw error;
    expect(error.code).toBe('config-unreadable');
    expect(exitCodeOf(error)).toBe(2);
    return error.message.replace(file, '<file>');
  };

  test('that is not there', async () => {
    expect(await failure(path.join(await ownFolder(), 'none.yaml'))).toBe(
      "<file>:1:1: the file can't be read: it does not exist; expected a pipeline file; check the path and its rights",
    );
  });

  test('that is a folder', async () => {
    expect(await failure(await ownFolder())).toContain(
      "the file can't be read: it is a folder; expected a pipeline file",
    );
  });

  test('that never ends', async () => {
    expect(await failure('/dev/zero')).toContain('it is larger than a million bytes');
  });

  test('that is not UTF-8, with the place of the first wrong byte', async () => {
    const file = path.join(await ownFolder(), 'latin.yaml');
    await writeFile(file, Buffer.from('name: a\nledger: caf\xe9', 'latin1'));
    expect(await failure(file)).toMatch(/^<file>:2:12: the file can't be read: it is not UTF-8 text; save it as UTF-8/);
  });

  test('that begins with a byte order mark', async () => {
    expect((await read(`\uFEFF${least}`)).name).toBe('au-stores');
  });

  test('that is a link: .env and paths are beside the link', async () => {
    const [here, there] = [await ownFolder(), await ownFolder()];
    await writeFile(path.join(there, 'real.yaml'), least);
    await symlink(path.join(there, 'real.yaml'), path.join(here, 'link.yaml'));
    await writeFile(path.join(here, '.env'), 'MAIN_KEY=a\nWEST_KEY=b\n');
    const pipeline = await readPipeline(path.join(here, 'link.yaml'), {});
    expect(pipeline.ledger).toBe(path.join(here, 'state/au-stores.db'));
  });

  test('.env that is a folder', async () => {
    const here = await ownFolder();
    await mkdir(path.join(here, '.env'));
    await writeFile(path.join(here, 'a.yaml'), least);
    expect(await failure(path.join(here, 'a.yaml'))).toContain(
      ".env:1:1: the file can't be read: it is a folder; expected lines of NAME=VALUE; mend it or take it away",
    );
  });
});
