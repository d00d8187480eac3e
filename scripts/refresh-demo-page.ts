import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoExcerpt, withExcerpt } from './demo-excerpt.ts';

/** Plays the demo, and puts what it printed into docs/demo.md; with --check it only says whether it is there already. */
const repository = join(import.meta.dirname, '..');
const page = join(repository, 'docs/demo.md');
const output = execFileSync(process.execPath, [join(repository, 'src/cli/main.ts'), 'demo'], {
  encoding: 'utf8',
  env: { ...process.env, COLUMNS: '100' },
  stdio: ['ignore', 'pipe', 'ignore'],
});
const before = readFileSync(page, 'utf8');
const after = withExcerpt(before, demoExcerpt(output));
if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (before !== after) {
  console.error('docs/demo.md does not show what the demo prints. Run: npm run docs:demo');
  process.exitCode = 1;
}
