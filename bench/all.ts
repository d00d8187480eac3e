import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** All benchmarks in turn; options are those of the run's own, or with `--daily` of a day's, and then it alone is measured. */
const options = process.argv.slice(2);
const isDaily = options.includes('--daily');
const programs = isDaily ? ['daily.ts'] : options.length === 0 ? ['run.ts', 'rewrite.ts'] : ['run.ts'];
for (const program of programs) {
  const file = path.join(import.meta.dirname, program);
  const given = options.filter((option) => option !== '--daily');
  const { status } = spawnSync(process.execPath, [file, ...given], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
