import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aboutOf } from '../src/operations/profile/habit-words.ts';
import { type Unknown, unknowns } from '../src/operations/profile/unknowns.ts';

/** Writes the table of what is not known into docs/stores.md; with --check it only says whether it is up to date. */
const file = join(import.meta.dirname, '../docs/stores.md');
const begin = '<!-- made from src/operations/profile/unknowns.ts by `npm run docs` -->';
const end = '<!-- to here -->';

function row({ id, question, meanwhile, toldBy, inPart, primaryOnly }: Unknown): string {
  const told = toldBy.map((habit) => `${aboutOf(habit)} (\`${habit}\`)`).join(', ');
  return `| ${id} | ${question} | ${primaryOnly === true ? 'primary' : 'each store'} | ${told === '' ? 'nothing' : `${inPart === true ? 'in part: ' : ''}${told}`} | ${meanwhile} |`;
}

const table = [
  '| | What nobody knows beforehand | Of | What tells it | What the program does meanwhile |',
  '| --- | --- | --- | --- | --- |',
  ...unknowns.map(row),
].join('\n');

const there = readFileSync(file, 'utf8');
const [before, rest] = there.split(begin);
const after = rest?.split(end)[1];
if (before === undefined || after === undefined) throw new Error(`${file} lacks the lines ${begin} and ${end}`);
const page = `${before}${begin}\n\n${table}\n\n${end}${after}`;
if (!process.argv.includes('--check')) writeFileSync(file, page);
else if (there !== page) {
  console.error('docs/stores.md is out of date. Run: npm run docs');
  process.exitCode = 1;
}
