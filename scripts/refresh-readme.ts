import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoExcerpt, withExcerpt } from './demo-excerpt.ts';

/** Plays the demo, and puts what it printed into README; with --check it only says whether it is there already. */
const repository = join(import.meta.dirname, '..');
const readme = join(repository, 'README.md');
const output = execFileSync(process.execPath, [join(repository, 'src/cli/main.ts'), 'demo'], {
  encoding: 'utf8',
  env: { ...process.env, COLUMNS: '100' },
  stdio: ['ignore', 'pipe', 'ignore'],
});
const before = readFileSync(readme, 'utf8');
const after = withExcerpt(before, demoExcerpt(output));
if (!process.argv.includes('--check')) writeFileSync(readme, after);
else if (before !== after) {
  console.error('README.md does not show what the demo prints. Run: npm run docs:demo');
  process.exitCode = 1;
}
