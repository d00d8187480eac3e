import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { accepts, documentedKeys } from '../../src/config/describe.ts';
import { pipelineJsonSchema } from '../../src/config/documentation/json-schema.ts';
import { configurationPage } from '../../src/config/documentation/page.ts';
import { annotatedSample, shortSample } from '../../src/config/documentation/sample.ts';
import { exampleOf } from '../../src/config/documentation/table.ts';
import { below, isValid, type JsonSchema } from './json-schema-validator.ts';
import { full, least, read, refused, replaced, two } from './sample.ts';

const onDisk = (name: string) => readFileSync(path.join(import.meta.dirname, '../..', name), 'utf8');
const variables = {
  MAIN_STORE_KEY: 'a',
  MAIN_STORE_USER: 'b',
  WEST_STORE_KEY: 'c',
  WEST_STORE_USER: 'd',
  ALERT_WEBHOOK: 'https://hooks.example.com/',
  SMTP_URL: 'smtps://user:password@smtp.example.com',
  SMTP_USER: 'user',
  SMTP_PASSWORD: 'password',
  XERO_CLIENT_ID: 'id',
  XERO_CLIENT_SECRET: 'secret',
};

describe('docs/configuration.md', () => {
  test('is what the schema says, and so is the JSON schema', () => {
    expect(onDisk('docs/configuration.md')).toBe(configurationPage());
    expect(onDisk('schema/pipeline.schema.json')).toBe(pipelineJsonSchema());
  });

  test('has samples that are right', async () => {
    expect((await read(annotatedSample, variables)).secondaries[0]?.prefix).toEqual({ N: 'W', SFX: 'X', '': 'V' });
    expect((await read(shortSample, variables)).name).toBe('au-stores');
    expect(configurationPage()).toContain(annotatedSample);
  });

  test('has every key in the annotated sample', () => {
    const lost = documentedKeys().filter((key) => {
      const name = key.path.split(/[.[\]]+/).at(-1);
      return !new RegExp(`(^|[ {-])(# )?${name}:`, 'm').test(annotatedSample);
    });
    expect(lost.map((key) => key.path)).toEqual([]);
  });

  test.each(documentedKeys().map((key) => [key.path, key] as const))('has a right example for %s', (name, key) => {
    const example = exampleOf(key);
    if (name === 'primary' || name === 'secondaries') return;
    const value: unknown = parse(
      (example ?? '').replaceAll(/"?\$\{(\w+)\}"?/g, (_, variable: keyof typeof variables) => variables[variable]),
    );
    const steps = name.replaceAll('[]', '.0').split('.');
    expect(
      accepts(
        steps.map((step) => (step === '0' ? 0 : step)),
        value,
      ),
      example,
    ).toBe(true);
  });

  test('shows a message that the program writes', async () => {
    const { problems } = await refused(replaced(least, '{ N: W }', '{ N: NW }'));
    expect(configurationPage()).toContain(`pipelines/au-stores.yaml:${problems[0]}\n`);
  });

  test('shows cron lines that are accepted', async () => {
    const lines = [...configurationPage().matchAll(/^\| `([^`]+ [^`]+ [^`]+ [^`]+ [^`]+)` \| (every|at) /gm)];
    expect(lines).toHaveLength(3);
    for (const [, line] of lines) expect((await read(`${least}schedule: "${line}"\n`)).schedule).toBe(line);
  });
});

describe('schema/pipeline.schema.json', () => {
  const schema = JSON.parse(pipelineJsonSchema()) as JsonSchema;

  test('describes everything', () => {
    const bare = [...below(schema)].filter(
      ([, { description }]) => typeof description !== 'string' || description === '',
    );
    expect(bare.map(([where]) => where)).toEqual([]);
    expect([...below(schema)].length).toBeGreaterThan(70);
  });

  test.each([
    ['the annotated sample', annotatedSample],
    ['the short sample', shortSample],
    ['every key', full],
    ['two stores', two],
    ['variables in texts', replaced(least, 'name: west', `name: "\${STORE}"`).replace('2026-07-01', `"\${SINCE}"`)],
  ])('accepts %s', (_, text) => {
    expect(isValid(parse(text), schema)).toBe(true);
  });

  test.each([
    ['an unknown key', '    purpose: books', '    purpose: books\n    purpos: books'],
    ['a missing key', '    purpose: books\n', ''],
    ['a literal key', `\${WEST_KEY}`, 'abcdefgh'],
    ['a name', 'name: west', 'name: primary'],
    ['an address', 'https://west', 'west'],
    ['a purpose', 'books', 'book'],
    ['a date', '2026-07-01', '1.7.2026'],
    ['no prefix', '{ N: W }', '{}'],
    ['a target prefix', '{ N: W }', '{ N: 1W }'],
    ['a variable as a prefix', '{ N: W }', `{ "\${WEST_STORE_PREFIX}": W }`],
    ['an empty list', '[N]', '[]'],
    ['a number', 'prefixes: [N]', 'prefixes: [N]\n  pageSize: 0'],
    ['an e-mail address', 'accounts@', 'accounts'],
    ['twice the same', 'purpose: books', 'purpose: books\n    entities: [orders, orders]'],
  ])('refuses %s, as the program does', async (_, from, to) => {
    const text = replaced(least, from, to);
    expect(isValid(parse(text), schema)).toBe(false);
    await refused(text);
  });
});
