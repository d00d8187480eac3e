import { randomUUID } from 'node:crypto';
import { chmod, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConsolidatorError } from '../../model/errors.ts';

/**
 * Puts a new text in place of a file's, all or nothing: whoever reads meanwhile, or after a power cut, sees one or the other.
 * Links are followed, and its rights stay.
 * @param before what it was edited from
 * @param examine looks at the new text as a file beside it, before it is put in place; what it throws leaves all as it was
 * @throws ConsolidatorError `file-unwritable`, also where somebody else has changed it meanwhile
 */
export async function replaceFile(
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
  examine: (file: string) => Promise<void>,
): Promise<void> {
  const target = await realpath(file);
  const beside = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}`);
  try {
    await writeBeside(beside, after, (await stat(target)).mode);
    await examine(beside);
    if ((await readFile(target, 'utf8')) !== before)
      throw unwritable(file, 'somebody else has changed it meanwhile, so nothing was written. Say it again.');
    await rename(beside, target);
  } catch (error) {
    if (error instanceof ConsolidatorError) throw error;
    throw unwritable(file, error instanceof Error ? error.message : 'the system gave no reason');
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

async function writeBeside(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(file, mode & 0o7777);
}

function unwritable(file: string, why: string): ConsolidatorError {
  return new ConsolidatorError('file-unwritable', `${file} could not be written: ${why}`);
}
