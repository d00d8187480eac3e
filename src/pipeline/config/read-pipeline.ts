import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { ConsolidatorError } from '../../model/errors.ts';
import { check } from './check.ts';
import { complete } from './complete.ts';
import type { Pipeline } from './schema.ts';
import { Environment } from './substitute.ts';
import { readSource, type Source, type SourceProblem } from './yaml-source.ts';

/**
 * Reads and checks a pipeline file. Variables come from `environment`, then from the `.env` file beside it.
 * @throws ConsolidatorError whose message lists every problem, one a line: `file:line:column: found; expected; what to do`
 */
export async function readPipeline(file: string, environment: NodeJS.ProcessEnv): Promise<Pipeline> {
  const absolute = path.resolve(file);
  const text = await readText(absolute, file);
  const variables = new Environment(environment, await readDotEnv(path.join(path.dirname(absolute), '.env')));
  const source = readSource(text, variables);
  if (source.broken) throw listed('config-unreadable', file, source.problems);

  const missing = findMissing(source, variables);
  const checked = check(source, new Set(missing.map(({ name }) => name)));
  const problems = [...source.problems, ...checked.problems];
  if (problems.length > 0) throw listed('config-invalid', file, [...problems, ...missing]);
  if (missing.length > 0 || checked.file === undefined) throw listed('environment-missing', file, missing);
  return complete(checked.file, absolute);
}

function findMissing(source: Source, variables: Environment): (SourceProblem & { name: string })[] {
  return [...source.entries.values()].flatMap(({ place, variables: names }) =>
    [...new Set(names)]
      .filter((name) => variables.get(name) === undefined)
      .map((name) => ({
        name,
        place,
        message: `the variable ${name} is not set; expected its value in the environment or in .env beside the file; set it there`,
      })),
  );
}

function listed(
  code: 'config-unreadable' | 'config-invalid' | 'environment-missing',
  file: string,
  problems: readonly SourceProblem[],
) {
  const sorted = [...problems].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const lines = sorted.map(({ place, message }) => `${file}:${place.line}:${place.column}: ${message}`);
  return new ConsolidatorError(code, [...new Set(lines)].join('\n'));
}

async function readText(absolute: string, file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(absolute));
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not UTF-8 text' : reasonOf(error);
    const message = `${file}:1:1: the file can't be read (${reason}); expected a pipeline file; check the path and its rights`;
    throw new ConsolidatorError('config-unreadable', message, { cause: error });
  }
}

async function readDotEnv(file: string): Promise<NodeJS.Dict<string>> {
  try {
    return parseEnv(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'ENOENT') return {};
    const message = `${file}:1:1: the file can't be read (${reason}); expected lines of KEY=VALUE; check its rights`;
    throw new ConsolidatorError('config-unreadable', message, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
