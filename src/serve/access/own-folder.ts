import { chmod, lstat, mkdir } from 'node:fs/promises';
import { ConsolidatorError } from '../../model/errors.ts';

/**
 * Makes a folder of this user's, where nobody else reads, or puts something in the place of a file.
 * @throws ConsolidatorError `file-unwritable` where a link, or a folder of somebody else, is in its place
 */
export async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid()))
    throw new ConsolidatorError(
      'file-unwritable',
      `${folder} is no folder of yours, so that the file that opens the page is not put there. Move it away.`,
    );
  // Windows keeps rights elsewhere.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) await chmod(folder, 0o700);
}
