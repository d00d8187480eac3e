import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConsolidatorError } from '../../model/errors.ts';
import type { FeedSource } from '../config/pipeline.ts';
import { freeNameAmong, type Incoming, type IncomingFile, matcher, QUIET_SECONDS } from './incoming-file.ts';
import type { StoreFeeds } from './store-feeds.ts';

/** @param now milliseconds since 1970 @throws ConsolidatorError `feed-unreadable` */
export async function openIncoming(origin: StoreFeeds['origin'], now: number): Promise<Incoming> {
  if (origin.kind === 'given') {
    return { files: origin.files.map((file) => ({ path: file, done: async () => {} })), close: async () => {} };
  }
  const { source } = origin;
  if (source.files.startsWith('sftp://')) {
    // Loaded only when used: most merchants never need it.
    const { openSftp } = await import('./sftp.ts');
    return openSftp(source, now);
  }
  return openFolder(source, now);
}

async function openFolder({ files, moveTo }: FeedSource, now: number): Promise<Incoming> {
  const folder = path.dirname(files);
  const names = (await namesIn(folder)).filter(matcher(path.basename(files))).sort();
  const found: IncomingFile[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    const facts = await stat(file);
    if (!facts.isFile() || now - facts.mtimeMs < QUIET_SECONDS * 1000) continue;
    found.push({
      path: file,
      arrivedAt: facts.mtimeMs,
      done: async () => {
        if (moveTo !== undefined) await moveInto(file, moveTo, name);
      },
    });
  }
  return { files: found, close: async () => {} };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new ConsolidatorError(
      'feed-unreadable',
      `The folder ${folder} can't be read (${reason}). Check \`source.files\`.`,
      {
        cause,
      },
    );
  }
}

async function moveInto(file: string, folder: string, name: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await rename(file, path.join(folder, await freeName(folder, name)));
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new ConsolidatorError(
      'file-unwritable',
      `${file} was taken, but can't be moved to ${folder} (${reason}). It is not taken again; move it by hand.`,
      { cause },
    );
  }
}

/** An export of the same name every day must not replace yesterday's. */
async function freeName(folder: string, name: string): Promise<string> {
  const there = new Set(await readdir(folder));
  return freeNameAmong(there, name);
}
