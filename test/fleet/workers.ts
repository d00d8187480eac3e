import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const main = path.join(import.meta.dirname, '../../src/cli/main.ts');

/** A worker, which is started again when it ends. Each has a state home of its own, as on a machine of its own. */
export class Worker {
  readonly name: string;
  /** All that it has said, and when, in milliseconds since 1970. */
  readonly said: { readonly at: number; readonly line: string }[] = [];
  readonly #folder: string;
  readonly #home: string;
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;
  #isOver = false;
  kills = 0;
  isStanding = false;
  /** How often a run of it was another worker's by the time at which it went on. */
  lost = 0;

  constructor(name: string, folder: string, environment: NodeJS.ProcessEnv) {
    this.name = name;
    this.#folder = path.join(folder, name);
    this.#environment = environment;
    this.#home = path.join(this.#folder, 'home');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  start(): void {
    const child = spawn(process.execPath, [main, 'worker', '--concurrency', '4'], {
      cwd: this.#folder,
      env: {
        PATH: process.env['PATH'],
        HOME: this.#folder,
        NETO_CONSOLIDATOR_HOME: this.#home,
        ...this.#environment,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      const at = Date.now();
      for (const line of chunk.split('\n')) if (line !== '') this.said.push({ at, line: line.trim() });
      this.lost += chunk.split(': lease-lost: ').length - 1;
    });
    child.once('exit', () => {
      if (!this.#isOver && this.#process === child) this.start();
    });
  }

  /** Of memory that it has now; 0 where the system does not tell. */
  get megabytes(): number {
    try {
      const status = readFileSync(`/proc/${this.#process?.pid ?? 0}/status`, 'utf8');
      return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      return 0;
    }
  }

  kill(): void {
    this.kills += 1;
    this.#process?.kill('SIGKILL');
  }

  /** It stands still, and goes on as if nothing had been. */
  stand(): void {
    this.isStanding = true;
    this.#process?.kill('SIGSTOP');
  }

  goOn(): void {
    this.isStanding = false;
    this.#process?.kill('SIGCONT');
  }

  async end(): Promise<void> {
    this.#isOver = true;
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 40_000);
    await ended;
    clearTimeout(hard);
  }
}
