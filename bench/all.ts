import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** All benchmarks in turn; options are those of the run's own, and then it alone is measured. */
const options = process.argv.slice(2);
const programs = options.length === 0 ? ['run.ts', 'rewrite.ts'] : ['run.ts'];
for (const program of programs) {
  const file = path.join(import.meta.dirname, program);
  const { status } = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
