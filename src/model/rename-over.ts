import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** What Windows says while somebody else, such as a virus scanner or a backup, has one of the two files open. */
const HELD: readonly string[] = ['EPERM', 'EACCES', 'EBUSY'];
/** Milliseconds between two tries; together some two seconds, and such a look takes far less. */
const PAUSES: readonly number[] = [20, 50, 100, 200, 400, 600, 800];

interface Around {
  readonly platform: NodeJS.Platform;
  readonly move: (from: string, to: string) => Promise<void>;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/**
 * Moves a file over another one. Elsewhere that works whoever reads there; Windows refuses it while one of them is open
 * in another program, so there it is tried again for a moment.
 */
export async function renameOver(
  from: string,
  to: string,
  { platform, move, wait }: Around = { platform: process.platform, move: rename, wait: pause },
): Promise<void> {
  for (const milliseconds of platform === 'win32' ? PAUSES : []) {
    try {
      return await move(from, to);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && HELD.includes(String(error.code)))) throw error;
      await wait(milliseconds);
    }
  }
  return move(from, to);
}
