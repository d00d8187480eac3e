// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of a pipeline file
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { executeHere } from './execute-here.ts';

let stores: TwoStores;
let file: string;
/** As Notepad leaves a file: with the mark of UTF-8 in front, and lines that end in CR LF. */
const windows = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
beforeEach(async () => {
  stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N100', ShippingOption: 'Pigeon' })] });
  ({ file } = await stores.pipeline());
  const text = `# Büro\n${stringify(JSON.parse(readFileSync(file, 'utf8')))}`;
  writeFileSync(file, windows(text));
});
afterEach(() => stores.close());

const command = (...words: string[]) =>
  executeHere(words, {
    ...{ folder: stores.home, home: stores.home },
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' },
  });

test('a pipeline file as Notepad leaves it is run, edited by map, and stays one with its mark and its ends of lines', async () => {
  expect((await command('run', file, '--yes')).code).toBe(3);
  const before = readFileSync(file, 'utf8');
  const mapped = await command('map', 'shipping-method', 'Pigeon', file, '--to', 'Post', '--unchecked');
  expect([mapped.code, mapped.stderr]).toEqual([0, '']);
  const after = readFileSync(file, 'utf8');
  expect(after.slice(0, 8)).toBe(before.slice(0, 8));
  expect(after).toMatch(/Pigeon: Post\r\n/);
  expect(after.slice(1).replaceAll('\r\n', '')).not.toMatch(/[\r\n\uFEFF]./);
  expect((await command('run', file)).code).toBe(0);
  expect(stores.main.order('W100')).toMatchObject({ ShippingOption: 'Post' });
});
