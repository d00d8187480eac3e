import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConsolidatorError } from '../../model/errors.ts';
import { storeIdentity } from '../../model/store-identity.ts';
import { webhookProblem, xeroAddressProblem } from '../addresses.ts';
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
  /** The whole address that is posted to; `webhooks`: of several at one host, by their names. */
  webhook: secretSchema.optional(),
  webhooks: z.record(z.string().regex(/^[\w-]+$/), secretSchema).optional(),
});

/** Where the id and the secret of a connection are sent: to Xero, or to a stand-in of it on this machine. */
const standInSchema = z
  .string()
  .refine((address) => xeroAddressProblem(address) === undefined, 'expected an address of this machine, for fake-xero')
  .optional();

const connectionSchema = z
  .strictObject({
    clientId: secretSchema,
    clientSecret: secretSchema,
    url: standInSchema,
    identityUrl: standInSchema,
  })
  .refine(({ url, identityUrl }) => (url === undefined) === (identityUrl === undefined), {
    error: 'expected both or neither of url and identityUrl',
  });

/** By the id of the organisation whose books a connection reads. */
const organisationSchema = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);

const tableSchema = z.strictObject({
  hosts: z.record(z.string().min(1), hostSchema.nullable()),
  xero: z.record(organisationSchema, connectionSchema).optional(),
});

type Host = z.infer<typeof hostSchema>;
type Connection = z.infer<typeof connectionSchema>;

export type SecretName = 'key' | 'username' | 'password';
export type ConnectionSecretName = 'clientId' | 'clientSecret';

/** A command that asks a person would wait for ever. */
const COMMAND_MILLISECONDS = 15_000;

/**
 * The hosts that pipelines of the fleet's database may speak to from this machine, the organisations whose books they may read, and
 * where the secrets of both are. It is the one thing that a pipeline from there can't say, so that whoever writes into the database
 * gets no key, and runs no command.
 */
export class KeyTable {
  readonly #file: string;
  readonly #hosts: ReadonlyMap<string, Host>;
  readonly #connections: ReadonlyMap<string, Connection>;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(
    file: string,
    {
      hosts,
      connections,
    }: { readonly hosts: ReadonlyMap<string, Host>; readonly connections: ReadonlyMap<string, Connection> },
    environment: NodeJS.ProcessEnv,
  ) {
    this.#file = file;
    this.#hosts = hosts;
    this.#connections = connections;
    this.#environment = environment;
  }

  /** @throws ConsolidatorError `environment-missing` where the table does not have it */
  refuseUnknown(host: string, pipeline: string): void {
    if (this.#of(host) !== undefined) return;
    throw new ConsolidatorError(
      'environment-missing',
      `The pipeline ${pipeline} speaks to ${host}, which ${this.#file} of this worker does not list. Where that is meant, add it there: \`${host}:\` below \`hosts:\`.`,
    );
  }

  /** @returns undefined where the table has none of it @throws ConsolidatorError `environment-missing` where it can't be had */
  async secret(host: string, name: SecretName): Promise<string | undefined> {
    const where = this.#of(host)?.[name];
    return where === undefined ? undefined : this.#read(where, `the ${name} of ${host}`);
  }

  /** As it is written there, else in another spelling of the same store. */
  #of(host: string): Host | undefined {
    return this.#hosts.get(host.toLowerCase()) ?? this.#hosts.get(storeIdentity(host));
  }

  /**
   * The whole address of a webhook, of which a pipeline says the host alone.
   * @param name which of several; empty: the one that the host has
   * @returns undefined where the host has none, so that the address as it stands is meant
   * @throws ConsolidatorError `environment-missing` where the table lacks the name, or it can't be had; `config-invalid` where it is of another host
   */
  async webhook(host: string, name: string, pipeline: string): Promise<string | undefined> {
    const entry = this.#of(host);
    const where = name === '' ? entry?.webhook : entry?.webhooks?.[name];
    if (where === undefined) {
      if (name === '') return undefined;
      this.refuseUnknown(host, pipeline);
      throw new ConsolidatorError(
        'environment-missing',
        `The pipeline ${pipeline} posts to the webhook ${name} of ${host}, which ${this.#file} of this worker does not list. Add it there: \`${name}: { variable: NAME }\` below \`webhooks:\` of that host.`,
      );
    }
    const what = name === '' ? `the webhook of ${host}` : `the webhook ${name} of ${host}`;
    const address = await this.#read(where, what);
    if (webhookProblem(address) === undefined && storeIdentity(new URL(address).hostname) === storeIdentity(host))
      return address;
    throw new ConsolidatorError(
      'config-invalid',
      `${this.#file}: ${what} is no address of that host; expected one that begins with https://${host}/. Correct what it stands for.`,
    );
  }

  /** @throws ConsolidatorError `environment-missing` where the table lacks the organisation, or it can't be had */
  async connectionSecret(organisation: string, name: ConnectionSecretName, pipeline: string): Promise<string> {
    const where = this.#connection(organisation, pipeline)[name];
    return this.#read(where, `the ${name} for the organisation ${organisation} in Xero`);
  }

  /** Where the books of it stand, other than at Xero; a pipeline can't say that. */
  standIn(organisation: string, pipeline: string): Pick<Connection, 'url' | 'identityUrl'> {
    const { url, identityUrl } = this.#connection(organisation, pipeline);
    return url === undefined ? {} : { url, identityUrl };
  }

  #connection(organisation: string, pipeline: string): Connection {
    const found = this.#connections.get(organisation.toLowerCase());
    if (found !== undefined) return found;
    throw new ConsolidatorError(
      'environment-missing',
      `The pipeline ${pipeline} looks into the books of the organisation ${organisation}, which ${this.#file} of this worker does not list. Where that is meant, add it there: \`${organisation}:\` below \`xero:\`, with \`clientId\` and \`clientSecret\` of a custom connection.`,
    );
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
      'Expected `hosts:`, below it each host, below it `key`, `username`, `password` or `webhook` with `{ variable: NAME }` or `{ command: [PROGRAM, ARGUMENT] }`; and, for pipelines that look into Xero, `xero:`, below it the id of each organisation, below it `clientId` and `clientSecret` likewise.';
    throw new ConsolidatorError('config-invalid', [...problems, form].join('\n'));
  }
  const listed = Object.entries(parsed.data.hosts);
  const hosts = [storeIdentity, (host: string) => host.toLowerCase()].flatMap((name) =>
    // Of two spellings in the table each stands for itself.
    listed.map(([host, secrets]) => [name(host), secrets ?? {}] as const),
  );
  const connections = Object.entries(parsed.data.xero ?? {}).map(
    ([organisation, connection]) => [organisation.toLowerCase(), connection] as const,
  );
  return new KeyTable(file, { hosts: new Map(hosts), connections: new Map(connections) }, environment);
}

function parsedYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new ConsolidatorError('config-unreadable', `${file}: it is no YAML: ${reason}`, { cause });
  }
}
