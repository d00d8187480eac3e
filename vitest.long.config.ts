import { defineConfig } from 'vitest/config';

/** What takes minutes: processes that are killed, and programs that were broken on purpose. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
    reporters: ['default'],
  },
});
