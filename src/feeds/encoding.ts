import { isUtf8 } from 'node:buffer';
import { FeedTrouble } from './feed-error.ts';

/** What the program reads. ISO-8859-1 counts as Windows-1252, which has the same letters and more (as in browsers). */
export type FeedEncoding = 'utf-8' | 'windows-1252';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export function byteOrderMarkLength(head: Buffer): number {
  return head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
}

/** @throws FeedTrouble `feed-encoding` for UTF-16 and UTF-32, with or without a byte order mark */
export function refuseWideEncodings(head: Buffer): void {
  const [a, b, c, d] = head;
  const wide =
    (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)
      ? 'UTF-16'
      : a === 0 && b === 0 && (c === 0xfe || c === 0) && d !== undefined
        ? 'UTF-32'
        : (a !== 0 && b === 0) || (a === 0 && b !== undefined && b !== 0)
          ? 'UTF-16'
          : undefined;
  if (wide === undefined) return;
  throw new FeedTrouble(
    'feed-encoding',
    `found a file in ${wide}; expected UTF-8, Windows-1252 or ISO-8859-1; save it as "CSV UTF-8" or the like`,
    { offset: 0, record: 0 },
  );
}

/** @param offset of the chunk within the file @throws FeedTrouble `feed-encoding` for NUL bytes */
export function refuseNul(chunk: Buffer, offset: number, record: () => number): void {
  const index = chunk.indexOf(0);
  if (index === -1) return;
  throw new FeedTrouble(
    'feed-encoding',
    'found a NUL byte; expected text; the file is damaged, no text, or in UTF-16: save it as UTF-8',
    { offset: offset + index, record: record() },
  );
}

/** Finds out while the file is read, chunk by chunk, whether all of it is UTF-8. */
export class EncodingFinder {
  #carry: Buffer = Buffer.alloc(0);
  #utf8 = true;

  take(chunk: Buffer): void {
    if (!this.#utf8) return;
    const whole = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    const end = whole.length - openSequenceLength(whole);
    this.#utf8 = isUtf8(whole.subarray(0, end));
    this.#carry = Buffer.from(whole.subarray(end));
  }

  end(): FeedEncoding {
    return this.#utf8 && this.#carry.length === 0 ? 'utf-8' : 'windows-1252';
  }
}

/** Bytes at the end that begin a character of UTF-8 without ending it: at most 3. */
function openSequenceLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
