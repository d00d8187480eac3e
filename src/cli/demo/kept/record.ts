import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConsolidatorError } from '../../../model/errors.ts';
import { instantSchema } from '../../../model/time.ts';

const recordSchema = z.strictObject({
  about: z.string(),
  /** For people alone: its number may be another program's by now, so nothing is ever done to it. */
  process: z.int(),
  /** On this machine, where it is asked and told to end. */
  port: z.int().min(1).max(65_535),
  /** Tells it from whatever else listens there later. */
  token: z.string().min(20),
  ends: instantSchema,
});

/** What a kept demo leaves in its folder so that it can be found and ended. */
export type KeptRecord = z.infer<typeof recordSchema>;

export const ABOUT = 'neto-consolidator: the stores of a kept demo';

function recordFile(folder: string): string {
  return path.join(folder, 'demo.json');
}

/** @returns undefined where the folder holds no kept demo */
export function readRecord(folder: string): KeptRecord | undefined {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(readFileSync(recordFile(folder), 'utf8')));
    return parsed.success && parsed.data.about === ABOUT ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes a folder for a demo, and makes it where it is missing. Of two at once, one gets it.
 * @returns the first folder that was made for it
 * @throws ConsolidatorError `usage` where another demo has it; `file-unwritable`
 */
export function claimFolder(folder: string, record: KeptRecord): string | undefined {
  try {
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(recordFile(folder), `${JSON.stringify(record, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    return made;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EEXIST') {
      throw new ConsolidatorError('usage', `Another demo has just taken ${folder}. Give another folder.`, { cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError('file-unwritable', `The folder ${folder} can't be used: ${reason}.`, { cause });
  }
}
