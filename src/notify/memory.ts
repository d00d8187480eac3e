import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';

/** What was told already, so that a trouble is told once and not every quarter of an hour. */
const memorySchema = z.object({
  /** Lasting conditions that were delivered: key, and what is said of them when they are over. */
  told: z.record(z.string(), z.string()),
  /** Records in quarantine when it was told last, as hashes. */
  held: z.array(z.string()),
  /** Runs in a row without an order read, by store. */
  silent: z.record(z.string(), z.int()),
});
export type Memory = z.infer<typeof memorySchema>;

const blank: Memory = { told: {}, held: [], silent: {} };

/** Beside the request log, and not in the ledger: a ledger that can't be opened must be told of, too. */
export function memoryFile(home: string, { name, ledger }: Pipeline): string {
  const mark = createHash('sha256').update(ledger).digest('hex').slice(0, 8);
  return path.join(home, 'problems', `${name}-${mark}.json`);
}

/** One that is missing or spoilt counts as blank: to tell twice is better than not at all. */
export async function readMemory(file: string): Promise<Memory> {
  try {
    return memorySchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return blank;
  }
}

export async function writeMemory(file: string, memory: Memory): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const half = `${file}.${process.pid}`;
  await writeFile(half, JSON.stringify(memory), { mode: 0o600 });
  await rename(half, file);
}
