import type { FileHandle } from 'node:fs/promises';
import { ByteSink } from '../rewrite/byte-sink.ts';
import { LONGEST_TOKEN, type Scanner } from '../rewrite/scanner.ts';
import type { FeedFile } from './inspect-feed.ts';

const CHUNK = 1 << 18;

/**
 * Runs a scanner over a file, piece by piece, and keeps nothing of what it copies.
 * @param start where it begins, in bytes from the start of the file
 * @throws FeedTrouble what the scanner finds
 */
export async function* scanned(
  feed: Pick<FeedFile, 'bytes'>,
  scanner: Scanner,
  handle: FileHandle,
  start: number,
): AsyncGenerator<void> {
  const bytes = Buffer.allocUnsafe(LONGEST_TOKEN + CHUNK);
  const sink = new ByteSink(LONGEST_TOKEN + CHUNK);
  let carried = 0;
  for (let offset = start, final = false; !final; ) {
    const { bytesRead } = await handle.read(bytes, LONGEST_TOKEN, CHUNK, offset);
    final = offset + bytesRead >= feed.bytes || bytesRead === 0;
    const [from, end] = [LONGEST_TOKEN, LONGEST_TOKEN + bytesRead];
    sink.clear();
    const keepFrom = scanner.scan({ bytes, carried: from - carried, from, end, offset, final }, sink);
    offset += bytesRead;
    carried = end - keepFrom;
    bytes.copyWithin(LONGEST_TOKEN - carried, keepFrom, end);
    yield;
  }
  scanner.finish();
}
