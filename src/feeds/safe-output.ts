import { randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ConsolidatorError } from '../model/errors.ts';
import { renameOver } from '../model/rename-over.ts';
import { checkOutput, type Replacing } from './may-replace.ts';

/**
 * A file that appears under its name only when it is whole: written beside it under a temporary name, synced, then moved
 * into place. Whoever watches the folder never sees half of it.
 */
export class SafeOutput {
  readonly #file: string;
  readonly #temporary: string;
  readonly #replacing: Replacing;
  readonly #handle: FileHandle;

  private constructor(file: string, temporary: string, replacing: Replacing, handle: FileHandle) {
    this.#file = file;
    this.#temporary = temporary;
    this.#replacing = replacing;
    this.#handle = handle;
  }

  /**
   * @throws ConsolidatorError `output-exists`, `file-unwritable`
   */
  static async open(file: string, options: Replacing & { readonly mode?: number } = {}): Promise<SafeOutput> {
    await checkOutput(file, options);
    const name = `.${path.basename(file)}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
    const temporary = path.join(path.dirname(file), name);
    try {
      const handle = await open(temporary, 'wx', options.mode ?? 0o666);
      // A mode that was asked for is given whole; what the process takes away from new files is for the others.
      if (options.mode !== undefined) await handle.chmod(options.mode);
      return new SafeOutput(file, temporary, options, handle);
    } catch (cause) {
      throw unwritable(file, cause);
    }
  }

  /** @throws ConsolidatorError `file-unwritable` */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let written = 0; written < bytes.length; ) {
        written += (await this.#handle.write(bytes, written, bytes.length - written)).bytesWritten;
      }
    } catch (cause) {
      throw unwritable(this.#file, cause);
    }
  }

  /** Moves the file into place. @throws ConsolidatorError `file-unwritable`, `output-exists` when it appeared meanwhile */
  async commit(): Promise<void> {
    try {
      await this.#handle.sync();
      await this.#handle.close();
      // Looked at anew: it may have appeared, or become something else, while it was written. What appears after this look was
      // not checked, and is not replaced.
      const isThere = await exists(this.#file);
      await checkOutput(this.#file, this.#replacing);
      if (isThere || this.#replacing.force === true) await renameOver(this.#temporary, this.#file);
      else await moveToFreeName(this.#temporary, this.#file);
      await syncFolder(path.dirname(this.#file));
    } catch (cause) {
      if (cause instanceof ConsolidatorError) throw cause;
      if (codeOf(cause) === 'EEXIST') throw alreadyThere(this.#file);
      throw unwritable(this.#file, cause);
    }
  }

  /** Takes the temporary file away; harmless after `commit`. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#temporary, { force: true });
  }
}

/** A small file as a whole. @throws ConsolidatorError `output-exists`, `file-unwritable` */
export async function writeSafely(
  file: string,
  content: string | Uint8Array,
  options: Replacing & { readonly mode?: number },
): Promise<void> {
  const output = await SafeOutput.open(file, options);
  try {
    await output.write(typeof content === 'string' ? Buffer.from(content) : content);
    await output.commit();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** A link fails where a file has that name, a rename would replace it; not every file system has links. */
async function moveToFreeName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw cause;
    if (await exists(to)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
    await rename(from, to);
    return;
  }
  await rm(from);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  // Not every system lets a folder be synced; the file itself is.
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function exists(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}

function alreadyThere(file: string): ConsolidatorError {
  return new ConsolidatorError(
    'output-exists',
    `${file} is there already. Give another path, or --force to replace it.`,
  );
}

function unwritable(file: string, cause: unknown): ConsolidatorError {
  return new ConsolidatorError('file-unwritable', `${file} can't be written (${codeOf(cause) ?? 'unknown reason'}).`, {
    cause,
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
