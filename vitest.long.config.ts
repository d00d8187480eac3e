import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { longFiles } from './test/support/long-files.ts';
import { temporaryFolder } from './test/support/memory-disk.ts';

/** What takes minutes: processes that are killed, programs that were broken on purpose, and many made-up inputs. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts', ...longFiles],
    env: { LONG_TESTS: 'yes', ALL_ROWS: 'yes', TMPDIR: temporaryFolder(), DISK_TMPDIR: tmpdir() },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes later beside other work; the second that is usual says nothing of the program.
    expect: { poll: { timeout: 20_000 } },
    teardownTimeout: 5_000,
    reporters: ['default'],
  },
});
