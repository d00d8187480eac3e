import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { instantSchema } from '../../model/time.ts';
import { xeroError } from '../errors.ts';

const keptSchema = z.strictObject({
  /** Of the app that the tokens are for. */
  clientId: z.string().min(1),
  /** What each request names: the organisation that a person gave access to. */
  tenant: z.string().min(1),
  name: z.string(),
  scopes: z.array(z.string()),
  refreshToken: z.string().min(1),
  /** When it was given out: it ends 60 days later, unless it is used. */
  since: instantSchema,
  /** The one before, which Xero takes for half an hour more in case that the answer with the new one was lost. */
  previous: z.strictObject({ token: z.string().min(1), until: instantSchema }).nullable(),
  /** The last token for requests, which others may use while it lasts. */
  access: z.strictObject({ token: z.string().min(1), until: instantSchema }).nullable(),
});
export type KeptTokens = z.infer<typeof keptSchema>;

/** The tokens of an ordinary app: they are in this one file, which nobody else may read. */
export interface TokenFile {
  readonly path: string;
  /** @returns undefined where there is none @throws ConsolidatorError where it is not as it was written */
  read(): KeptTokens | undefined;
  /** When it returns it lasts; whoever reads meanwhile gets the one before, whole. @throws ConsolidatorError */
  write(tokens: KeptTokens): void;
}

/** What a file system does for it; tests let the process end at each of them. */
export const disk = { openSync, writeSync, fsyncSync, closeSync, renameSync, rmSync };

export function tokenFile(file: string, on: typeof disk = disk): TokenFile {
  return {
    path: file,
    read() {
      const text = readSafely(file);
      if (text === undefined) return undefined;
      const kept = keptSchema.safeParse(parsed(text));
      if (kept.success) return kept.data;
      throw xeroError(
        'xero-not-connected',
        `${file} is no file of tokens, or was cut off. Move it away, and connect anew: \`xero connect\`.`,
      );
    },
    write(tokens) {
      const next = `${file}.new`;
      try {
        mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
        // What an earlier process may have left half written, with whatever rights.
        on.rmSync(next, { force: true });
        const opened = on.openSync(next, 'wx', 0o600);
        try {
          on.writeSync(opened, `${JSON.stringify(tokens)}\n`);
          on.fsyncSync(opened);
        } finally {
          on.closeSync(opened);
        }
        on.renameSync(next, file);
        lastingName(path.dirname(file), on);
      } catch (cause) {
        const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
        throw xeroError('xero-not-connected', `the new token could not be written to ${file} (${why}).`, {
          remedy: 'Make room there and see to its rights; the former token works for half an hour more.',
        });
      }
    },
  };
}

/** A name lasts once its folder does. Windows has no such thing, and needs none. */
function lastingName(folder: string, on: typeof disk): void {
  if (process.platform === 'win32') return;
  const opened = on.openSync(folder, 'r');
  try {
    on.fsyncSync(opened);
  } finally {
    on.closeSync(opened);
  }
}

function readSafely(file: string): string | undefined {
  try {
    const { mode } = lstatSync(file);
    if (process.platform !== 'win32' && (mode & 0o77) !== 0)
      throw xeroError(
        'xero-not-connected',
        `others on this machine can read ${file}, which holds the tokens for the books. Delete it, take the app's access away in Xero (Settings, Connected apps), and connect anew: \`xero connect\`.`,
      );
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
