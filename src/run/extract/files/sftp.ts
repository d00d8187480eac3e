import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FeedSource } from '../../../config/pipeline.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { WITHOUT_GLOBAL } from '../../../model/optional-packages.ts';
import { freeNameAmong, placeHere } from './free-name.ts';
import { type Incoming, type IncomingFile, matcher, QUIET_SECONDS } from './incoming-file.ts';

/** In bytes, and in milliseconds since 1970. */
interface FileFacts {
  readonly size: number;
  readonly modifyTime: number;
}

/** What is used of ssh2-sftp-client, which brings no types of its own. */
interface SftpClient {
  connect(options: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** That of ssh2, below it. */
  readonly client?: { setNoDelay?(isOn: boolean): unknown };
  list(folder: string): Promise<({ readonly type: string; readonly name: string } & FileFacts)[]>;
  stat(file: string): Promise<FileFacts>;
  fastGet(remote: string, local: string): Promise<unknown>;
  mkdir(folder: string, recursive: boolean): Promise<unknown>;
  exists(folder: string): Promise<false | string>;
  rename(from: string, to: string): Promise<unknown>;
  end(): Promise<unknown>;
}

/** Takes the files of a folder on an SFTP server into a folder of our own, which goes away with `close`. @throws ConsolidatorError */
export async function openSftp(source: FeedSource, now: number): Promise<Incoming> {
  const address = new URL(source.files);
  const where = `${address.hostname}${address.port === '' ? '' : `:${address.port}`}`;
  const folder = decodeURIComponent(path.posix.dirname(address.pathname));
  const client = await connect(source, address, where);
  const local = await mkdtemp(path.join(tmpdir(), 'neto-consolidator-sftp-'));
  const close = async (): Promise<void> => {
    await client.end().catch(() => undefined);
    await rm(local, { recursive: true, force: true });
  };
  try {
    const matches = matcher(decodeURIComponent(path.posix.basename(address.pathname)));
    const entries = (await client.list(folder)).filter(({ type, name }) => type === '-' && matches(name));
    const files: IncomingFile[] = [];
    for (const { name, modifyTime, size } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      // The server's clock may be wrong by some seconds; a file of the future is still arriving too.
      if (now - modifyTime < QUIET_SECONDS * 1000) continue;
      const remote = path.posix.join(folder, name);
      const file = placeHere(local, files.length, name);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await client.fastGet(remote, file);
      files.push({
        path: file,
        arrivedAt: modifyTime,
        done: () =>
          inTurn(`${where} ${source.moveTo}`, () =>
            moveOnServer(client, remote, name, { size, modifyTime }, source.moveTo),
          ),
      });
    }
    return { files, troubles: [], close };
  } catch (cause) {
    await close();
    throw unreadable(where, cause);
  }
}

const turns = new Map<string, Promise<void>>();

/** Stores that are read side by side may share a folder of done files: of two that look for a free name, one waits. */
async function inTurn(what: string, work: () => Promise<void>): Promise<void> {
  const before = turns.get(what) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(work);
  turns.set(what, mine);
  try {
    await mine;
  } finally {
    if (turns.get(what) === mine) turns.delete(what);
  }
}

async function connect({ password, hostKey }: FeedSource, address: URL, where: string): Promise<SftpClient> {
  const client = await newClient();
  let shown = '';
  try {
    await client.connect({
      host: address.hostname,
      port: address.port === '' ? 22 : Number(address.port),
      username: decodeURIComponent(address.username),
      ...(password === undefined ? { agent: process.env['SSH_AUTH_SOCK'] } : { password }),
      readyTimeout: 20_000,
      hostVerifier: (key: Buffer) => {
        shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
        return shown === hostKey?.replace(/=+$/, '');
      },
    });
    // Else its small packets wait for the acknowledgement of the one before, 40 ms for each request.
    client.client?.setNoDelay?.(true);
    return client;
  } catch (cause) {
    await client.end().catch(() => undefined);
    if (shown !== '' && shown !== hostKey?.replace(/=+$/, '')) {
      const expected = hostKey === undefined ? '`source.hostKey` is not set' : `\`source.hostKey\` is ${hostKey}`;
      throw new ConsolidatorError(
        'feed-unreadable',
        `${where} shows the key ${shown}, and ${expected}. Ask the server's owner whether that is its key before you put it there; the password was not sent.`,
        { cause },
      );
    }
    throw unreadable(where, cause);
  }
}

async function newClient(): Promise<SftpClient> {
  // In a variable, so that the compiler does not ask for a package that most never install.
  const name = 'ssh2-sftp-client';
  let loaded: { readonly default: new (name: string, callbacks: object) => SftpClient };
  try {
    loaded = await import(name);
  } catch (cause) {
    throw new ConsolidatorError(
      'feed-unreadable',
      `Files over SFTP need the package ssh2-sftp-client, which is not installed. Install it beside this program: npm install --global ssh2-sftp-client@12 (${WITHOUT_GLOBAL}).`,
      { cause },
    );
  }
  const quiet = { error: () => {}, end: () => {}, close: () => {} };
  return new loaded.default('neto-consolidator', quiet);
}

async function moveOnServer(
  client: SftpClient,
  remote: string,
  name: string,
  read: FileFacts,
  moveTo: string | undefined,
): Promise<void> {
  if (moveTo === undefined) return;
  try {
    if ((await client.exists(moveTo)) === false) await client.mkdir(moveTo, true);
    const there = new Set((await client.list(moveTo)).map((entry) => entry.name));
    const moved = path.posix.join(moveTo, freeNameAmong(there, name));
    await client.rename(remote, moved);
    // Another may have taken its place while it was read: that is none of those that are done.
    const now = await client.stat(moved);
    const same = now.size === read.size && now.modifyTime === read.modifyTime;
    if (!same && (await client.exists(remote)) === false) await client.rename(moved, remote);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new ConsolidatorError(
      'file-unwritable',
      `${remote} was taken, but can't be moved to ${moveTo} on the server: ${reason}. It is not taken again; move it by hand.`,
      { cause },
    );
  }
}

function unreadable(where: string, cause: unknown): ConsolidatorError {
  const reason = cause instanceof Error ? cause.message : 'unknown reason';
  return new ConsolidatorError('feed-unreadable', `The SFTP server ${where} can't be read: ${reason}.`, { cause });
}
