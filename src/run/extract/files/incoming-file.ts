import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A file that was written to so short a time ago may still be arriving: it is left for the next run. */
export const QUIET_SECONDS = 60;
/** A file whose last line has no end may be cut off in a cell: the rest is waited for so long. */
export const UNENDED_SECONDS = 3600;

export interface IncomingFile {
  /** On this machine. */
  readonly path: string;
  /** When it was last written to, in milliseconds since 1970; undefined for a file that was given. */
  readonly arrivedAt?: number;
  /**
   * Its records are in the ledger: moves it away, where the pipeline says so. What has taken its place since, or has
   * grown, stays for the next run.
   * @param sha256 of what was read
   */
  done(sha256: string): Promise<void>;
}

export interface Incoming {
  /** In the order of their names. */
  readonly files: readonly IncomingFile[];
  /** Why single files can't be taken. */
  readonly troubles: readonly unknown[];
  close(): Promise<void>;
}

/** Names that begin with a point are never taken: uploads in progress are called so. */
export function matcher(pattern: string): (name: string) => boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const expression = new RegExp(`^${literal.join('.*')}$`, 'is');
  return (name) => !name.startsWith('.') && expression.test(name);
}

/** Another may have taken its place, or it may have grown, since it was read: that is none of those that are done. */
export async function isWhatWasRead(file: string, sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex') === sha256;
}
