import { access, open } from 'node:fs/promises';
import path from 'node:path';
import { ConsolidatorError } from '../model/errors.ts';

/** No pipeline is that long; a device or a database would never end or never fit. */
const MOST_BYTES = 1_000_000;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'you have no right to read it',
  EPERM: 'you have no right to read it',
};

interface Wanted {
  readonly expected: string;
  readonly remedy: string;
}

/** A name without an ending may be meant as a pipeline of a fleet, which has no file. */
function aPipeline(file: string): Wanted {
  const name = path.basename(file);
  const isBare = /^[\w-]+$/.test(name);
  const stored = isBare ? `; where it is a pipeline that a fleet has stored, it is called fleet:${name}` : '';
  return { expected: 'a pipeline file', remedy: `check the path and its rights${stored}` };
}

/** @throws ConsolidatorError with the file's name as it was given */
export function readPipelineText(absolute: string, file: string): Promise<string> {
  return readTextFile(absolute, file, aPipeline(file));
}

/**
 * Says the same of a file that is not there, without all that it takes to understand one. Nothing is read: it may be a pipe,
 * which can be read once.
 * @throws ConsolidatorError with the file's name as it was given
 */
export async function refuseMissingPipeline(absolute: string, file: string): Promise<void> {
  try {
    await access(absolute);
  } catch (error) {
    throw unreadable(`${file}:1:1`, reasonOf(error), aPipeline(file), error);
  }
}

/** @throws ConsolidatorError with the file's name as it was given */
export async function readTextFile(absolute: string, file: string, wanted: Wanted): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readAtMost(absolute, MOST_BYTES + 1);
  } catch (error) {
    throw unreadable(`${file}:1:1`, reasonOf(error), wanted, error);
  }
  if (bytes.length > MOST_BYTES) throw unreadable(`${file}:1:1`, 'it is larger than a million bytes', wanted);
  const text = textOf(bytes);
  if (typeof text === 'string') return text;
  throw unreadable(`${file}:${text.place}`, text.fault, wanted);
}

/** Without a mark of its encoding in front; or what is wrong with it, and where (`line:column`). */
export function textOf(bytes: Uint8Array): string | { readonly fault: string; readonly place: string } {
  if (isUtf16(bytes)) {
    const fault =
      'it is UTF-16, as PowerShell\'s `>` and Notepad\'s "Unicode" write it; save it as UTF-8 (in PowerShell: Set-Content -Encoding utf8)';
    return { fault, place: '1:1' };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { fault: 'it is not UTF-8 text; save it as UTF-8', place: placeOfBadByte(bytes) };
  }
}

/** By its mark; or by the empty half of each of the first letters, where it has none. */
function isUtf16([first, second, third, fourth]: Uint8Array): boolean {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isMarked || (second === 0 && fourth === 0) || (first === 0 && third === 0);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return reasons[code] ?? code;
}

function unreadable(place: string, reason: string, { expected, remedy }: Wanted, cause?: unknown): ConsolidatorError {
  const message = `${place}: the file can't be read: ${reason}; expected ${expected}; ${remedy}`;
  return new ConsolidatorError('config-unreadable', message, { cause });
}

export function isMissing(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

async function readAtMost(file: string, most: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const chunks: Buffer[] = [];
    for (let length = 0; length < most; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536);
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await handle.close();
  }
}

function placeOfBadByte(bytes: Uint8Array): string {
  const before = new TextDecoder().decode(bytes).split('\uFFFD')[0] ?? '';
  const lines = before.split('\n');
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}
