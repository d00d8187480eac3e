import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../support/memory-disk.ts';
import type { PlayedDemo } from './demo-worker.ts';

const repository = resolve(import.meta.dirname, '../..');
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  TMPDIR: temporaryFolder(),
  NODE_COMPILE_CACHE: join(repository, 'node_modules/.cache/compiled'),
};

/** Plays the demo as it is, and once without each of these protections. @throws Error where the worker dies */
export async function playDemos(ids: readonly string[]): Promise<readonly PlayedDemo[]> {
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'hook.ts'), join(import.meta.dirname, 'demo-worker.ts'), ...ids],
    { cwd: repository, env: environment },
  );
  const said = await ended(child);
  const played = said.split('\n').filter((line) => line.startsWith('{'));
  if (played.length !== ids.length + 1) throw new Error(`The demos did not come to an end:\n${said}`);
  return played.map((line) => JSON.parse(line) as PlayedDemo);
}

/** @returns all that it wrote */
function ended(child: ChildProcess): Promise<string> {
  let said = '';
  const hear = (bytes: Buffer): void => {
    said += bytes.toString();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) =>
      done(code === 0 ? said : `${said}\nIt ended by ${signal ?? `exit code ${code}`}.`),
    );
  });
}
