import type { Stats } from 'node:fs';
import { constants, type FileHandle, open, stat } from 'node:fs/promises';
import type { z } from 'zod';

/** A decision about each of 100,000 records has half of it. Bytes. */
const LARGEST = 32 * 1024 ** 2;
const WRITABLE_BY_OTHERS = 0o022;

/** What stands in a file beside the ledger. */
export type ReadFile<Content> =
  | { readonly kind: 'whole'; readonly content: Content }
  /** Somebody else has taken it meanwhile. */
  | { readonly kind: 'gone' }
  /** Nobody here has written it so. @param why after "it" */
  | { readonly kind: 'strange'; readonly why: string };

/**
 * Reads a small file that only whoever may write the ledger is to have written: no link, nothing that is waited for, nothing
 * that fills the memory.
 */
export async function readDecisionFile<Content>(
  file: string,
  schema: z.ZodType<Content>,
  ledger: string,
): Promise<ReadFile<Content>> {
  let handle: FileHandle | undefined;
  try {
    // Windows knows neither; a pipe would be waited for.
    handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const found = await handle.stat();
    const why = await strangeIn(found, ledger);
    if (why !== undefined) return { kind: 'strange', why };
    const parsed = schema.safeParse(parseJson(await handle.readFile('utf8')));
    return parsed.success ? { kind: 'whole', content: parsed.data } : { kind: 'strange', why: 'holds no decision' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return { kind: 'gone' };
    return { kind: 'strange', why: code === 'ELOOP' ? 'is a link' : "can't be read" };
  } finally {
    await handle?.close();
  }
}

async function strangeIn(found: Stats, ledger: string): Promise<string | undefined> {
  if (!found.isFile()) return 'is no file';
  if (found.size > LARGEST) return 'is larger than any decision';
  if (process.getuid === undefined) return undefined;
  const own = await stat(ledger).catch(() => undefined);
  // Where others may write the ledger, they can do anything with it.
  if (own !== undefined && (own.mode & WRITABLE_BY_OTHERS) !== 0) return undefined;
  const trusted = [process.getuid(), 0, ...(own === undefined ? [] : [own.uid])];
  return trusted.includes(found.uid) ? undefined : 'is of another user';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
