import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { PublishedProgress } from '../../../src/session/published-progress.ts';

/** A run as its process tells of it; that process is this one, unless it is said. */
export interface PretendedRun {
  tell(changes?: Partial<PublishedProgress>): void;
  end(): void;
}

/** @param home the state home @param pipeline whose `ledger` is an absolute path */
export function pretendRun(
  home: string,
  { name, ledger }: { readonly name: string; readonly ledger: string },
): PretendedRun {
  const mark = createHash('sha256').update(ledger).digest('hex').slice(0, 8);
  const file = join(home, 'running', `${name}-${mark}.json`);
  mkdirSync(join(home, 'running'), { recursive: true });
  return {
    tell(changes = {}) {
      const told: PublishedProgress = {
        ...{ pid: process.pid, host: hostname(), startedAt: Date.now() - 60_000, at: Date.now(), phase: 'extract' },
        rows: [{ store: 'west', entity: 'orders', expected: 40, read: 20, settled: 10 }],
        ...{ requests: { west: 4 }, problems: {}, waits: [], secondsLeft: 30 },
        ...changes,
      };
      writeFileSync(`${file}.half`, JSON.stringify(told));
      renameSync(`${file}.half`, file);
    },
    end: () => rmSync(file, { force: true }),
  };
}
