import path from 'node:path';
import { ConsolidatorError } from '../model/errors.ts';
import { check } from './check.ts';
import { complete } from './complete.ts';
import { type DotEnv, readDotEnvText } from './dot-env.ts';
import { isMissing, readPipelineText, readTextFile } from './files.ts';
import { namedKeysFile } from './keys-file.ts';
import type { Pipeline } from './pipeline.ts';
import { Environment } from './substitute.ts';
import { readSource, type Source, type SourceProblem } from './yaml-source.ts';

/**
 * Reads and checks a pipeline file. Variables come from `environment`, then from the file of keys, which is `.env` beside it
 * unless `NETO_CONSOLIDATOR_KEYS` names another one.
 * @throws ConsolidatorError whose message lists every problem, one a line: `file:line:column: found; expected; what to do`
 */
export async function readPipeline(file: string, environment: NodeJS.ProcessEnv): Promise<Pipeline> {
  const absolute = path.resolve(file);
  const text = await readPipelineText(absolute, file);
  const dotEnv = await readDotEnv(absolute, file, environment);
  return pipelineOf(text, { absolute, file, environment, dotEnv });
}

/** The variables that a pipeline file may name, each from where it would be taken for the file itself. */
export async function variablesOf(file: string, environment: NodeJS.ProcessEnv): Promise<Environment> {
  const dotEnv = await readDotEnv(path.resolve(file), file, environment);
  return new Environment(environment, dotEnv?.values ?? {});
}

interface Read {
  readonly absolute: string;
  /** As messages name it. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly dotEnv?: DotEnv | undefined;
}

/**
 * A pipeline by the text of its file.
 * @throws ConsolidatorError as `readPipeline` does
 */
export function pipelineOf(text: string, { absolute, file, environment, dotEnv }: Read): Pipeline {
  const variables = new Environment(environment, dotEnv?.values ?? {});
  const source = readSource(text, variables);
  if (source.broken) throw listed('config-unreadable', file, source.problems);

  const ofDotEnv = dotEnv === undefined ? [] : wrongLines(source, environment, dotEnv);
  const missing = findMissing(source, variables, namedKeysFile(environment)).filter(
    ({ name }) => ofDotEnv.length === 0 || dotEnv?.hasLine(name) !== true,
  );
  const checked = check(source, new Set([...findMissing(source, variables), ...ofDotEnv].map(({ name }) => name)));
  const problems = [...source.problems, ...checked.problems, ...ofDotEnv];
  if (problems.length > 0) throw listed('config-invalid', file, [...problems, ...missing]);
  if (missing.length > 0 || checked.file === undefined) throw listed('environment-missing', file, missing);
  return complete(checked.file, absolute, checked.view);
}

/** @param named the file that is read in place of `.env`, so that a line in that one changes nothing */
function findMissing(source: Source, variables: Environment, named?: string): (SourceProblem & { name: string })[] {
  const file =
    named === undefined ? '.env beside the file' : `${named}, which NETO_CONSOLIDATOR_KEYS names in place of .env`;
  return [...source.entries.values()].flatMap(({ place, variables: names }) =>
    [...new Set(names)]
      .filter((name) => variables.get(name) === undefined)
      .map((name) => ({
        name,
        place,
        message: `the variable ${name} is not set; expected its value in the environment or in ${file}; set it there`,
      })),
  );
}

/** Lines of `.env` that were meant to set a variable of the pipeline file, and set it to something else, or not at all. */
function wrongLines(source: Source, environment: NodeJS.ProcessEnv, dotEnv: DotEnv): FoundProblem[] {
  const names = new Set([...source.entries.values()].flatMap(({ variables }) => variables));
  return [...names].flatMap((name) => {
    if (environment[name] !== undefined) return [];
    const empty = isKey(source, name) ? dotEnv.emptyLineOf(name) : undefined;
    if (empty !== undefined) {
      const message = `${name} is empty in ${dotEnv.file}; expected ${name}=KEY; put the key after the =`;
      return [{ name, file: dotEnv.file, place: empty, message }];
    }
    const problem = dotEnv.problemOf(name);
    return problem === undefined ? [] : [{ name, file: dotEnv.file, ...problem }];
  });
}

/** Of a store: without it nothing can be read. */
function isKey({ entries }: Source, name: string): boolean {
  return [...entries].some(([id, { variables }]) => id.endsWith(KEY_ID) && variables.includes(name));
}

const KEY_ID = ',"key"]';

type FoundProblem = SourceProblem & { readonly name: string; readonly file?: string };

function listed(
  code: 'config-unreadable' | 'config-invalid' | 'environment-missing',
  file: string,
  problems: readonly (SourceProblem & { readonly file?: string })[],
) {
  const sorted = [...problems].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const lines = sorted.map(
    ({ place, message, file: own = file }) => `${own}:${place.line}:${place.column}: ${message}`,
  );
  return new ConsolidatorError(code, [...new Set(lines)].join('\n'));
}

async function readDotEnv(
  pipeline: string,
  shown: string,
  environment: NodeJS.ProcessEnv,
): Promise<DotEnv | undefined> {
  const named = namedKeysFile(environment);
  const besides = (file: string) => named ?? path.join(path.dirname(file), '.env');
  const wanted = { expected: 'lines of NAME=VALUE', remedy: 'mend it or take it away' };
  try {
    return readDotEnvText(besides(shown), await readTextFile(besides(pipeline), besides(shown), wanted));
  } catch (error) {
    if (named === undefined && isMissing(error)) return undefined;
    throw error;
  }
}
