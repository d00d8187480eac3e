import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConsolidatorError } from '../model/errors.ts';

export interface Replacing {
  /** A person has said that a file which is there may be replaced. */
  readonly force?: boolean | undefined;
  /** Files that must not be the output, by whatever name or link. */
  readonly keep?: readonly string[] | undefined;
  /** Whether a file that begins so is one that we wrote ourselves, and so may be replaced without a word. */
  readonly ours?: ((beginning: string) => boolean) | undefined;
}

/** So much of a file shows what it is. */
const BEGINNING = 4096;
const SQLITE = 'SQLite format 3\0';
/** What stands beside a database or a lock, secrets, and pipeline files: no output of ours bears such a name. */
export const NEVER_WRITTEN_TO = /(^\.env(\..*)?|-(wal|shm|journal)|\.(lock|ya?ml|db|sqlite3?))$/i;

/**
 * Every command that writes a file asks this before it does: nothing that we did not make is replaced unless a person has
 * said so, and never what is no plain file (a link, a device, a folder), a database, a file of secrets or a pipeline file.
 * @throws ConsolidatorError `output-exists`
 */
export async function checkOutput(file: string, { force = false, keep = [], ours }: Replacing): Promise<void> {
  const there = await lstat(file).catch(() => undefined);
  if (there === undefined) return;
  for (const input of keep) {
    if (await isSameFile(input, file)) throw refused(`${file} is the input itself, which is never replaced.`);
  }
  if (!there.isFile()) {
    throw refused(`${file} is ${kindOf(there)}, and only plain files are ever replaced. Give another path.`);
  }
  const beginning = await beginningOf(file);
  if (NEVER_WRITTEN_TO.test(path.basename(file)) || beginning.startsWith(SQLITE)) {
    throw refused(
      `${file} may be a ledger, a pipeline file or a file of secrets, which is never replaced. Give another path.`,
    );
  }
  if (force || ours?.(beginning) === true) return;
  throw refused(`${file} is there already. Give another path, or --force to replace it.`);
}

function kindOf(there: Awaited<ReturnType<typeof lstat>>): string {
  if (there.isSymbolicLink()) return 'a link';
  return there.isDirectory() ? 'a folder' : 'a device or a pipe';
}

/** Empty where it can't be read. */
async function beginningOf(file: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle?.close();
  }
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((file) => stat(file).catch(() => undefined)));
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}

function refused(message: string): ConsolidatorError {
  return new ConsolidatorError('output-exists', message);
}
