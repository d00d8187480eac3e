import { readFileSync } from 'node:fs';

/** The process that says it holds a lock, as far as it is alive. Only taking the lock tells for certain. */
export function lockOwner(file: string): number | null {
  try {
    const owner = Number(readFileSync(`${file}.pid`, 'utf8').trim());
    if (!Number.isInteger(owner) || owner <= 0) return null;
    process.kill(owner, 0);
    return owner;
  } catch (error) {
    // Another user's process is alive all the same.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EPERM' ? Number(readFileSync(`${file}.pid`, 'utf8').trim()) : null;
  }
}
