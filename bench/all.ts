import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** All benchmarks in turn; options are those of the run's own; with `--daily`, `--mixed` or `--ledger` that one alone is measured. */
const options = process.argv.slice(2);
const alone = ['daily', 'mixed', 'ledger'].find((name) =>
  options.some((option) => option.split('=')[0] === `--${name}`),
);
const programs = alone !== undefined ? [`${alone}.ts`] : options.length === 0 ? ['run.ts', 'rewrite.ts'] : ['run.ts'];
for (const program of programs) {
  const file = path.join(import.meta.dirname, program);
  const given = options.filter((option) => alone === 'ledger' || option !== `--${alone}`);
  const { status } = spawnSync(process.execPath, [file, ...given], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
