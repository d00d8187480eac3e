import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machineText } from './machine.ts';
import { writeOrderCsv, writeOrderXml } from './order-feeds.ts';
import { type RewriteResult, rewriteBounds } from './rewrite/bounds.ts';
import { changedBytes } from './rewrite/changed-bytes.ts';
import { best, measure } from './rewrite/measure.ts';
import { plainForm, samples } from './rewrite/samples.ts';
import { ways } from './rewrite/ways.ts';
import { printTable } from './table.ts';

/**
 * The prefix rewriter beside other ways to do the same, each in a process of its own, on the same files: in time, in memory,
 * and in what each makes of the bytes that it should leave alone. `--rows 10000000` measures the rewriter on that size alone.
 */
const { values } = parseArgs({ options: { rows: { type: 'string' } } });
const rows = values.rows === undefined ? undefined : Number(values.rows);
if (rows !== undefined && !(Number.isInteger(rows) && rows > 0)) {
  console.error('--rows takes a whole number from 1 on');
  process.exit(2);
}
/** Of a larger file only whether its bytes are right is told. */
const LARGEST_TOLD = 20_000_000;

const folder = mkdtempSync(path.join(tmpdir(), 'rewrite-bench-'));
const [input, expected, output] = ['in', 'expected', 'out'].map((name) => path.join(folder, name)) as [
  string,
  string,
  string,
];
try {
  console.log(`${machineText()}\n`);
  for (const { name, missing } of ways) if (missing !== undefined) console.log(`${name} is not here: ${missing}`);
  const results: RewriteResult[] = [];
  for (const count of rows === undefined ? [100_000, 1_000_000] : [rows])
    results.push(...(await measureAll('csv', count)));
  if (rows === undefined) for (const count of [12_800, 128_000]) results.push(...(await measureAll('xml', count)));
  print(results);
  const wrong = tellSamples();
  const bounds = rewriteBounds(results, wrong);
  console.log('');
  printTable(
    ['what', 'measured', 'bound', 'holds'],
    bounds.map(({ what, value, bound, holds }) => [what, value, bound, holds ? 'yes' : 'NO']),
  );
  if (bounds.some(({ holds }) => !holds)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function measureAll(kind: 'csv' | 'xml', count: number): Promise<RewriteResult[]> {
  const write = kind === 'csv' ? writeOrderCsv : writeOrderXml;
  await write(input, count);
  await write(expected, count, 'W');
  const form = kind === 'csv' ? { ...plainForm, lineEnd: '\r\n', allQuoted: true } : plainForm;
  const bytes = statSync(input).size;
  const results: RewriteResult[] = [];
  const present = ways.filter((way) => way.kind === kind && way.missing === undefined);
  for (const way of rows === undefined ? present : present.slice(0, 1)) {
    const measured = best(way, input, output, form);
    results.push({ way, kind, count, bytes, measured, changes: changesIn(kind, bytes) });
  }
  return results;
}

function changesIn(kind: 'csv' | 'xml', bytes: number): readonly string[] {
  // A file of a gigabyte is not held twice.
  if (bytes > 500_000_000) return [];
  const [wanted, found] = [readFileSync(expected), readFileSync(output)];
  if (bytes <= LARGEST_TOLD) return changedBytes(kind, wanted, found);
  return wanted.equals(found) ? [] : ['other bytes'];
}

function print(results: readonly RewriteResult[]): void {
  printTable(
    ['way', 'file', 'seconds', 'processor', 'MB/s', 'memory', 'bytes'],
    results.map(({ way, kind, count, bytes, measured, changes }) => [
      way.name,
      `${kind === 'csv' ? `${count} rows` : `${count} orders`}, ${(bytes / 1e6).toFixed(0)} MB`,
      measured.seconds.toFixed(2),
      measured.processorSeconds.toFixed(2),
      (bytes / 1e6 / measured.seconds).toFixed(0),
      `${measured.megabytes.toFixed(0)} MB`,
      changes.length === 0 ? 'as they should be' : changes.join(', '),
    ]),
  );
}

/** @returns how many small feeds this program does not write as they should be */
function tellSamples(): number {
  if (rows !== undefined) return 0;
  console.log('\nWhat each makes of the bytes of small feeds, but for the ids:\n');
  let wrong = 0;
  for (const way of ways.filter(({ missing }) => missing === undefined)) {
    const told = samples.flatMap(({ what, kind, form, bytes }) => {
      if (kind !== way.kind) return [];
      writeFileSync(input, bytes('N'));
      try {
        measure(way, input, output, form);
      } catch {
        return [[what, 'refused']];
      }
      const changes = changedBytes(kind, bytes('W'), readFileSync(output));
      return changes.length === 0 ? [] : [[what, changes.join(', ')]];
    });
    const count = samples.filter(({ kind }) => kind === way.kind).length;
    console.log(`${way.name} (${way.kind}): ${count - told.length} of ${count} as they should be`);
    for (const [what, changes] of told) console.log(`  ${what}: ${changes}`);
    if (way.isOurs) wrong += told.length;
  }
  return wrong;
}
