import { type FileHandle, open } from 'node:fs/promises';
import { ConsolidatorError } from '../../model/errors.ts';
import type { PrefixMap } from '../../model/order-id.ts';
import { HEADER_MAXIMUM, readDelimitedHeader } from '../delimited-header.ts';
import { byteOrderMarkLength, EncodingFinder, type FeedEncoding, refuseNul, refuseWideEncodings } from '../encoding.ts';
import { FeedTrouble, troubleError } from '../feed-error.ts';
import { SafeOutput } from '../safe-output.ts';
import { ByteSink } from './byte-sink.ts';
import { DelimitedScanner } from './delimited-scanner.ts';
import { IdRewriter } from './id-rewriter.ts';
import { LONGEST_TOKEN, type Scanner } from './scanner.ts';
import { XmlScanner } from './xml-scanner.ts';

export interface RewriteOptions {
  readonly prefixes: PrefixMap;
  /** Keep ids that begin with a target prefix, or with none that is declared. */
  readonly keepOther?: boolean;
  /** Further columns or elements that hold ids. */
  readonly columns?: readonly string[];
  /** Replace the output where it is there already. */
  readonly force?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Read at once; a megabyte unless said otherwise. */
  readonly chunkBytes?: number;
  /** Told of the bytes read so far, after each such piece. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

export interface RewriteReport {
  readonly format: 'delimited' | 'xml';
  readonly encoding: FeedEncoding;
  readonly records: number;
  readonly rewritten: number;
  readonly kept: number;
  /** Bytes read. */
  readonly bytes: number;
}

/**
 * Copies a feed with the prefix of its order ids rewritten, every other byte as it was. The output appears under its
 * name only when all is well. Memory does not grow with the file.
 * @throws ConsolidatorError `feed-*` with file, line, column and record; `output-exists`, `file-unwritable`, `usage`
 */
export async function rewriteFile(input: string, output: string, options: RewriteOptions): Promise<RewriteReport> {
  const ids = new IdRewriter(options.prefixes, options.keepOther === true);
  const handle = await openInput(input);
  try {
    const file = await SafeOutput.open(output, { keep: [input], force: options.force === true });
    try {
      const report = await pass(handle, ids, options, (bytes) => file.write(bytes));
      if (ids.mustVerify) {
        ids.verify();
        await pass(handle, ids, options, async () => {});
      }
      await file.commit();
      return report;
    } catch (error) {
      await file.discard();
      throw error instanceof FeedTrouble ? await troubleError(input, error) : error;
    }
  } finally {
    await handle.close();
  }
}

async function openInput(input: string): Promise<FileHandle> {
  try {
    const handle = await open(input, 'r');
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new ConsolidatorError('feed-unreadable', `${input} can't be read (${reason}).`, { cause });
  }
  throw new ConsolidatorError('feed-unreadable', `${input} is no file.`);
}

/** One walk over the whole file. While a window is scanned, the next is read and the one before is written. */
async function pass(
  handle: FileHandle,
  ids: IdRewriter,
  options: RewriteOptions,
  write: (bytes: Buffer) => Promise<void>,
): Promise<RewriteReport> {
  const chunk = options.chunkBytes ?? 1 << 20;
  const head = Buffer.allocUnsafe(HEADER_MAXIMUM);
  const { scanner, format, start } = openScanner(head.subarray(0, await fill(handle, head, 0)), ids, options);
  const encoding = new EncodingFinder();
  encoding.take(head.subarray(0, start));
  await write(head.subarray(0, start));

  const windows = [0, 1].map(() => Buffer.allocUnsafe(LONGEST_TOKEN + chunk));
  const sinks = [0, 1].map(() => new ByteSink(Math.ceil(chunk * 1.25)));
  const windowAt = (turn: number): Buffer => windows[turn % 2] as Buffer;
  const read = (turn: number, position: number): Promise<number> =>
    fill(handle, windowAt(turn).subarray(LONGEST_TOKEN), position);
  let carried = 0;
  let offset = start;
  let writing: Promise<void> = Promise.resolve();
  let reading = read(0, offset);
  try {
    for (let turn = 0, final = false; !final; turn += 1) {
      const length = await reading;
      if (options.signal?.aborted === true)
        throw new ConsolidatorError('stopped', 'Stopped as asked; no file was written.');
      final = length < chunk;
      reading = final ? Promise.resolve(0) : read(turn + 1, offset + length);
      const bytes = windowAt(turn);
      const [from, end] = [LONGEST_TOKEN, LONGEST_TOKEN + length];
      const fresh = bytes.subarray(from, end);
      refuseNul(fresh, offset, () => scanner.record);
      encoding.take(fresh);
      const sink = sinks[turn % 2] as ByteSink;
      sink.clear();
      const keepFrom = scanner.scan({ bytes, carried: from - carried, from, end, offset, final }, sink);
      offset += length;
      carried = end - keepFrom;
      // Its place in the other window lies before what is being read into that.
      bytes.copy(windowAt(turn + 1), LONGEST_TOKEN - carried, keepFrom, end);
      await writing;
      writing = write(sink.take());
      options.onProgress?.(offset);
    }
    scanner.finish();
    await writing;
    const { rewritten, kept } = ids;
    return { format, encoding: encoding.end(), records: scanner.record, rewritten, kept, bytes: offset };
  } finally {
    await Promise.allSettled([reading, writing]);
  }
}

function openScanner(
  head: Buffer,
  ids: IdRewriter,
  { columns = [] }: RewriteOptions,
): { readonly scanner: Scanner; readonly format: RewriteReport['format']; readonly start: number } {
  refuseWideEncodings(head);
  const start = byteOrderMarkLength(head);
  if (/^\s*</.test(head.toString('latin1', start, start + 1000))) {
    return { scanner: new XmlScanner(ids, columns), format: 'xml', start: 0 };
  }
  const header = readDelimitedHeader(head, start);
  refuseNul(head.subarray(0, header.end), 0, () => 0);
  return { scanner: new DelimitedScanner(header, ids, columns), format: 'delimited', start: header.end };
}

/** @returns how many bytes there were; fewer than the buffer takes only at the end of the file */
async function fill(handle: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
