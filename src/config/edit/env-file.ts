import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, open, readFile, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { ConsolidatorError } from '../../model/errors.ts';
import { renameOver } from '../../model/rename-over.ts';
import { textOf } from '../files.ts';

/** For the user alone. */
const MODE = 0o600;

/** What `.env` sets now; nothing where there is none. @throws ConsolidatorError `file-unreadable` */
export async function readEnvFile(file: string): Promise<NodeJS.Dict<string>> {
  try {
    return parseEnv(await readText(file));
  } catch (error) {
    if (isAbsent(error)) return {};
    const reason = error instanceof UnfitText ? `: ${error.message}` : '';
    throw new ConsolidatorError('file-unreadable', `${file} can't be read${reason}.`, { cause: error });
  }
}

/**
 * Sets one variable in `.env`, for the user alone, all or nothing; every other line stays as it is. A link stays one: what
 * it leads to is written.
 * @throws ConsolidatorError `file-unwritable`, which never holds the value
 */
export async function setEnvVariable(file: string, name: string, value: string): Promise<void> {
  const target = await targetOf(file);
  const beside = `${target}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const before = await readText(target).catch(ifMissing);
    const after = withVariable(before, name, value);
    if (parseEnv(after)[name] !== value) throw new Error('the value has characters that no such file can hold');
    const handle = await open(beside, 'wx', MODE);
    try {
      await handle.writeFile(after);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(beside, MODE);
    await renameOver(beside, target);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'the system gave no reason';
    throw new ConsolidatorError('file-unwritable', `${file} could not be written: ${reason}`);
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

class UnfitText extends Error {}

/** What would not come back as it was must not be written again. @throws UnfitText */
async function readText(file: string): Promise<string> {
  const text = textOf(await readFile(file));
  if (typeof text === 'string') return text;
  throw new UnfitText(text.fault);
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What cannot be read is not taken for empty, or all its lines would go. */
function ifMissing(error: unknown): string {
  if (isAbsent(error)) return '';
  throw error;
}

/** Where the lines of `.env` are. @throws ConsolidatorError `file-unwritable` for a link to anything but a file of the user's own */
async function targetOf(file: string): Promise<string> {
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined || !found.isSymbolicLink()) return file;
  const target = await realpath(file).catch(() => undefined);
  const there = target === undefined ? undefined : await stat(target);
  const isOwn = there?.isFile() === true && (process.getuid === undefined || there.uid === process.getuid());
  if (target !== undefined && isOwn) return target;
  const leads = target === undefined ? 'nothing' : `${target}, which is no file of your own`;
  throw new ConsolidatorError('file-unwritable', `${file} is a link to ${leads}, so no key is written there.`, {
    remedy: 'Put a file of your own in its place, or set the variable in the environment.',
  });
}

function withVariable(text: string, name: string, value: string): string {
  const line = `${name}=${quoted(value)}`;
  const rows = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  const isOwn = (row: string): boolean => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(row);
  const kept = rows.filter((row) => !isOwn(row));
  return `${[...kept, line].join('\n')}\n`;
}

/** A # would begin a comment, and quotes would be taken away. */
function quoted(value: string): string {
  if (!/[#"'`\\\s]/.test(value)) return value;
  const quote = ["'", '"', '`'].find((one) => !value.includes(one)) ?? "'";
  return `${quote}${value}${quote}`;
}

/** Whether Git would take such a file into a repository: it stands in a working tree, and no rule there ignores it. */
export async function isTrackable(file: string): Promise<boolean> {
  const target = await realpath(file).catch(() => file);
  return (await isTrackableAt(file)) || (target !== file && (await isTrackableAt(target)));
}

async function isTrackableAt(file: string): Promise<boolean> {
  const folder = await nearestFolder(path.dirname(path.resolve(file)));
  const git = (...words: string[]): Promise<number> =>
    new Promise((resolve) => {
      execFile('git', ['-C', folder, ...words], (error) => resolve(error === null ? 0 : Number(error.code) || 128));
    });
  if ((await git('rev-parse', '--is-inside-work-tree')) !== 0) return false;
  if ((await git('ls-files', '--error-unmatch', '--', file)) === 0) return true;
  return (await git('check-ignore', '--quiet', '--', file)) !== 0;
}

async function nearestFolder(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isThere || path.dirname(folder) === folder ? folder : nearestFolder(path.dirname(folder));
}
