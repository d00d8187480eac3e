import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, open, readFile, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConsolidatorError } from '../../model/errors.ts';
import { renameOver } from '../../model/rename-over.ts';

/**
 * Puts a new text in place of a file's, all or nothing: whoever reads meanwhile, or after a power cut, sees one or the other.
 * Links are followed, and its rights stay.
 * @param before what it was edited from
 * @param isTried all is looked at as ever, and the file stays as it is
 * @param examine looks at the new text as a file beside it, before it is put in place; what it throws leaves all as it was
 * @throws ConsolidatorError `file-unwritable`, also where somebody else has changed it meanwhile
 */
export async function replaceFile(
  file: string,
  {
    before,
    after,
    isTried = false,
  }: { readonly before: string; readonly after: string; readonly isTried?: boolean | undefined },
  examine: (file: string) => Promise<void>,
): Promise<void> {
  const target = await realpath(file);
  const beside = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}`);
  // What stands beside the address that was given, such as .env, is what the file is read with.
  const examined = path.join(path.dirname(path.resolve(file)), path.basename(beside));
  try {
    const like = await stat(target);
    await writeBeside(beside, after, like);
    if (examined !== beside) await writeBeside(examined, after, like);
    await examine(examined);
    if ((await readFile(target, 'utf8')) !== before)
      throw unwritable(file, 'somebody else has changed it meanwhile, so nothing was written. Say it again.');
    if (!isTried) await renameOver(beside, target);
  } catch (error) {
    if (error instanceof ConsolidatorError) throw error;
    throw unwritable(file, error instanceof Error ? error.message : 'the system gave no reason');
  } finally {
    for (const left of new Set([beside, examined])) await rm(left, { force: true }).catch(() => undefined);
  }
}

/** With the rights and the owner of what it is to replace; where the owner can't be kept, it is not replaced. */
async function writeBeside(file: string, text: string, { mode, uid, gid }: Stats): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    const own = await handle.stat();
    if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
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
