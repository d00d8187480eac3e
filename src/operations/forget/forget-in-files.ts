import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { NEVER_WRITTEN_TO } from '../../feeds/may-replace.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { learnFromFeed, outOfFeed, outOfLines, outOfPage } from './out-of-markup.ts';
import { learnFromJson, outOfJson } from './out-of-object.ts';
import { hasHeader, learnFromTable, outOfTable, type Without } from './out-of-table.ts';
import type { Shopper } from './shopper.ts';
import type { Around } from './whose.ts';

export interface FileWithout {
  readonly file: string;
  /** Rows, elements or lines. */
  readonly count: number;
}

interface Decoded {
  readonly file: string;
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
  readonly around: Around;
}

/** A file before and after: first without what other rows tell of, last without all of the shopper. */
interface Rewrite extends Decoded {
  readonly first: string;
  readonly last: string;
}

export interface FilesOutcome {
  readonly changed: readonly FileWithout[];
  /** In which something may be left of them: what can't be told, or not be read in rows, is left alone. */
  readonly mayHold: readonly string[];
  /** No text, so that nobody can say what is in them. */
  readonly unreadable: readonly string[];
}

/**
 * Takes a shopper out of files, each in one step, whoever wrote them; rows of others stay as they are to the byte. What tells
 * of their other rows is learned from all files first, and is written last.
 * @param own those that this program wrote
 * @param beforeWriting called when all is learned
 * @param write false: says what would be changed @throws ConsolidatorError `file-unwritable`
 */
export async function forgetInFiles(
  files: readonly string[],
  shopper: Shopper,
  write: boolean,
  own: ReadonlySet<string> = new Set(),
  beforeWriting: () => Promise<void> = async () => {},
): Promise<FilesOutcome> {
  const decoded: Decoded[] = [];
  const unreadable: string[] = [];
  for (const file of files) {
    const around = { isOwn: own.has(file), ids: new Set<string>(), onlyOthers: false, isDoubtful: false };
    const read = await decode(file, around);
    if (read === undefined) unreadable.push(file);
    else decoded.push(read);
  }
  for (const one of decoded) learnFrom(one, shopper);
  const changed: FileWithout[] = [];
  const mayHold: string[] = [];
  const rewrites: Rewrite[] = [];
  for (const one of decoded) {
    const { text, count } = withoutShopper(one, shopper, false);
    if (one.around.isDoubtful || isLeftIn(text, shopper)) mayHold.push(one.file);
    if (text === one.text) continue;
    changed.push({ file: one.file, count });
    if (write) rewrites.push({ ...one, first: withoutShopper(one, shopper, true).text, last: text });
  }
  if (!write) return { changed, mayHold, unreadable };
  await beforeWriting();
  // First what is known by what other rows tell, and then these.
  for (const [before, after] of [
    ['text', 'first'],
    ['first', 'last'],
  ] as const) {
    const different = rewrites.filter((one) => one[before] !== one[after]);
    await writeAll(decoded, new Map(different.map((one) => [one.file, Buffer.from(one[after], one.encoding)])));
  }
  return { changed, mayHold, unreadable };
}

/** Of a path, the files in it, however deep. @throws ConsolidatorError `usage` where there is nothing */
export async function filesIn(given: string): Promise<string[]> {
  const found = await lstat(given).catch(() => undefined);
  if (found === undefined) throw new ConsolidatorError('usage', `There is no file or folder ${given}.`);
  // Whatever a link leads to is no file of this pipeline's.
  if (found.isFile()) return [given];
  if (!found.isDirectory()) return [];
  const inside = await Promise.all((await readdir(given)).sort().map((name) => filesIn(path.join(given, name))));
  return inside.flat();
}

async function writeAll(decoded: readonly Decoded[], written: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [file, bytes] of written) await replace(file, bytes);
  await tellManifests(decoded, written);
}

function learnFrom({ file, text, around }: Decoded, shopper: Shopper): void {
  if (!shopper.isIn(text) && !/\.jsonl?$/i.test(file)) return;
  if (isTable(file, text)) learnFromTable(text, shopper, around);
  else if (/\.xml$/i.test(file)) learnFromFeed(text, shopper, around);
  else if (isJson(file)) learnFromJson(text, shopper, around);
}

function isTable(file: string, text: string): boolean {
  return /\.(csv|tsv|tab)$/i.test(file) || (/\.txt$/i.test(file) && hasHeader(text));
}

function isJson(file: string): boolean {
  return /\.(json|jsonl|ndjson)$/i.test(file);
}

function withoutShopper({ file, text, around }: Decoded, shopper: Shopper, onlyOthers: boolean): Without {
  const during = { ...around, onlyOthers };
  if (NEVER_WRITTEN_TO.test(path.basename(file))) return { text, count: 0 };
  const left = /\.html?$/i.test(file)
    ? outOfPage(text, shopper, during)
    : /\.xml$/i.test(file)
      ? outOfFeed(text, shopper, during)
      : isTable(file, text)
        ? outOfTable(text, shopper, during)
        : isJson(file)
          ? outOfJson(text, shopper, during)
          : outOfLines(text, shopper, during);
  around.isDoubtful ||= during.isDoubtful;
  return left;
}

/** A name alone may be another's; that it stands there is said. */
function isLeftIn(text: string, shopper: Shopper): boolean {
  return [text, text.replace(/<[^>]*>/g, ' ')].some(
    (one) => shopper.isIn(one) || shopper.mayBeIn(one) || shopper.hasFullName(one),
  );
}

/** Texts in UTF-8, else as Windows writes them; undefined for what is no text. */
async function decode(file: string, around: Around): Promise<Decoded | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || bytes.includes(0)) return undefined;
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return { file, text, encoding: 'utf8', around };
  return { file, text: bytes.toString('latin1'), encoding: 'latin1', around };
}

async function replace(file: string, bytes: Buffer): Promise<void> {
  const { mode } = await lstat(file);
  await writeSafely(file, bytes, { force: true, mode: mode & 0o777 });
}

/** A manifest says of each of its files how long it is and what its hash is. */
async function tellManifests(decoded: readonly Decoded[], rewritten: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const { file } of decoded) {
    if (!/-manifest\.json$/.test(file)) continue;
    const before = await readFile(file, 'utf8');
    let left = before;
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
