import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isTrackable, setEnvVariable } from '../../../src/config/edit/env-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  mkdirSync(join(folder, 'pipelines'));
  mkdirSync(join(folder, 'elsewhere'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = () => join(folder, 'pipelines/.env');
const other = () => join(folder, 'elsewhere/keys');

describe('.env that is a link', () => {
  test('stays one, and the file that it leads to gets the key, for the user alone', async () => {
    writeFileSync(other(), 'A=1\n', { mode: 0o644 });
    symlinkSync(other(), env());
    await setEnvVariable(env(), 'WEST_STORE_KEY', 'secret-key');
    expect(lstatSync(env()).isSymbolicLink()).toBe(true);
    expect(readFileSync(other(), 'utf8')).toBe('A=1\nWEST_STORE_KEY=secret-key\n');
    expect(statSync(other()).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['keys']);
  });

  test.each([
    ['to nothing', () => other(), 'a link to nothing'],
    ['to a folder', () => join(folder, 'elsewhere'), 'no file of your own'],
    ['to a device', () => '/dev/null', 'no file of your own'],
  ])('%s is refused with what to do, and stays', async (_, to, said) => {
    symlinkSync(to(), env());
    const error = await setEnvVariable(env(), 'WEST_STORE_KEY', 'secret-key').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'file-unwritable', message: expect.stringContaining(said) });
    expect(error).toMatchObject({ remedy: expect.stringContaining('set the variable in the environment') });
    expect(String(error)).not.toContain('secret-key');
    expect(lstatSync(env()).isSymbolicLink()).toBe(true);
    expect(existsSync(other())).toBe(false);
  });

  test('into a folder that Git looks after is one that Git would take', async () => {
    execFileSync('git', ['init', '-q', join(folder, 'elsewhere')]);
    writeFileSync(other(), '');
    symlinkSync(other(), env());
    expect(await isTrackable(env())).toBe(true);
  });
});

test('.env that can not be read is not taken for an empty one', async () => {
  mkdirSync(env());
  await expect(setEnvVariable(env(), 'WEST_STORE_KEY', 'secret-key')).rejects.toMatchObject({
    code: 'file-unwritable',
  });
  expect(statSync(env()).isDirectory()).toBe(true);
});
