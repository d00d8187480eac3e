import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../fixtures/support.ts';
import { bytesKept } from './kept-objects.ts';
import type { Asked, Measure, Told, WholeMeasure } from './messages.ts';

/** Milliseconds in which a process that has nothing left to do must be gone by itself. */
const GONE_AFTER = 5_000;
/** Each takes some 100 milliseconds. */
const LOOKS = 50;

export interface CommandOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly begun: number;
}

/** A command that runs by the test's time, and what it tells. */
export class WatchedCommand {
  readonly said: string[] = [];
  /** What nobody caught, and what Node warned of. */
  readonly troubles: string[] = [];
  /** What still kept its process alive when the command had ended. */
  left: readonly string[] = [];
  readonly #child;
  readonly #folder: string;
  readonly #waiting = new Set<(told: Told | undefined) => void>();

  constructor(words: readonly string[], { folder, environment, begun }: CommandOptions) {
    this.#folder = folder;
    this.#child = fork(path.join(repository, 'test/hours/command.ts'), [String(begun), ...words], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        NODE_COMPILE_CACHE: path.join(repository, 'node_modules/.cache/compiled'),
        ...environment,
      },
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes: Buffer) => this.troubles.push(`written past the command: ${bytes}`));
    this.#child.on('message', (told: Told) => {
      if (told.kind === 'said') this.said.push(told.text);
      if (told.kind === 'trouble') this.troubles.push(told.text);
      if (told.kind === 'ended') this.left = told.left;
      for (const look of [...this.#waiting]) look(told);
    });
    this.#child.once('exit', () => {
      for (const look of [...this.#waiting]) look(undefined);
    });
  }

  /** Sets its time. */
  set(at: number): void {
    this.#ask({ kind: 'time', at });
  }

  /** Sets the time of a schedule. @returns once all that was due is done */
  async rested(at: number): Promise<void> {
    const resting = this.#told((told) => (told.kind === 'at-rest' && told.at >= at ? true : undefined));
    this.set(at);
    await resting;
  }

  /** Waits until it has said that. @returns what the pattern's first group is */
  async hears(pattern: RegExp): Promise<string> {
    const before = this.said.find((text) => pattern.test(text));
    const text =
      before ?? (await this.#told((told) => (told.kind === 'said' && pattern.test(told.text) ? told.text : undefined)));
    return pattern.exec(text)?.[1] ?? '';
  }

  /**
   * Measures it once nothing but this keeps its process alive: who has gone is noticed a little later. Where more is left
   * after many looks, that is what it tells.
   */
  async measureAlone(expected: readonly string[]): Promise<WholeMeasure> {
    let measure = await this.#measure();
    for (let looks = 1; looks < LOOKS && measure.resources.join() !== expected.join(); looks += 1)
      measure = await this.#measure();
    return { ...measure, objects: await this.#objects() };
  }

  async #objects(): Promise<number> {
    const file = path.join(this.#folder, `${this.#child.pid}.heapsnapshot`);
    const written = this.#told((told) => (told.kind === 'snapshot-written' ? told.file : undefined));
    this.#ask({ kind: 'snapshot', file });
    const bytes = bytesKept(await written);
    rmSync(file);
    return bytes;
  }

  async #measure(): Promise<Measure> {
    const measured = this.#told((told) => (told.kind === 'measured' ? told.measure : undefined));
    this.#ask({ kind: 'measure' });
    return measured;
  }

  /** Ends it as Ctrl-C would. @returns the exit code of the command, and whether its process was gone by itself then */
  async stop(): Promise<{ readonly code: number; readonly gone: boolean }> {
    const ended = this.#told((told) => (told.kind === 'ended' ? told.code : undefined));
    const exit = once(this.#child, 'exit');
    this.#ask({ kind: 'stop' });
    const code = await ended;
    const timer = setTimeout(() => this.kill(), GONE_AFTER);
    const [, signal] = await exit;
    clearTimeout(timer);
    return { code, gone: signal === null };
  }

  /** Whatever has become of the test, nothing is left of it. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #ask(asked: Asked): void {
    this.#child.send(asked);
  }

  #told<Found>(find: (told: Told) => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const look = (told: Told | undefined): void => {
        const found = told === undefined ? undefined : find(told);
        if (told !== undefined && found === undefined) return;
        this.#waiting.delete(look);
        if (found !== undefined) resolve(found);
        else reject(new Error(`The command has ended: ${[...this.troubles, ...this.said.slice(-5)].join('\n')}`));
      };
      this.#waiting.add(look);
    });
  }
}
