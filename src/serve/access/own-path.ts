import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renameOver } from '../../model/rename-over.ts';
import { makeOwnFolder } from './own-folder.ts';
import { newSecret } from './secrets.ts';

/** Of six bits each. */
const LETTERS = 22;
const PATH = /^[\w-]{22}$/;

/**
 * What stands before each address of the page on this machine. Cookies know no ports but paths: what another user serves at another
 * port is sent a cookie of ours only under this path, which nobody guesses. It stays the same, so that tabs and bookmarks live on.
 * @param home the state home @returns such as `/x3…`; one that nobody keeps where none can be kept
 */
export async function ownPath(home: string): Promise<string> {
  const file = path.join(home, 'serve', 'path');
  const known = await readOwn(file);
  if (known !== undefined) return `/${known}`;
  const made = newSecret().slice(0, LETTERS);
  const half = `${file}.${randomUUID()}`;
  try {
    await makeOwnFolder(path.dirname(file));
    await writeFile(half, made, { mode: 0o600, flag: 'wx' });
    await renameOver(half, file);
  } catch {
    // The file that opens the page lies there too, and says what is wrong.
    await rm(half, { force: true }).catch(() => {});
  }
  return `/${made}`;
}

/** One that others could read, or have written, is none. */
async function readOwn(file: string): Promise<string | undefined> {
  try {
    const { mode, uid } = await stat(file);
    const isOwn = process.platform === 'win32' || ((mode & 0o077) === 0 && uid === process.getuid?.());
    const text = isOwn ? await readFile(file, 'utf8') : '';
    return PATH.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
