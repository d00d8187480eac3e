import { closeSync, openSync } from 'node:fs';

/**
 * Makes an empty file that its user alone can read, whatever the process lets new files be. SQLite gives what it makes
 * beside one the same rights.
 */
export function makeOwnFile(file: string, flags: 'a' | 'wx'): void {
  closeSync(openSync(file, flags, 0o600));
}
