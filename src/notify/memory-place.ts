import { takeLock } from '../session/lock.ts';
import { type Memory, type MemoryPlace, memoryFile, readMemory, writeMemory } from './memory.ts';
import type { AlertSettings } from './ways.ts';

/**
 * Beside the ledger where that is in a database, so that of several machines one tells; else a file of this machine, and so too where the
 * database can't be asked: that it can't must be told of. What was told meanwhile is taken along once it can be asked again.
 */
export async function memoryPlace(home: string, pipeline: AlertSettings): Promise<MemoryPlace> {
  const file = new FilePlace(memoryFile(home, pipeline));
  if (pipeline.database === undefined) return file;
  // With all that speaks to a database.
  const { databasePlace } = await import('./database-place.ts');
  return (await databasePlace(pipeline.database, file)) ?? file;
}

/** Milliseconds between two looks whether another process has told. */
const LOOK = 50;

class FilePlace implements MemoryPlace {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  read(now: number): Promise<Memory> {
    return readMemory(this.file, now);
  }

  write(memory: Memory): Promise<void> {
    return writeMemory(this.file, memory);
  }

  async exclusively<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    const lock = await lockWithin(`${this.file}.lock`, signal);
    if (lock === undefined) return undefined;
    try {
      return await work();
    } finally {
      lock.release();
    }
  }
}

/** Undefined where another one holds it until the time is over. */
async function lockWithin(file: string, signal: AbortSignal): Promise<ReturnType<typeof takeLock> | undefined> {
  for (;;) {
    try {
      return takeLock(file, 'what was told');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // Without a folder to lock in, nothing can be remembered either: better told twice than not at all.
      if (code !== 'pipeline-locked') return { release: () => undefined };
      if (signal.aborted) return undefined;
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }
}
