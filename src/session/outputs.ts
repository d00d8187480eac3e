import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';
import { writeSafely } from '../feeds/safe-output.ts';

const outputsSchema = z.array(z.string());
/** Of more, the oldest are let go of: a person can name them. */
const MOST = 5_000;

/** Beside the ledger: where files of this pipeline were written to for people, which may name shoppers. */
export function outputsFile({ ledger }: Pick<Pipeline, 'ledger'>): string {
  return `${ledger}.outputs.json`;
}

/** Whole paths, the newest last. One that can't be read counts as empty: a person can name files. */
export async function readOutputs(pipeline: Pick<Pipeline, 'ledger'>): Promise<readonly string[]> {
  try {
    return outputsSchema.parse(JSON.parse(await readFile(outputsFile(pipeline), 'utf8')));
  } catch {
    return [];
  }
}

/**
 * Notes that these were written, so that a shopper can be taken out of them (`forget`). Where that can't be noted, nothing
 * else depends on it.
 */
export async function noteOutputs(pipeline: Pick<Pipeline, 'ledger'>, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  const whole = files.map((file) => path.resolve(file));
  const before = (await readOutputs(pipeline)).filter((file) => !whole.includes(file));
  const text = JSON.stringify([...before, ...whole].slice(-MOST));
  await writeSafely(outputsFile(pipeline), text, { force: true, mode: 0o600 }).catch(() => {});
}
