import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { readPipeline } from '../../config/read-pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { renameOver } from '../../model/rename-over.ts';

interface Writing {
  /** A whole path. */
  readonly file: string;
  readonly text: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a file that is there already gives way. */
  readonly force: boolean;
}

/** Something that is wrong with the text. */
export interface TextProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** What was found; what was expected; what to do. */
  readonly message: string;
}

/**
 * Puts a new pipeline file in its place once it has been read and found right, for the user alone.
 * @param whenWrong makes an error for whoever has answered for the text, of which no file is left
 * @throws ConsolidatorError `file-unwritable`; `usage` where one is there; what is wrong with it
 */
export async function writePipeline(
  { file, text, environment, force }: Writing,
  whenWrong: (problems: readonly TextProblem[]) => Promise<ConsolidatorError>,
): Promise<void> {
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
    await readPipeline(beside, environment).catch(async (error: unknown) => {
      throw error instanceof ConsolidatorError ? await ofText(error) : error;
    });
    if (force) await renameOver(beside, file);
    else await link(beside, file);
  } catch (error) {
    if (error instanceof ConsolidatorError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw isThere(file);
    const reason = error instanceof Error ? error.message : 'the system gave no reason';
    throw new ConsolidatorError('file-unwritable', `${file} could not be written: ${reason}`, { cause: error });
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }

  async function ofText(error: ConsolidatorError): Promise<ConsolidatorError> {
    const rows = error.message.split('\n').filter((row) => row.startsWith(`${beside}:`));
    const problems = rows.flatMap((row): TextProblem[] => {
      const [, line, column, message] = /^:(\d+):(\d+): (.*)$/.exec(row.slice(beside.length)) ?? [];
      return message === undefined ? [] : [{ line: Number(line), column: Number(column), message }];
    });
    return problems.length === 0
      ? new ConsolidatorError(error.code, error.message.replaceAll(beside, file), { cause: error })
      : whenWrong(problems);
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
