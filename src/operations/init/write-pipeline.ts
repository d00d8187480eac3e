import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { readPipeline } from '../../config/read-pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';

interface Writing {
  /** A whole path. */
  readonly file: string;
  readonly text: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a file that is there already gives way. */
  readonly force: boolean;
}

/**
 * Puts a new pipeline file in its place once it has been read and found right, for the user alone.
 * @throws ConsolidatorError `file-unwritable`; `usage` where one is there; what is wrong with it
 */
export async function writePipeline({ file, text, environment, force }: Writing): Promise<void> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await readPipeline(beside, environment);
    if (force) await rename(beside, file);
    else await link(beside, file);
  } catch (error) {
    if (error instanceof ConsolidatorError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw isThere(file);
    const reason = error instanceof Error ? error.message : 'the system gave no reason';
    throw new ConsolidatorError('file-unwritable', `${file} could not be written: ${reason}`, { cause: error });
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

/** @throws ConsolidatorError `usage` @param shown as it was given */
export function refuseExisting(file: string, shown: string): void {
  if (existsSync(file)) throw isThere(shown);
}

function isThere(file: string): ConsolidatorError {
  return new ConsolidatorError('usage', `${file} is there already, and init never overwrites a file unless told to.`, {
    remedy: 'Give another name after init, or --force to lose what stands there.',
  });
}
