import { tmpdir } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { leftToLongTests } from './test/support/long-files.ts';
import { temporaryFolder } from './test/support/memory-disk.ts';
import { SlowestFirst } from './test/support/slowest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/long/**', ...leftToLongTests],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    // Half of the suite's time went into loading the same modules for each file. The program keeps no state in them, and
    // no test may: what one leaves behind, the next one meets.
    isolate: false,
    env: { TMPDIR: temporaryFolder(), DISK_TMPDIR: tmpdir() },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is waited for comes later beside other work; the second that is usual says nothing of the program.
    expect: { poll: { timeout: 20_000 } },
    // A test that leaves a server or a file open is a test that hides a leak in the program.
    teardownTimeout: 5_000,
    reporters: ['default'],
  },
});
