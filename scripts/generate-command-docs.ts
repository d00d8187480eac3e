import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputPage } from '../src/cli/documents/page.ts';
import { helpPage } from '../src/cli/help-page.ts';

/** Writes docs/commands.md and docs/output.md; with --check it only says whether the files on disk are up to date. */
const pages = { 'docs/commands.md': await helpPage(), 'docs/output.md': outputPage() };

for (const [name, page] of Object.entries(pages)) {
  const file = join(import.meta.dirname, '..', name);
  if (!process.argv.includes('--check')) writeFileSync(file, page);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== page) {
    console.error(`${name} is out of date. Run: npm run docs`);
    process.exitCode = 1;
  }
}
