import { askOn } from './ask.ts';
import { painted, wantsColour } from './colour.ts';
import { reportError } from './errors.ts';
import { execute } from './execute.ts';
import { keepHeapSmall, makeRoomForNewObjects } from './heap.ts';
import { wantsJson } from './output.ts';
import { showingAll, widthIn } from './shell.ts';
import { watchSignals } from './signals.ts';

/** Runs the command line of this process and leaves its exit code. */
export async function start(): Promise<void> {
  // Nearly every file that a command makes holds what shoppers wrote, or leads to it: for this user alone.
  process.umask(0o077);
  keepHeapSmall();
  const words = process.argv.slice(2);
  const out = new Sink(process.stdout, isForPeople(words) && wantsColour(words, process.env, process.stdout.isTTY));
  // What draws for itself, such as a question, asks the environment alone.
  if (!wantsColour(words, process.env, true)) {
    process.env['NO_COLOR'] = '1';
    delete process.env['FORCE_COLOR'];
  }
  const notes = new Sink(process.stderr, wantsColour(words, process.env, process.stderr.isTTY));
  const note = (text: string): void => notes.line(text);
  hideExperimentalWarnings(note);
  const folder = workingFolder();
  if (folder === undefined) {
    note('The folder that this command was called in is not there any more. Go to another one, and call it again.');
    process.exitCode = 2;
    return;
  }
  const watch = watchSignals(note);
  const shell = {
    width: widthOf(process.stdout) ?? widthIn(process.env),
    environment: process.env,
    folder,
    signal: watch.signal,
    terminal: canDraw(process.stderr) && process.env['CI'] === undefined ? process.stderr : undefined,
    ask: askOn(process.stdin, process.stderr, watch.signal),
    prompting:
      process.stdin.isTTY && process.stderr.isTTY ? { input: process.stdin, output: process.stderr } : undefined,
    now: Date.now,
    beforeAction: makeRoomForNewObjects,
    print: (text: string) => out.line(text),
    note,
  };
  // What nobody waits for may fail too; what is open is settled by the next run.
  process.once('uncaughtException', (error) => process.exit(reportError(error, showingAll(shell), words)));
  const code = await execute(words, shell);
  await out.written();
  // Who called asked for an answer, and has none: that is no success. A reader that went away had enough of it.
  if (out.lost !== undefined) note(`The answer can't be written (${out.lost}); what the command did stands.`);
  process.exitCode = code === 0 && out.lost !== undefined ? 1 : code;
  watch.close();
}

/** A document for programs, or a script, stays what it is, whatever is forced. */
function isForPeople(words: readonly string[]): boolean {
  return !wantsJson(words) && words[0] !== 'completion';
}

/** A pipe or a file has no width; a terminal that does not tell its own is taken for one of 80 columns. */
function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? stream.columns || 80 : undefined;
}

/** A terminal that does not tell its width, or is too narrow for a line, gets plain lines. */
function canDraw(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && (stream.columns ?? 0) >= 60;
}

/** A reader that has gone: `neto-consolidator status | head -3`, or a terminal that was closed. */
const GONE: readonly string[] = ['EPIPE', 'EIO'];

/**
 * One of the two outputs. What can't be written, since the disk is full or nobody reads any more, ends no run: orders are
 * on their way, and no line about them is worth as much.
 */
class Sink {
  readonly #stream: NodeJS.WriteStream;
  readonly #hasColours: boolean;
  /** Why something was lost that somebody might still want. */
  lost: string | undefined;

  constructor(stream: NodeJS.WriteStream, hasColours: boolean) {
    this.#stream = stream;
    this.#hasColours = hasColours;
    stream.on('error', (error: NodeJS.ErrnoException) => this.#lose(error));
  }

  line(text: string): void {
    try {
      this.#stream.write(`${this.#hasColours ? painted(text) : text}\n`);
    } catch (error) {
      // A file is written at once, so that its errors come here.
      this.#lose(error as NodeJS.ErrnoException);
    }
  }

  /** Resolves when all that was given is written, or lost. */
  written(): Promise<void> {
    return new Promise((resolve) => {
      try {
        this.#stream.write('', () => resolve());
      } catch {
        resolve();
      }
    });
  }

  #lose({ code = 'unknown reason' }: NodeJS.ErrnoException): void {
    if (!GONE.includes(code)) this.lost ??= code;
  }
}

function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** node:sqlite is marked experimental in some releases of Node 24; that is our business, not the user's. */
function hideExperimentalWarnings(note: (text: string) => void): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') note(`${warning.name}: ${warning.message}`);
  });
}
