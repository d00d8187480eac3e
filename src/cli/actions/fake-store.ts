import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { closest } from '../../config/problems.ts';
import {
  describeSwitches,
  expectedOf,
  type FakeStore,
  parseSwitch,
  plainSeed,
  type Switches,
  startFakeStore,
} from '../../fake-store/index.ts';
import { counted } from '../../model/amounts-text.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { type OutputOption, printResult } from '../output.ts';
import { type Shell, signalCode } from '../shell.ts';

interface FakeStoreCommandOptions extends OutputOption {
  readonly port: number;
  readonly seed?: string;
  readonly data?: string;
  readonly name?: string;
  readonly username?: string;
  readonly switch?: readonly string[];
  readonly requestsPerMinute?: number;
}

const KEY = 'FAKE_STORE_KEY';

export interface FakeStoreDocument {
  readonly name: string;
  readonly url: string;
  /** Only a key that was made up: one that was given is known already. */
  readonly key: string | null;
  readonly username: string | null;
}

export async function act(shell: Shell, options: FakeStoreCommandOptions): Promise<void> {
  const given = shell.environment[KEY]?.trim();
  const apiKey = given === undefined || given === '' ? randomBytes(20).toString('hex') : given;
  const store = await start(shell, options, apiKey);
  try {
    const shown = apiKey === given ? undefined : apiKey;
    const document: FakeStoreDocument = {
      name: store.name,
      url: store.url,
      key: shown ?? null,
      username: options.username ?? null,
    };
    printResult(shell, options, document, () => welcome(store, shown, options));
    if (!shell.signal.aborted) await once(shell.signal, 'abort');
  } finally {
    await store.close();
  }
  shell.note(`The store has stopped after ${counted(store.requests.length, 'request')}.`);
  shell.end(signalCode(shell.signal.reason));
}

/** @throws ConsolidatorError */
async function start(shell: Shell, options: FakeStoreCommandOptions, apiKey: string): Promise<FakeStore> {
  const at = (file: string) => path.resolve(shell.folder, file);
  const { port, seed, data, username, requestsPerMinute } = options;
  const switches = switchesOf(options.switch ?? []);
  try {
    return await startFakeStore({
      seed: seed === undefined ? plainSeed : at(seed),
      switches,
      apiKey,
      port,
      ...(username === undefined ? {} : { username }),
      ...(data === undefined ? {} : { dataFile: at(data) }),
      ...(requestsPerMinute === undefined ? {} : { requestLimit: { perMinute: requestsPerMinute } }),
    });
  } catch (cause) {
    throw startFailure(cause, options);
  }
}

function startFailure(cause: unknown, { port }: FakeStoreCommandOptions): ConsolidatorError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return new ConsolidatorError('usage', `The port ${port} is taken. Give another one, or 0 for any that is free.`, {
      cause,
    });
  }
  if (code === 'EACCES') {
    return new ConsolidatorError('usage', `The port ${port} or a file is not yours to use: ${messageOf(cause)}`, {
      cause,
    });
  }
  return new ConsolidatorError('usage', messageOf(cause), { cause });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** @throws ConsolidatorError `usage` for a switch that does not exist, or not with that value */
function switchesOf(given: readonly string[]): Partial<Switches> {
  const known = describeSwitches();
  const switches: Partial<Switches> = {};
  for (const text of given) {
    const [name = '', ...rest] = text.split('=');
    const found = known.find((one) => one.name === name);
    if (found === undefined) {
      const near = closest(
        name,
        known.map((one) => one.name),
      );
      const hint = near === undefined ? 'See `neto-consolidator fake-store --help`.' : `Did you mean ${near}?`;
      throw new ConsolidatorError('usage', `The fake store has no switch "${name}". ${hint}`);
    }
    const value = parseSwitch(found.name, rest.join('='));
    if (value === undefined) {
      const expected = expectedOf(found.name, rest.join('=')) || `It takes ${found.values.replaceAll(' | ', ', ')}.`;
      const sentence = `The switch ${name} can't be "${rest.join('=')}". ${expected}`;
      throw new ConsolidatorError('usage', `${sentence} Write --switch ${name}=${found.fallback}.`);
    }
    Object.assign(switches, value);
  }
  return switches;
}

function welcome({ name, url }: FakeStore, key: string | undefined, options: FakeStoreCommandOptions): string {
  const own = variableOf(url, options);
  return [
    `The fake store "${name}" listens on ${url}, for this machine alone. Ctrl-C stops it.`,
    '',
    'In a pipeline file:',
    `    url: \${${own}_URL}`,
    `    key: \${${own}_KEY}`,
    ...(options.username === undefined ? [] : [`    username: ${options.username}`]),
    '    requestsPerMinute: unlimited',
    '',
    'In the file .env beside it:',
    `    ${own}_URL=${url}`,
    key === undefined ? `and ${own}_KEY= with the key that ${KEY} holds.` : `    ${own}_KEY=${key}`,
    '',
    'Or let `neto-consolidator init` ask for that address and that key.',
  ].join('\n');
}

/** So that several stores go into one `.env`: `fixtures/demo/west-store.json` has WEST_STORE_URL and WEST_STORE_KEY. */
function variableOf(url: string, { name, data, seed }: FakeStoreCommandOptions): string {
  const file = data ?? seed;
  const given = name ?? (file === undefined ? `fake-store-${new URL(url).port}` : path.parse(file).name);
  const words = given.toUpperCase().match(/[A-Z0-9]+/g) ?? ['FAKE'];
  const own = words.includes('STORE') ? words : [...words, 'STORE'];
  return (/^[0-9]/.test(own[0] ?? '') ? ['STORE', ...words] : own).join('_');
}
