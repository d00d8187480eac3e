import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Has a process tell, when it ends, all that it has loaded. What that costs is measured by `bench/start-time.ts`. */
const telling = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  import { writeSync } from 'node:fs';
  const loaded = new Set();
  registerHooks({ load(url, context, next) { loaded.add(url); return next(url, context); } });
  process.on('exit', () => writeSync(3, JSON.stringify([...loaded])));
`)}`;

interface Loaded {
  readonly code: number | null;
  /** Addresses of all files, those of packages among them. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

/**
 * Not by a call that waits: the stores that a run asks are in this process.
 * @param main the file that is run
 */
export async function loadedBy(
  main: string,
  words: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Loaded> {
  const child = spawn(process.execPath, ['--import', telling, main, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = child.stdio[3];
  const [[code], said] = await Promise.all([once(child, 'close'), told instanceof Readable ? text(told) : '']);
  const files: readonly string[] = JSON.parse(said).filter((url: string) => url.startsWith('file:'));
  const packages = files.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  return { code, files, packages: [...new Set(packages)].sort() };
}
