import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Pipeline } from '../config/pipeline.ts';
import { closest } from '../config/problems.ts';
import { readPipeline } from '../config/read-pipeline.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { inTimeOf } from '../model/time-words.ts';
import { fileToRead, nameInFleet, type Shell } from './shell.ts';

async function read(shell: Shell, file: string): Promise<Pipeline> {
  const name = nameInFleet(file);
  if (name === undefined) return readPipeline(fileToRead(shell, file), shell.environment);
  // With all that speaks to a database.
  const { readFromFleet } = await import('./actions/fleet/read-from-fleet.ts');
  return readFromFleet(shell, name);
}

/** From then on the shell tells moments by the clock of its primary. @throws ConsolidatorError for every trouble with the file */
export async function openPipeline(shell: Shell, file: string): Promise<Pipeline> {
  const pipeline = await read(shell, file);
  shell.inLocalTime = (text) => inTimeOf(pipeline.primary.timezone, text);
  return pipeline;
}

/** @throws ConsolidatorError `usage` where the pipeline has no such secondary */
export function knownStores(pipeline: Pipeline, given: readonly string[] | undefined): readonly string[] | undefined {
  const names = pipeline.secondaries.map(({ name }) => name);
  for (const name of given ?? []) {
    if (names.includes(name)) continue;
    const near = closest(name, names);
    const hint = near === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${near}?`;
    throw new ConsolidatorError('usage', `The pipeline ${pipeline.name} has no secondary store "${name}". ${hint}`);
  }
  return given;
}

/** The one pipeline file of `pipelines/` here. @throws ConsolidatorError `usage` where there is none, or more than one */
export async function onlyPipeline(shell: Shell): Promise<string> {
  const names = await readdir(path.join(shell.folder, 'pipelines')).catch(() => []);
  const files = names.filter((name) => /\.ya?ml$/.test(name)).map((name) => `pipelines/${name}`);
  const [file] = files;
  if (file !== undefined && files.length === 1) {
    // As if it had been given, so that the lines that are printed can be typed as they stand.
    shell.file = file;
    return file;
  }
  const found = files.length === 0 ? 'pipelines/ here holds none' : `pipelines/ here holds ${files.join(', ')}`;
  throw new ConsolidatorError('usage', `Say which pipeline file: ${found}.`);
}
