import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { protections } from './test/sabotage/protections.ts';
import { sabotagePlugin } from './test/sabotage/vite-plugin.ts';
import { temporaryFolder } from './test/support/memory-disk.ts';

/** Named tests, each with a protection taken out that the environment names for its file; `npm run sabotage` starts it. */
export default defineConfig({
  plugins: [sabotagePlugin(protections)],
  test: {
    include: ['test/**/*.test.ts'],
    // It would bring back modules of an earlier run in the places of those that are made up.
    fsModuleCache: false,
    setupFiles: ['test/sabotage/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // The stand-ins ask at each call, so one loading of the program serves all files of a round.
    isolate: false,
    // A protection's test may stand in any row of its table.
    env: { ALL_ROWS: 'yes', TMPDIR: temporaryFolder(), DISK_TMPDIR: tmpdir() },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
  },
});
