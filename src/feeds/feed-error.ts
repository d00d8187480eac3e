import { open } from 'node:fs/promises';
import type { ErrorCode } from '../model/error-codes.ts';
import { ConsolidatorError } from '../model/errors.ts';

/** Where something is wrong in a feed file. */
export interface FeedPlace {
  readonly file: string;
  /** From 1; counted in line feeds (or lone carriage returns where there are no line feeds). */
  readonly line: number;
  /** In bytes from the start of that line, from 1. */
  readonly column: number;
  /** The data record (header not counted), from 1; 0 stands for the header or what comes before the first record. */
  readonly record: number;
  /** Name of the column or element, where one is concerned. */
  readonly field?: string | undefined;
}

export function placeText({ file, line, column, record, field }: FeedPlace): string {
  const inside = [...(record > 0 ? [`record ${record}`] : []), ...(field === undefined ? [] : [JSON.stringify(field)])];
  return `${file}:${line}:${column}${inside.length === 0 ? '' : ` (${inside.join(', ')})`}`;
}

/** An error that names its place in the file. The message says what was found, what was expected, what to do. */
export function feedError(code: ErrorCode, place: FeedPlace, message: string, cause?: unknown): ConsolidatorError {
  return new ConsolidatorError(code, `${placeText(place)}: ${message}`, cause === undefined ? {} : { cause });
}

/** What a scanner knows of a trouble: lines are counted only when there is one, since counting slows every byte. */
export class FeedTrouble extends Error {
  override readonly name = 'FeedTrouble';
  readonly code: ErrorCode;
  /** In bytes from the start of the file. */
  readonly offset: number;
  readonly record: number;
  readonly field: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    at: { readonly offset: number; readonly record: number; readonly field?: string | undefined },
  ) {
    super(message);
    this.code = code;
    this.offset = at.offset;
    this.record = at.record;
    this.field = at.field;
  }
}

/** Turns the trouble into the error for people: reads the file once more, up to the place, to count its lines. */
export async function troubleError(file: string, trouble: FeedTrouble): Promise<ConsolidatorError> {
  const { line, column } = await lineAt(file, trouble.offset);
  const { record, field } = trouble;
  return feedError(trouble.code, { file, line, column, record, field }, trouble.message);
}

async function lineAt(file: string, offset: number): Promise<{ line: number; column: number }> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1 << 18);
    const ends = { feeds: 0, afterFeed: 0, returns: 0, afterReturn: 0 };
    for (let position = 0; position < offset; ) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, offset - position), position);
      if (bytesRead === 0) break;
      for (let index = 0; index < bytesRead; index += 1) {
        if (buffer[index] === 0x0a) {
          ends.feeds += 1;
          ends.afterFeed = position + index + 1;
        } else if (buffer[index] === 0x0d) {
          ends.returns += 1;
          ends.afterReturn = position + index + 1;
        }
      }
      position += bytesRead;
    }
    return ends.feeds > 0
      ? { line: ends.feeds + 1, column: offset - ends.afterFeed + 1 }
      : { line: ends.returns + 1, column: offset - ends.afterReturn + 1 };
  } finally {
    await handle.close();
  }
}
