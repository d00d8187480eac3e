import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../fixtures/support.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedProgram {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the program has written this to its standard error. */
  said(words: string): Promise<void>;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/** Starts the real program as a process of its own, with nothing of our environment but what it needs to start. */
export function startProgram(words: readonly string[], options: ProgramOptions): StartedProgram {
  const main = join(repository, 'src/cli/main.ts');
  const child = spawn(process.execPath, [main, ...words], {
    cwd: options.folder,
    env: { PATH: process.env['PATH'], HOME: options.folder, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const watchers = new Set<() => void>();
  child.stdout.on('data', (bytes: Buffer) => {
    stdout += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString();
    for (const watcher of watchers) watcher();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    said: (words) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!stderr.includes(words)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        void ended.then(() => reject(new Error(`The program ended without saying "${words}":\n${stderr}`)), reject);
      }),
  };
}

export function runProgram(words: readonly string[], options: ProgramOptions): Promise<Ended> {
  return startProgram(words, options).ended;
}
