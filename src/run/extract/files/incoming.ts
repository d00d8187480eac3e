import { lstat, mkdir, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FeedSource } from '../../../config/pipeline.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { StoreFeeds } from '../../../session/store-feeds.ts';
import { moveToFreeName } from './free-name.ts';
import { type Incoming, type IncomingFile, isWhatWasRead, matcher, QUIET_SECONDS } from './incoming-file.ts';

/** Before the name of a file that is being moved away. Such names are never taken as feeds. */
const CLAIMED = '.taken-';

/** @param now milliseconds since 1970 @throws ConsolidatorError `feed-unreadable` */
export async function openIncoming(origin: StoreFeeds['origin'], now: number): Promise<Incoming> {
  if (origin.kind === 'given') {
    return {
      files: origin.files.map((file) => ({ path: file, done: async () => {} })),
      troubles: [],
      close: async () => {},
    };
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
  await giveBack(folder);
  const names = (await namesIn(folder)).filter(matcher(path.basename(files))).sort();
  const found: IncomingFile[] = [];
  const troubles: unknown[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    try {
      const facts = await stat(file);
      if (!facts.isFile() || now - facts.mtimeMs < QUIET_SECONDS * 1000) continue;
      found.push({
        path: file,
        arrivedAt: facts.mtimeMs,
        done: async (sha256) => {
          if (moveTo !== undefined) await moveInto(file, moveTo, name, sha256);
        },
      });
    } catch (cause) {
      // Somebody took it away since the folder was listed; a link that leads nowhere is still there.
      if (await isGone(file)) continue;
      troubles.push(unreadable(file, cause, 'Look whether it is a link that leads nowhere, and whose it is.'));
    }
  }
  return { files: found, troubles, close: async () => {} };
}

async function isGone(file: string): Promise<boolean> {
  return lstat(file).then(
    () => false,
    () => true,
  );
}

/** Of this process, which reads stores side by side that may share a folder. */
const claims = new Set<string>();

/** What a killed run had claimed is a file that arrived like the others. */
async function giveBack(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const claimed = path.join(folder, name);
    if (!name.startsWith(CLAIMED) || claims.has(claimed)) continue;
    await moveToFreeName(claimed, folder, name.slice(CLAIMED.length));
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw unreadable(`The folder ${folder}`, cause, 'Check `source.files`.');
  }
}

function unreadable(what: string, cause: unknown, remedy: string): ConsolidatorError {
  return new ConsolidatorError('feed-unreadable', `${what} can't be read (${reasonOf(cause)}). ${remedy}`, { cause });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
}

/** Claims the file first, so that what is looked at is what is moved: another may take its place at any moment. */
async function moveInto(file: string, folder: string, name: string, sha256: string): Promise<void> {
  const claimed = path.join(path.dirname(file), CLAIMED + name);
  claims.add(claimed);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(file, claimed);
    await moveToFreeName(claimed, (await isWhatWasRead(claimed, sha256)) ? folder : path.dirname(file), name);
  } catch (cause) {
    if (await isGone(file)) await rename(claimed, file).catch(() => undefined);
    throw new ConsolidatorError(
      'file-unwritable',
      `${file} was taken, but can't be moved to ${folder} (${reasonOf(cause)}). It is not taken again; move it by hand.`,
      { cause },
    );
  } finally {
    claims.delete(claimed);
  }
}
