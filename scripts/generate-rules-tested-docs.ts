import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proofProblems, proofsSchema, rulesIn, rulesTestedPage } from './rules-tested-page.ts';

/** Writes docs/rules-tested.md; with --check it only says whether the file on disk is up to date. */
const root = join(import.meta.dirname, '..');
const file = join(root, 'docs/rules-tested.md');
const rules = rulesIn(readFileSync(join(root, 'docs/rules.md'), 'utf8'));
const proofs = proofsSchema.parse(JSON.parse(readFileSync(join(root, 'scripts/rule-proofs.json'), 'utf8')));
const problems = proofProblems(rules, proofs, root);
const page = rulesTestedPage(rules, proofs);
const there = existsSync(file) ? readFileSync(file, 'utf8') : '';
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) writeFileSync(file, page);
else if (there !== page) {
  console.error('docs/rules-tested.md is out of date. Run: npm run docs');
  process.exitCode = 1;
}
