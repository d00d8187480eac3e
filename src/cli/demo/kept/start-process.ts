import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConsolidatorError } from '../../../model/errors.ts';
import { packageRoot } from '../../../model/program-version.ts';
import type { Shell } from '../../shell.ts';
import { type Order, type Told, toldSchema } from './messages.ts';

/** TypeScript in the repository, JavaScript in the package. */
const [built, extension] = path.extname(import.meta.filename) === '.ts' ? ['src', 'ts'] : ['dist', 'js'];
const script = fileURLToPath(new URL(`${built}/cli/demo/kept/process.${extension}`, packageRoot));

/**
 * Has the demo played by a process of its own, which goes on when this one ends. Ctrl-C does not reach that one by itself:
 * it is told to end, and waited for.
 * @throws ConsolidatorError what went wrong there; `stopped`. No process is left then
 */
export async function startKeptDemo(shell: Shell, folder: string): Promise<void> {
  const child = fork(script, [folder, String(shell.width ?? '')], {
    detached: true,
    env: shell.environment,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const stop = (): void => order(child, 'end');
  shell.signal.addEventListener('abort', stop);
  try {
    await played(shell, child);
  } finally {
    shell.signal.removeEventListener('abort', stop);
  }
  child.unref();
}

function played(shell: Shell, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Extract<Told, { kind: 'failed' }> | undefined;
    child.once('error', reject);
    child.on('message', (raw) => {
      const told = toldSchema.parse(raw);
      if (told.kind === 'print') shell.print(told.text);
      else if (told.kind === 'note') shell.note(told.text);
      else if (told.kind === 'failed') failure = told;
      // Who has been told to end must not go on, however late that was.
      else if (shell.signal.aborted) order(child, 'end');
      else
        child.send('go-on' satisfies Order, () => {
          child.disconnect();
          resolve();
        });
    });
    child.once('exit', (code, signal) => reject(failureOf(shell, failure, signal ?? code)));
  });
}

function order(child: ChildProcess, what: Order): void {
  // It may have ended in this moment; its exit is told all the same.
  if (child.connected) child.send(what, () => {});
}

function failureOf(
  shell: Shell,
  failure: Extract<Told, { kind: 'failed' }> | undefined,
  end: number | string | null,
): ConsolidatorError {
  if (shell.signal.aborted) return new ConsolidatorError('stopped', 'Stopped as asked.', { remedy: NOTHING_LEFT });
  if (failure === undefined)
    return new ConsolidatorError('internal', `The process of the demo ended before the demo was over (${end}).`);
  const { code, message, remedy } = failure;
  return new ConsolidatorError(code, message, remedy === undefined ? {} : { remedy });
}

const NOTHING_LEFT = 'The stores have ended, and what the demo had written is gone.';
