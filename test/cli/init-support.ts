import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';
import { demoSeed } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { type Ended, runProgram, startHere } from './program.ts';

/** The day after the last order of the sample data. */
const NOW = Date.parse('2026-11-24T00:00:00Z');
/** Some of the first orders of each store: enough for every question, and quick. */
const [FIRST, LAST] = [5, 15];
/** Milliseconds; many times as long as any talk lasts. */
const PATIENCE = 20_000;

export const DOWN = '\u001B[B';
export const CTRL_C = '\u0003';
/** What is drawn anew begins with it. */
const ERASED = '\u001B[2K';
/** Takes away what stands on the line. */
export const CLEAR = '\u0015';

export interface InitTrial {
  readonly stores: DemoStores;
  /** Empty in the beginning. */
  readonly folder: string;
  /** Keys of the stores, as the environment would hold them. */
  readonly keys: NodeJS.ProcessEnv;
  /** Without a terminal. */
  command(words: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended>;
  /** With one, and somebody at it. */
  talk(words: readonly string[], script: Script, environment?: NodeJS.ProcessEnv): Promise<Talk>;
  /** Every file of the folder, by its path in it. */
  files(): Map<string, string>;
  close(): Promise<void>;
}

/** What is waited for on the screen, and what is typed then; Enter follows, unless it is Ctrl-C. */
export type Script = readonly (readonly [shown: string, typed: string])[];

export interface Talk extends Ended {
  /** All that stood on the screen, without colours. */
  readonly screen: string;
}

export async function startInitTrial(): Promise<InitTrial> {
  const seedOf = (name: 'main' | 'west' | 'south') => {
    const seed = demoSeed(name);
    return { seed: { ...seed, orders: seed.orders.slice(FIRST, LAST) }, clock: () => NOW };
  };
  const stores = await startDemoStores({ main: seedOf('main'), west: seedOf('west'), south: seedOf('south') });
  const folder = mkdtempSync(join(tmpdir(), 'init-'));
  const keys = { MAIN_STORE_KEY: 'main-secret-key', WEST_STORE_KEY: 'west-secret-key' };
  const optionsOf = (environment: NodeJS.ProcessEnv) => ({
    ...{ folder, now: () => NOW },
    environment: { NETO_CONSOLIDATOR_HOME: stores.home, COLUMNS: '80', ...environment },
  });
  return {
    ...{ stores, folder, keys },
    command: (words, environment = keys) => runProgram(words, optionsOf(environment)),
    talk: (words, script, environment = {}) => talk(words, script, optionsOf(environment)),
    files: () =>
      new Map(
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => statSync(join(folder, name)).isFile() && !name.startsWith('.git/'))
          .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
      ),
    async close() {
      await stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function talk(words: readonly string[], script: Script, options: Parameters<typeof startHere>[1]): Promise<Talk> {
  const input = new PassThrough();
  let screen = '';
  let unseen = '';
  let place = 0;
  const look = (): void => {
    const [shown, typed] = script[place] ?? [];
    if (shown === undefined || typed === undefined || !stripVTControlCharacters(unseen).includes(shown)) return;
    place += 1;
    unseen = '';
    // Once what is shown has been shown in full.
    setImmediate(() => input.write(typed === CTRL_C ? typed : `${typed}\r`));
  };
  const show = (text: string): void => {
    screen += text;
    unseen += text;
    look();
  };
  const output = new Writable({
    write(chunk, _, done) {
      show(String(chunk));
      done();
    },
  });
  // Each prompt ends its pipe, as it may with the standard error, which stays open.
  Object.assign(output, { end: () => output });
  const { ended } = startHere(words, { ...options, prompting: { input, output }, onNote: (text) => show(text) });
  // A question that the script does not know of would wait for ever.
  const giveUp = setTimeout(() => input.destroy(), PATIENCE);
  const result = await ended.finally(() => clearTimeout(giveUp));
  const shownSoFar = `${stripVTControlCharacters(screen)}\n${result.stderr}`;
  expect(place, `It ended before it showed ${script[place]?.[0]}:\n${shownSoFar}`).toBe(script.length);
  return { ...result, screen: stripVTControlCharacters(screen.replaceAll(ERASED, '\n')) };
}
