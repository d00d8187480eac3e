import path from 'node:path';
import { parseEnv } from 'node:util';
import { ConsolidatorError } from '../../model/errors.ts';
import { check } from './check.ts';
import { complete } from './complete.ts';
import { isMissing, readTextFile } from './files.ts';
import type { Pipeline } from './pipeline.ts';
import { Environment } from './substitute.ts';
import { readSource, type Source, type SourceProblem } from './yaml-source.ts';

/**
 * Reads and checks a pipeline file. Variables come from `environment`, then from the `.env` file beside it.
 * @throws ConsolidatorError whose message lists every problem, one a line: `file:line:column: found; expected; what to do`
 */
export async function readPipeline(file: string, environment: NodeJS.ProcessEnv): Promise<Pipeline> {
  const absolute = path.resolve(file);
  const wanted = { expected: 'a pipeline file', remedy: 'check the path and its rights' };
  const text = await readTextFile(absolute, file, wanted);
  const variables = new Environment(environment, await readDotEnv(absolute, file));
  const source = readSource(text, variables);
  if (source.broken) throw listed('config-unreadable', file, source.problems);

  const missing = findMissing(source, variables);
  const checked = check(source, new Set(missing.map(({ name }) => name)));
  const problems = [...source.problems, ...checked.problems];
  if (problems.length > 0) throw listed('config-invalid', file, [...problems, ...missing]);
  if (missing.length > 0 || checked.file === undefined) throw listed('environment-missing', file, missing);
  return complete(checked.file, absolute, checked.view);
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

async function readDotEnv(pipeline: string, shown: string): Promise<NodeJS.Dict<string>> {
  const besides = (file: string) => path.join(path.dirname(file), '.env');
  const wanted = { expected: 'lines of NAME=VALUE', remedy: 'mend it or take it away' };
  try {
    return parseEnv(await readTextFile(besides(pipeline), besides(shown), wanted));
  } catch (error) {
    if (isMissing(error)) return {};
    throw error;
  }
}
