import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { FeedForm } from './samples.ts';

/** A way to rewrite the prefix of a feed's order ids. */
export interface Way {
  readonly name: string;
  readonly kind: 'csv' | 'xml';
  /** Undefined where it can be used on this machine; else what to type to have it. */
  readonly missing?: string | undefined;
  /** This program's own. */
  readonly isOurs?: boolean;
  /** How many times the processor time of this program's it takes at the least. */
  readonly atLeast?: number;
  /** How often it is measured; the slowest once. */
  readonly runs: number;
  /** With `toOutput`, what it writes goes to the standard output. */
  readonly command: (input: string, output: string, form: FeedForm) => readonly string[];
  readonly toOutput?: boolean;
}

const program = path.join(import.meta.dirname, 'work.ts');

function ofNode(
  work: string,
  way: Pick<Way, 'name' | 'kind' | 'runs' | 'isOurs' | 'atLeast'>,
  options: readonly string[] = [],
): Way {
  return {
    ...way,
    command: (input, output, form) => [
      process.execPath,
      ...options,
      program,
      work,
      input,
      output,
      JSON.stringify(form),
    ],
  };
}

const hasMiller = spawnSync('mlr', ['--version']).status === 0;
const millerRule = ['Order ID', 'Parent Order ID']
  .map((name) => `\${${name}} = sub(\${${name}}, "^N", "W")`)
  .join('; ');

/** This program's comes first of its kind. */
export const ways: readonly Way[] = [
  ofNode('rewrite', { name: 'rewrite', kind: 'csv', runs: 3, isOurs: true }),
  {
    name: 'Miller 6',
    kind: 'csv',
    missing: hasMiller ? undefined : 'apt-get install miller',
    runs: 2,
    atLeast: 4,
    toOutput: true,
    command: (input, _, { allQuoted }) => [
      'mlr',
      '--csv',
      ...(allQuoted ? ['--quote-all'] : []),
      'put',
      millerRule,
      input,
    ],
  },
  ofNode('csv-stream', { name: 'csv-parse, csv-stringify', kind: 'csv', runs: 2, atLeast: 4 }),
  ofNode('duckdb', { name: 'DuckDB', kind: 'csv', runs: 3, atLeast: 1 }),
  ofNode('rewrite', { name: 'rewrite', kind: 'xml', runs: 3, isOurs: true }),
  ofNode('saxes', { name: 'saxes, written anew', kind: 'xml', runs: 2, atLeast: 1.7 }),
  ofNode('fast-xml-parser', { name: 'fast-xml-parser, rebuilt', kind: 'xml', runs: 1, atLeast: 5 }, [
    '--max-old-space-size=6000',
  ]),
];
