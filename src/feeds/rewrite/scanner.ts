import type { FeedTrouble } from '../feed-error.ts';
import type { ByteSink } from './byte-sink.ts';

/** No cell or text is longer; beyond it a quote or an element was left open, and memory stays bounded for readers. */
export const LONGEST_TEXT = 16 * 1024 * 1024;
/** No tag is longer; a scanner asks for at most so many bytes again. */
export const LONGEST_TOKEN = 64 * 1024;
/** No id is longer, blanks around it included. */
export const LONGEST_ID = 1024;

/** A piece of the file in memory: `bytes[carried, from)` were seen before and kept, `bytes[from, end)` are new. */
export interface Window {
  readonly bytes: Buffer;
  readonly carried: number;
  readonly from: number;
  readonly end: number;
  /** Offset of `bytes[from]` within the file. */
  readonly offset: number;
  /** Nothing follows. */
  readonly final: boolean;
}

export interface Scanner {
  /** Data records begun so far. */
  readonly record: number;
  /**
   * Copies the window into the sink, ids rewritten.
   * @returns the place from which on the bytes are to be carried over into the next window, at most `LONGEST_TOKEN`
   * @throws {@link FeedTrouble}
   */
  scan(window: Window, sink: ByteSink): number;
  /** After the last window. @throws {@link FeedTrouble} where what should have been there was not */
  finish(): void;
}

export type { FeedTrouble };
