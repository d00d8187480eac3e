import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConsolidatorError } from '../../model/errors.ts';
import { readTextFile } from '../files.ts';

/** Where a secret is on this machine: a variable of the environment, or what a command prints. No shell reads it. */
const secretSchema = z.union([
  z.strictObject({ variable: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ command: z.array(z.string().min(1)).min(1) }),
]);
type Secret = z.infer<typeof secretSchema>;

const hostSchema = z.strictObject({
  key: secretSchema.optional(),
  username: secretSchema.optional(),
  password: secretSchema.optional(),
});

const tableSchema = z.strictObject({ hosts: z.record(z.string().min(1), hostSchema.nullable()) });

export type SecretName = keyof z.infer<typeof hostSchema>;

/** A command that asks a person would wait for ever. */
const COMMAND_MILLISECONDS = 15_000;

/**
 * The hosts that pipelines of the fleet's database may speak to from this machine, and where their secrets are. It is the one thing
 * that a pipeline from there can't say, so that whoever writes into the database gets no key, and runs no command.
 */
export class KeyTable {
  readonly #file: string;
  readonly #hosts: ReadonlyMap<string, z.infer<typeof hostSchema>>;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(file: string, hosts: ReadonlyMap<string, z.infer<typeof hostSchema>>, environment: NodeJS.ProcessEnv) {
    this.#file = file;
    this.#hosts = hosts;
    this.#environment = environment;
  }

  /** @throws ConsolidatorError `environment-missing` where the table does not have it */
  refuseUnknown(host: string, pipeline: string): void {
    if (this.#hosts.has(host.toLowerCase())) return;
    throw new ConsolidatorError(
      'environment-missing',
      `The pipeline ${pipeline} speaks to ${host}, which ${this.#file} of this worker does not list. Where that is meant, add it there: \`${host}:\` below \`hosts:\`.`,
    );
  }

  /** @returns undefined where the table has none of it @throws ConsolidatorError `environment-missing` where it can't be had */
  async secret(host: string, name: SecretName): Promise<string | undefined> {
    const where = this.#hosts.get(host.toLowerCase())?.[name];
    return where === undefined ? undefined : this.#read(where, `the ${name} of ${host}`);
  }

  async #read(where: Secret, what: string): Promise<string> {
    const value = 'variable' in where ? this.#environment[where.variable] : await this.#printed(where.command, what);
    if (value !== undefined && value !== '') return value;
    const place =
      'variable' in where ? `the variable ${where.variable} is not set or empty` : 'its command printed nothing';
    throw new ConsolidatorError('environment-missing', `${this.#file}: ${what} can't be had: ${place}.`);
  }

  /** What it says of its failure is not passed on: it may hold a secret. */
  async #printed([program = '', ...given]: readonly string[], what: string): Promise<string> {
    const options = { timeout: COMMAND_MILLISECONDS, env: this.#environment, windowsHide: true, maxBuffer: 64 * 1024 };
    try {
      const { stdout } = await promisify(execFile)(program, given, options);
      return stdout.replace(/\r?\n$/, '');
    } catch (cause) {
      const failure = cause instanceof Error && 'code' in cause ? String(cause.code ?? 'no answer in time') : 'unknown';
      throw new ConsolidatorError(
        'environment-missing',
        `${this.#file}: ${what} can't be had: the command ${path.basename(program)} failed (${failure}). Run it by hand as the user of this worker.`,
      );
    }
  }
}

/**
 * @param file as it was given @throws ConsolidatorError `config-unreadable`, `config-invalid` with what is wrong in it
 */
export async function readKeyTable(file: string, environment: NodeJS.ProcessEnv): Promise<KeyTable> {
  const wanted = { expected: 'a table of hosts and where their keys are', remedy: 'check the path and its rights' };
  const text = await readTextFile(path.resolve(file), file, wanted);
  const parsed = tableSchema.safeParse(parsedYaml(text, file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path: keys, message }) => `${file}: ${keys.map(String).join(' → ') || 'the file'}: ${message}`,
    );
    const form =
      'Expected `hosts:`, below it each host, below it `key`, `username` or `password` with `{ variable: NAME }` or `{ command: [PROGRAM, ARGUMENT] }`.';
    throw new ConsolidatorError('config-invalid', [...problems, form].join('\n'));
  }
  const hosts = Object.entries(parsed.data.hosts).map(
    ([host, secrets]) => [host.toLowerCase(), secrets ?? {}] as const,
  );
  return new KeyTable(file, new Map(hosts), environment);
}

function parsedYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new ConsolidatorError('config-unreadable', `${file}: it is no YAML: ${reason}`, { cause });
  }
}
