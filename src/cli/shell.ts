import path from 'node:path';
import { shellWord, wholeLines } from '../model/command-lines.ts';
import type { Between } from '../run/options.ts';
import type { ScheduleClock } from '../schedule/schedule-clock.ts';
import type { Prompting } from './init/around.ts';
import { visible } from './text/visible.ts';

/**
 * What a command is given: where it stands, what it reads and where it writes. Commands touch no global of the process,
 * so that one can be run inside another (the demo) and be tested.
 */
export interface Shell {
  readonly environment: NodeJS.ProcessEnv;
  /** Relative paths on the command line start here. */
  readonly folder: string;
  /** Aborted by the first SIGINT or SIGTERM, whose name is its reason. */
  readonly signal: AbortSignal;
  /** Where progress can be drawn; undefined where no person is looking. */
  readonly terminal: NodeJS.WriteStream | undefined;
  /** Asks a person yes or no; undefined where nobody is there to answer. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
  /** Where a person can be asked for words, too; undefined where nobody is there. */
  readonly prompting?: Prompting | undefined;
  /**
   * Columns for text that people read; undefined where no terminal shows it: then no line is broken. Taken from COLUMNS
   * where a program, such as a pager, says it.
   */
  readonly width?: number | undefined;
  /** The command line as it was given, to be given again with more. */
  readonly line: string;
  /** The pipeline file that the command was given; undefined where none was, or several. */
  file?: string | undefined;
  /** Tells all moments of a text by the clock of the primary; undefined until a pipeline file was read. */
  inLocalTime?: ((text: string) => string) | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with its name before a command that was understood does its work. */
  readonly beforeAction?: ((command: string) => void) | undefined;
  /** For tests: what a schedule waits by, and what comes between its runs and their stores; the machine's time when left out. */
  readonly scheduleTime?: { readonly clock: ScheduleClock; readonly between: Between } | undefined;
  /** What was asked for: one or more lines on the standard output. */
  print(text: string): void;
  /** Everything else, for people: progress, warnings, errors. */
  note(text: string): void;
  /** The exit code that the command ends with; 0 until it is set. */
  end(code: number): void;
  /** What is done once all is said, and before the command ends; it may not fail. */
  afterwards?(work: () => Promise<void>): void;
  /** Runs another command line, as `execute` does. @returns its exit code */
  run(words: readonly string[], around: Surroundings): Promise<number>;
}

/** What a command line is run in. */
export type Surroundings = Omit<Shell, 'end' | 'afterwards' | 'run' | 'line' | 'file' | 'inLocalTime'>;

/** A text for people: its commands are lines that can be typed as they stand, its moments are told by one clock. */
export function typed({ file, inLocalTime }: Pick<Shell, 'file' | 'inLocalTime'>, text: string): string {
  const lines = wholeLines(text, file);
  return inLocalTime === undefined ? lines : inLocalTime(lines);
}

/** What a person can type into a shell to give these words. */
export function lineOf(words: readonly string[]): string {
  return ['neto-consolidator', ...words.map(shellWord)].join(' ');
}

/** A line with one more option, which stands before `--`. */
export function lineWith(line: string, option: string): string {
  return line.includes(' -- ') ? line.replace(' -- ', ` ${option} -- `) : `${line} ${option}`;
}

/** The same, with every text made harmless for a terminal on its way out: results, errors, progress and questions. */
export function showingAll<Around extends Surroundings>(around: Around): Around {
  const { ask } = around;
  return {
    ...around,
    print: (text: string) => around.print(visible(text)),
    note: (text: string) => around.note(visible(text)),
    ...(ask === undefined ? {} : { ask: (question: string) => ask(visible(question)) }),
  };
}

/** 128 and the signal's number, as shells count. */
export function signalCode(name: unknown): 130 | 143 {
  return name === 'SIGTERM' ? 143 : 130;
}

/** What the environment says of the width; undefined where it says nothing. */
export function widthIn({ COLUMNS }: NodeJS.ProcessEnv): number | undefined {
  return COLUMNS !== undefined && /^[1-9]\d{0,3}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}

/** The same, for what is read: its path from the folder of the process where it was given from another one. */
export function fileToRead(shell: Pick<Shell, 'folder'>, file: string): string {
  const given = fileAsGiven(shell, file);
  return given === file ? file : path.relative(process.cwd(), given);
}

/** Messages name a file as it was given, wherever that leads to the same file. */
export function fileAsGiven({ folder }: Pick<Shell, 'folder'>, file: string): string {
  const absolute = path.resolve(folder, file);
  return path.resolve(file) === absolute ? file : absolute;
}

/** One of the fleet is named by its name in place of a file. */
const IN_FLEET = /^fleet:([\w-]+)$/;

/** The name of a pipeline of the fleet; undefined for what is a file. */
export function nameInFleet(file: string): string | undefined {
  return IN_FLEET.exec(file)?.[1];
}
