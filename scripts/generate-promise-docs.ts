import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { protections } from '../test/sabotage/protections.ts';
import { withProtections } from './promise-page.ts';

/** Writes the rows of docs/promises.md; with --check it only says whether the file on disk is up to date. */
const file = join(import.meta.dirname, '../docs/promises.md');
const there = readFileSync(file, 'utf8');
const page = withProtections(there, protections);
if (!process.argv.includes('--check')) writeFileSync(file, page);
else if (there !== page) {
  console.error('docs/promises.md is out of date. Run: npm run docs');
  process.exitCode = 1;
}
