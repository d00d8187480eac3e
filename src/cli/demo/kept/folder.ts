import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEMO_PIPELINE } from '../demo.ts';
import { demoPipelineFile } from '../stores.ts';
import { movedPipeline, ownVariable } from './moved.ts';
import { readRecord } from './record.ts';

const DEFAULT = 'neto-consolidator-demo';

/** All that a kept demo makes in its folder; what else is there is the person's own. */
const parts = [DEMO_PIPELINE, 'pipelines/.env', 'state', 'demo.json'];

/**
 * @param given on the command line; without it, the folder that the person stands in where that is a kept demo's
 * @returns a whole path
 */
export function keptFolder(here: string, given: string | undefined): string {
  if (given !== undefined) return path.resolve(here, given);
  return readRecord(here) === undefined ? path.join(here, DEFAULT) : here;
}

/** @param days by which the sample data was moved */
export function writePipeline(folder: string, days: number, environment: Readonly<Record<string, string>>): void {
  const file = path.join(folder, DEMO_PIPELINE);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, movedPipeline(readFileSync(demoPipelineFile, 'utf8'), days), { mode: 0o600 });
  const lines = Object.entries(environment).map(([name, value]) => `${ownVariable(name)}=${value}\n`);
  writeFileSync(path.join(folder, 'pipelines/.env'), lines.join(''), { mode: 0o600 });
}

/** Whether nothing stands there that somebody may want. */
export function isFree(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    // A file, or a folder that can't be looked into, is somebody's.
    return !existsSync(folder);
  }
}

/** Takes away what a kept demo has made, and the folders that are empty then. @param made the first that was made for it */
export function removeParts(folder: string, made: string | undefined): void {
  for (const part of parts) rmSync(path.join(folder, part), { recursive: true, force: true });
  removeEmpty(path.join(folder, 'pipelines'));
  if (made === undefined) return;
  for (let at = folder; at.length >= made.length; at = path.dirname(at)) removeEmpty(at);
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something else, or is gone.
  }
}
