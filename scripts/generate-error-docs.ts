import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes } from '../src/model/error-codes.ts';
import { errorPage } from './error-page.ts';

/** Writes docs/errors.md; with --check it only says whether the file on disk is up to date. */
const file = join(import.meta.dirname, '../docs/errors.md');
const page = errorPage(errorCodes);
if (!process.argv.includes('--check')) writeFileSync(file, page);
else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/errors.md is out of date. Run: npm run docs');
  process.exitCode = 1;
}
