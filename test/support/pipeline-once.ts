import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { readPipeline } from '../../src/config/read-pipeline.ts';

const MOST = 20;
const read = new Map<string, { readonly of: string; readonly pipeline: Pipeline }>();

/** As `readPipeline`; a file that is as it was is not read again: a test runs its one pipeline many times. */
export async function readPipelineOnce(file: string, environment: Readonly<Record<string, string>>): Promise<Pipeline> {
  const of = JSON.stringify([readFileSync(file, 'utf8'), environment]);
  const known = read.get(file);
  if (known?.of === of && !existsSync(join(dirname(file), '.env'))) return known.pipeline;
  const pipeline = await readPipeline(file, environment);
  if (read.size >= MOST) read.clear();
  read.set(file, { of, pipeline });
  return pipeline;
}
