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

const CHUNK = HEADER_MAXIMUM;

export interface RewriteOptions {
  readonly prefixes: PrefixMap;
  /** Keep ids that begin with a target prefix, or with none that is declared. */
  readonly keepOther?: boolean;
  /** Further columns or elements that hold ids. */
  readonly columns?: readonly string[];
  /** Replace the output where it is there already. */
  readonly force?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Told of the bytes read so far, once a megabyte. */
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
    const file = await SafeOutput.open(output, { input, force: options.force === true });
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
  const buffers = [Buffer.allocUnsafe(LONGEST_TOKEN + CHUNK), Buffer.allocUnsafe(LONGEST_TOKEN + CHUNK)];
  const sinks = [new ByteSink(CHUNK * 1.25), new ByteSink(CHUNK * 1.25)];
  const bufferAt = (turn: number): Buffer => buffers[turn % 2] as Buffer;
  const read = (turn: number, position: number): Promise<number> => fill(handle, bufferAt(turn), position);
  const encoding = new EncodingFinder();
  let scanner: Scanner | undefined;
  let format: RewriteReport['format'] = 'delimited';
  let carried = 0;
  let offset = 0;
  let writing: Promise<void> = Promise.resolve();
  let reading = read(0, 0);
  try {
    for (let turn = 0; ; turn += 1) {
      const length = await reading;
      options.signal?.throwIfAborted();
      const bytes = bufferAt(turn);
      const final = length < CHUNK;
      // A rejected read-ahead is awaited in the next turn, or after a trouble in this one.
      reading = final ? Promise.resolve(0) : read(turn + 1, offset + length);
      reading.catch(() => undefined);
      const fresh = bytes.subarray(LONGEST_TOKEN, LONGEST_TOKEN + length);
      const sink = sinks[turn % 2] as ByteSink;
      sink.clear();
      let from = LONGEST_TOKEN;
      if (scanner === undefined) {
        const opened = openScanner(fresh, ids, options);
        ({ scanner, format } = opened);
        sink.copy(fresh, 0, opened.start);
        from += opened.start;
      }
      const current: Scanner = scanner;
      refuseNul(fresh, offset, () => current.record);
      encoding.take(fresh);
      const at = offset + from - LONGEST_TOKEN;
      const window = { bytes, carried: from - carried, from, end: LONGEST_TOKEN + length, offset: at, final };
      const keepFrom = scanner.scan(window, sink);
      offset += length;
      carried = window.end - keepFrom;
      // Its place in the other buffer lies before what is being read into it.
      bytes.copy(bufferAt(turn + 1), LONGEST_TOKEN - carried, keepFrom, window.end);
      await writing;
      writing = write(sink.take());
      writing.catch(() => undefined);
      options.onProgress?.(offset);
      if (final) break;
    }
    scanner.finish();
    await writing;
    const { rewritten, kept } = ids;
    return { format, encoding: encoding.end(), records: scanner.record, rewritten, kept, bytes: offset };
  } finally {
    await Promise.allSettled([reading, writing]);
  }
}

function openScanner(head: Buffer, ids: IdRewriter, { columns = [] }: RewriteOptions) {
  refuseWideEncodings(head);
  refuseNul(head, 0, () => 0);
  const start = byteOrderMarkLength(head);
  if (/^\s*</.test(head.toString('latin1', start, start + 1000))) {
    return { scanner: new XmlScanner(ids, columns), format: 'xml', start: 0 } as const;
  }
  const header = readDelimitedHeader(head, start);
  return { scanner: new DelimitedScanner(header, ids, columns), format: 'delimited', start: header.end } as const;
}

async function fill(handle: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let length = 0;
  while (length < CHUNK) {
    const { bytesRead } = await handle.read(buffer, LONGEST_TOKEN + length, CHUNK - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
