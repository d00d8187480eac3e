import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { execute } from '../../src/cli/execute.ts';
import type { Prompting } from '../../src/cli/init/around.ts';
import { repository } from '../fixtures/support.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly ended: Promise<Ended>;
  /** Resolves when the program has written this to its standard error. */
  said(words: string): Promise<void>;
}

export interface StartedProgram extends Started {
  readonly process: ChildProcess;
}

export interface StartedHere extends Started {
  /** Resolves when the program has written to its standard output, with all of that so far. */
  printed(): Promise<string>;
  /** Asks for a clean stop, as the first of such signals does. */
  stop(name?: 'SIGINT' | 'SIGTERM'): Promise<Ended>;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Milliseconds since 1970; the real time where it is left out. Not for a process of its own. */
  readonly now?: (() => number) | undefined;
  /** Both ends of a terminal, for what is asked. Not for a process of its own. */
  readonly prompting?: Prompting | undefined;
  /** Told of each line on the standard error, when it comes. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/**
 * Starts the real program as a process of its own, with nothing of our environment but what it needs to start. It costs
 * seconds of a processor before it does anything: for signals, kills, locks and the shell around it, and not for words.
 */
export function startProgram(words: readonly string[], options: ProgramOptions): StartedProgram {
  const main = join(repository, 'src/cli/main.ts');
  const child = spawn(process.execPath, [main, ...words], {
    cwd: options.folder,
    env: {
      // Half of its start is making JavaScript of the same files again.
      NODE_COMPILE_CACHE: join(repository, 'node_modules/.cache/compiled'),
      ...environmentOf(options),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [new Heard(), new Heard()];
  child.stdout.on('data', (bytes: Buffer) => stdout.add(bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => stderr.add(bytes.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout: stdout.text, stderr: stderr.text }));
  });
  return { process: child, ended, said: (words) => stderr.until((text) => text.includes(words), ended) };
}

export function runProcess(words: readonly string[], options: ProgramOptions): Promise<Ended> {
  return startProgram(words, options).ended;
}

/** Starts a command in this process. It sees the environment, the folder and the outputs that a process would. */
export function startHere(words: readonly string[], options: ProgramOptions): StartedHere {
  const controller = new AbortController();
  const [stdout, stderr] = [new Heard(), new Heard()];
  const ended = execute(words, {
    environment: environmentOf(options),
    folder: options.folder,
    signal: controller.signal,
    terminal: undefined,
    prompting: options.prompting,
    now: options.now ?? Date.now,
    print: (text) => stdout.add(`${text}\n`),
    note(text) {
      stderr.add(`${text}\n`);
      options.onNote?.(`${text}\n`);
    },
  }).then((code) => ({ code, signal: null, stdout: stdout.text, stderr: stderr.text }));
  return {
    ended,
    said: (words) => stderr.until((text) => text.includes(words), ended),
    async printed() {
      await stdout.until((text) => text !== '', ended);
      return stdout.text;
    },
    stop(name = 'SIGTERM') {
      controller.abort(name);
      return ended;
    },
  };
}

/** Runs a command in this process. */
export function runProgram(words: readonly string[], options: ProgramOptions): Promise<Ended> {
  return startHere(words, options).ended;
}

function environmentOf({ folder, environment }: ProgramOptions): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: folder, ...environment };
}

/** One output so far, and who waits for something in it. */
class Heard {
  text = '';
  readonly #watchers = new Set<() => void>();

  add(text: string): void {
    this.text += text;
    for (const watcher of this.#watchers) watcher();
  }

  until(wanted: (text: string) => boolean, ended: Promise<Ended>): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!wanted(this.text)) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
      void ended.then(
        ({ stdout, stderr }) => reject(new Error(`The program ended before that:\n${stdout}\n${stderr}`)),
        reject,
      );
    });
  }
}
