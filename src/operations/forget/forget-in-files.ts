import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { NEVER_WRITTEN_TO } from '../../feeds/may-replace.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { outOfFeed, outOfLines, outOfPage } from './out-of-markup.ts';
import { outOfObject } from './out-of-object.ts';
import { ordersInTable, outOfTable, type Without } from './out-of-table.ts';
import type { Shopper } from './shopper.ts';

export interface FileWithout {
  readonly file: string;
  /** Rows, elements or lines. */
  readonly count: number;
}

interface Decoded {
  readonly file: string;
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

/** What must be left alone, and why, where it bears the address. */
export interface FilesOutcome {
  readonly changed: readonly FileWithout[];
  /** No text, so that nobody can say what is in them; only of files that a person named. */
  readonly unreadable: readonly string[];
}

/**
 * Takes a shopper out of files, each in one step, whoever wrote them; rows of others stay as they are to the byte. The orders that
 * their rows name are looked for in all of them.
 * @param write false: says what would be changed @throws ConsolidatorError `file-unwritable`
 */
export async function forgetInFiles(files: readonly string[], shopper: Shopper, write: boolean): Promise<FilesOutcome> {
  const decoded: Decoded[] = [];
  const unreadable: string[] = [];
  for (const file of files) {
    const read = await decode(file);
    if (read === undefined) unreadable.push(file);
    else decoded.push(read);
  }
  for (const { text, file } of decoded)
    if (isTable(file)) for (const id of ordersInTable(text, shopper)) shopper.addOrder('files', id);
  const changed: FileWithout[] = [];
  const rewritten = new Map<string, Buffer>();
  for (const { file, text, encoding } of decoded) {
    const { text: left, count } = without(file, text, shopper);
    if (left === text) continue;
    changed.push({ file, count });
    rewritten.set(file, Buffer.from(left, encoding));
  }
  if (write) {
    for (const [file, bytes] of rewritten) await replace(file, bytes);
    await tellManifests(decoded, rewritten);
  }
  return { changed, unreadable };
}

/** Of a path, the files in it, however deep. @throws ConsolidatorError `file-unreadable` where there is nothing */
export async function filesIn(given: string): Promise<string[]> {
  const found = await lstat(given).catch(() => undefined);
  if (found === undefined) throw new ConsolidatorError('usage', `There is no file or folder ${given}.`);
  // Whatever a link leads to is no file of this pipeline's.
  if (found.isFile()) return NEVER_WRITTEN_TO.test(path.basename(given)) ? [] : [given];
  if (!found.isDirectory()) return [];
  const inside = await Promise.all((await readdir(given)).sort().map((name) => filesIn(path.join(given, name))));
  return inside.flat();
}

function isTable(file: string): boolean {
  return /\.(csv|tsv|txt|tab)$/i.test(file);
}

function without(file: string, text: string, shopper: Shopper): Without {
  const first = ofKind(file, text, shopper);
  // Wherever else the address stands, it goes.
  if (!shopper.isIn(first.text)) return first;
  const rest = outOfLines(first.text, shopper);
  return { text: rest.text, count: first.count + rest.count };
}

function ofKind(file: string, text: string, shopper: Shopper): Without {
  if (/\.html?$/i.test(file)) return outOfPage(text, shopper);
  if (/\.xml$/i.test(file)) return outOfFeed(text, shopper);
  if (isTable(file)) return outOfTable(text, shopper);
  if (!/\.json$/i.test(file)) return { text, count: 0 };
  try {
    const value: unknown = JSON.parse(text);
    const left = outOfObject([value], shopper);
    const [own] = left.value as unknown[];
    return own === value ? { text, count: 0 } : { text: `${JSON.stringify(own, null, 2)}\n`, count: left.count };
  } catch {
    return { text, count: 0 };
  }
}

/** Texts in UTF-8, else as Windows writes them; undefined for what is no text. */
async function decode(file: string): Promise<Decoded | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || bytes.includes(0)) return undefined;
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return { file, text, encoding: 'utf8' };
  return { file, text: bytes.toString('latin1'), encoding: 'latin1' };
}

async function replace(file: string, bytes: Buffer): Promise<void> {
  const { mode } = await lstat(file);
  await writeSafely(file, bytes, { force: true, mode: mode & 0o777 });
}

/** A manifest says of each of its files how long it is and what its hash is. */
async function tellManifests(decoded: readonly Decoded[], rewritten: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const { file, text } of decoded) {
    if (!/-manifest\.json$/.test(file)) continue;
    let left = rewritten.get(file)?.toString('utf8') ?? text;
    const before = left;
    for (const [one, bytes] of rewritten) {
      if (path.dirname(one) !== path.dirname(file)) continue;
      const name = JSON.stringify(path.basename(one));
      const entry = new RegExp(
        `("name": ${name.replace(/[.\\]/g, '\\$&')}[^}]*?"bytes": )\\d+([^}]*?"sha256": ")[\\da-f]*`,
      );
      const hash = createHash('sha256').update(bytes).digest('hex');
      left = left.replace(entry, `$1${bytes.length}$2${hash}`);
    }
    if (left !== before) await replace(file, Buffer.from(left));
  }
}
