import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEnvFile, setEnvVariable } from '../../src/config/edit/env-file.ts';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { least } from './sample.ts';

let folder: string;
let pipeline: string;
let env: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-file-'));
  pipeline = join(folder, 'stores.yaml');
  env = join(folder, '.env');
  writeFileSync(pipeline, least);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keys = async (environment: NodeJS.ProcessEnv = {}) => {
  const { primary, secondaries } = await readPipeline(pipeline, environment);
  return [primary.key, secondaries[0]?.key];
};
const TEXT = 'MAIN_KEY=main-key-of-file\r\nWEST_KEY=west-key-of-file\r\n';
const OF_FILE = ['main-key-of-file', 'west-key-of-file'];

describe('NETO_CONSOLIDATOR_KEYS', () => {
  test('names a file of keys that is read in place of .env, and anew each time', async () => {
    const file = join(folder, 'secret');
    writeFileSync(env, 'MAIN_KEY=a\nWEST_KEY=b\n');
    writeFileSync(file, TEXT);
    expect(await keys({ NETO_CONSOLIDATOR_KEYS: file })).toEqual(OF_FILE);
    writeFileSync(file, 'MAIN_KEY=c\nWEST_KEY=d\n');
    expect(await keys({ NETO_CONSOLIDATOR_KEYS: file, WEST_KEY: 'e' })).toEqual(['c', 'e']);
    expect(await keys({ NETO_CONSOLIDATOR_KEYS: '' })).toEqual(['a', 'b']);
  });

  test('that is not there is said, and .env is not taken for it', async () => {
    writeFileSync(env, TEXT);
    const named = join(folder, 'none');
    await expect(keys({ NETO_CONSOLIDATOR_KEYS: named })).rejects.toThrow(`${named}:1:1: the file can't be read`);
  });
});

describe('a file of keys as Windows programs write it', () => {
  test.each([
    ['with carriage returns', Buffer.from(TEXT)],
    ['with a mark of UTF-8 in front', Buffer.from(`\uFEFF${TEXT}`)],
  ])('%s is read by all that read it, and keeps its keys when one is set', async (_, bytes) => {
    writeFileSync(env, bytes);
    expect(await keys()).toEqual(OF_FILE);
    expect(await readEnvFile(env)).toEqual({ MAIN_KEY: OF_FILE[0], WEST_KEY: OF_FILE[1] });
    await setEnvVariable(env, 'MAIN_KEY', 'another-key');
    expect(await keys()).toEqual(['another-key', OF_FILE[1]]);
    expect(readFileSync(env, 'utf8').match(/MAIN_KEY/g)).toHaveLength(1);
  });

  const utf16 = Buffer.from(TEXT, 'utf16le');
  test.each([
    ['little end first, with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['big end first, with its mark', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])],
    ['without a mark', utf16],
  ])('in UTF-16, %s: is said to be that, and is never written to', async (_, bytes) => {
    writeFileSync(env, bytes);
    const said = /it is UTF-16, as PowerShell.* save it as UTF-8/;
    await expect(keys()).rejects.toThrow(said);
    await expect(readEnvFile(env)).rejects.toThrow(said);
    await expect(setEnvVariable(env, 'MAIN_KEY', 'another-key')).rejects.toThrow(said);
    expect(readFileSync(env)).toEqual(bytes);
  });
});
