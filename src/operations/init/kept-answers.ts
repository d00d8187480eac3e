import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ConsolidatorError } from '../../model/errors.ts';
import { renameOver } from '../../model/rename-over.ts';

const ABOUT = 'Answers given to `neto-consolidator init`, until its pipeline file is written. No key is among them.';

const keptSchema = z.strictObject({ about: z.string(), answers: z.record(z.string(), z.string()) });

export type KeptAnswers = Readonly<Record<string, string>>;

/** Beside the pipeline file that is being asked for. */
export function keptFile(pipeline: string): string {
  return path.join(path.dirname(pipeline), `.${path.parse(pipeline).name}.init.json`);
}

/** What was answered before a stop; undefined where nothing was. A file that was changed by hand counts as nothing. */
export async function readKept(file: string): Promise<KeptAnswers | undefined> {
  try {
    return keptSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data?.answers;
  } catch {
    return undefined;
  }
}

/** @throws ConsolidatorError `file-unwritable` */
export async function writeKept(file: string, answers: KeptAnswers): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, `${JSON.stringify({ about: ABOUT, answers }, null, 2)}\n`, { mode: 0o600 });
    await renameOver(`${file}.new`, file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'the system gave no reason';
    throw new ConsolidatorError('file-unwritable', `${file} could not be written: ${reason}`, { cause });
  }
}

export async function forgetKept(file: string): Promise<void> {
  await rm(file, { force: true });
}
