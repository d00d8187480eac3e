import path from 'node:path';

/** A file that was written to so short a time ago may still be arriving: it is left for the next run. */
export const QUIET_SECONDS = 60;

export interface IncomingFile {
  /** On this machine. */
  readonly path: string;
  /** When it was last written to, in milliseconds since 1970; undefined for a file that was given. */
  readonly arrivedAt?: number;
  /** Its records are in the ledger: moves it away, where the pipeline says so. */
  done(): Promise<void>;
}

export interface Incoming {
  /** In the order of their names. */
  readonly files: readonly IncomingFile[];
  close(): Promise<void>;
}

export function freeNameAmong(there: ReadonlySet<string>, name: string): string {
  const { name: stem, ext } = path.parse(name);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${stem}-${number}${ext}`;
    if (!there.has(candidate)) return candidate;
  }
}

/** Names that begin with a point are never taken: uploads in progress are called so. */
export function matcher(pattern: string): (name: string) => boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const expression = new RegExp(`^${literal.join('.*')}$`, 'i');
  return (name) => !name.startsWith('.') && expression.test(name);
}
