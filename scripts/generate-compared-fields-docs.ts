import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityDefinition } from '../src/entities/definition/definition.ts';
import { title } from '../src/entities/kinds.ts';
import { entities } from '../src/entities/registry.ts';

/** Writes the tables of compared fields into docs/reconciliation.md; with --check it only says whether they are up to date. */
const file = join(import.meta.dirname, '../docs/reconciliation.md');
const begin = '<!-- made from the registry of entities by `npm run docs` -->';
const end = '<!-- to here -->';

const classes = { 'must-agree': 'must agree', said: 'said', 'not-readable': 'not readable' } as const;

function table({ name: entity, compares }: EntityDefinition): string {
  const rows = compares.fields.map(
    ({ name, key, class: own, cause }) =>
      `| ${key.startsWith('line-') ? `${name} of each line` : name} | ${classes[own]} | ${cause} |`,
  );
  return [
    `### ${title(entity)}`,
    '',
    '| Field | | What usually makes it differ |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const there = readFileSync(file, 'utf8');
const [before, rest] = there.split(begin);
const after = rest?.split(end)[1];
if (before === undefined || after === undefined) throw new Error(`${file} lacks the lines ${begin} and ${end}`);
const page = `${before}${begin}\n\n${entities.map(table).join('\n\n')}\n\n${end}${after}`;
if (!process.argv.includes('--check')) writeFileSync(file, page);
else if (there !== page) {
  console.error('docs/reconciliation.md is out of date. Run: npm run docs');
  process.exitCode = 1;
}
