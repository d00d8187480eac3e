import { execute } from './execute.ts';
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
  const terminal = process.stderr.isTTY && process.env['CI'] === undefined ? process.stderr : undefined;
  process.exitCode = await execute(process.argv.slice(2), {
    environment: process.env,
    folder: process.cwd(),
    signal: watch.signal,
    terminal,
    now: Date.now,
    print: (text) => void process.stdout.write(`${text}\n`),
    note,
  });
  watch.close();
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
