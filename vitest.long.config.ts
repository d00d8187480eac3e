import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { temporaryFolder } from './test/support/memory-disk.ts';

/** Properties and tables of settings of which the suite tries a part. */
const manyTimes = [
  'ledger/backup-kill',
  'rules/files-again',
  'run/switches',
  'rules/order-cases',
  'rules/people-and-articles',
  'rules/people',
  'rules/whole-orders',
  'rules/strange-values',
  'rules/people-decided',
  'rules/one-field',
  'config/garbage',
];

/** What takes minutes: processes that are killed, programs that were broken on purpose, and many made-up inputs. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts', ...manyTimes.map((name) => `test/${name}.test.ts`)],
    env: { LONG_TESTS: 'yes', TMPDIR: temporaryFolder(), DISK_TMPDIR: tmpdir() },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
    reporters: ['default'],
  },
});
