import { askOn } from './ask.ts';
import { reportError } from './errors.ts';
import { execute } from './execute.ts';
import { showingAll, widthIn } from './shell.ts';
import { watchSignals } from './signals.ts';
import { keepYoungSpaceSmall } from './young-space.ts';

/** Runs the command line of this process and leaves its exit code. */
export async function start(): Promise<void> {
  keepYoungSpaceSmall();
  leaveQuietlyWhenNobodyReads(process.stdout);
  leaveQuietlyWhenNobodyReads(process.stderr);
  hideExperimentalWarnings();
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const watch = watchSignals(note);
  const words = process.argv.slice(2);
  const shell = {
    width: widthOf(process.stdout) ?? widthIn(process.env),
    environment: process.env,
    folder: process.cwd(),
    signal: watch.signal,
    terminal: canDraw(process.stderr) && process.env['CI'] === undefined ? process.stderr : undefined,
    ask: askOn(process.stdin, process.stderr, watch.signal),
    now: Date.now,
    print: (text: string) => void process.stdout.write(`${text}\n`),
    note,
  };
  // What nobody waits for may fail too; what is open is settled by the next run.
  process.once('uncaughtException', (error) => process.exit(reportError(error, showingAll(shell), words)));
  process.exitCode = await execute(words, shell);
  watch.close();
}

/** A pipe or a file has no width; a terminal that does not tell its own is taken for one of 80 columns. */
function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? stream.columns || 80 : undefined;
}

/** A terminal that does not tell its width, or is too narrow for a line, gets plain lines. */
function canDraw(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && (stream.columns ?? 0) >= 60;
}

/** `neto-consolidator status | head -3` closes the pipe while we write. */
function leaveQuietlyWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** node:sqlite is marked experimental in some releases of Node 24; that is our business, not the user's. */
function hideExperimentalWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}
