import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
/** What the suite needs at most, many times over. Containers often have 64 MB there, which it might fill. */
const ENOUGH_BYTES = 2 * 1024 ** 3;

/**
 * Where tests put their files: in memory where the machine has such a place. Each ledger waits for the disk at each
 * commit, as it must for what survives a power cut, and no test pulls the plug; on disk that is half of the suite's time.
 */
export function temporaryFolder(): string {
  if (process.env['TMPDIR'] !== undefined) return process.env['TMPDIR'];
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    accessSync(MEMORY, constants.W_OK | constants.X_OK);
    if (bavail * bsize >= ENOUGH_BYTES) return MEMORY;
  } catch {
    // No Linux, or none that lets us.
  }
  return tmpdir();
}
