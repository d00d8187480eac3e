import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { boundsOf, type Measured } from './bounds.ts';
import { runOnce, startStore } from './processes.ts';

const QUARTER_OF_AN_HOUR = 15 * 60_000;

const { values } = parseArgs({ options: { orders: { type: 'string', default: '10000' } } });
const orders = Number(values.orders);
if (!Number.isInteger(orders) || orders < 1) {
  console.error('--orders takes a whole number from 1 on');
  process.exit(2);
}

const measured = await measure(orders);
const bounds = boundsOf(measured);
printSettings(measured);
printTable(bounds.map(({ what, value, bound, holds }) => [what, value, bound, holds ? 'yes' : 'NO']));
process.exitCode = bounds.every(({ holds }) => holds) ? 0 : 1;

async function measure(count: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
  const pipeline = join(folder, 'pipeline.yaml');
  copyFileSync(join(import.meta.dirname, 'pipeline.yaml'), pipeline);
  const stores = await Promise.all([startStore('primary'), startStore('secondary', count)]);
  const [primary, secondary] = stores;
  const environment = { PRIMARY_URL: primary.url, SECONDARY_URL: secondary.url, BENCHMARK_KEY: 'benchmark-key' };
  const tallies = async () => ({ primary: await primary.tally(), secondary: await secondary.tally() });
  try {
    const first = await runOnce(pipeline, folder, 0, environment);
    const afterFirst = await tallies();
    for (const store of stores) await store.later(QUARTER_OF_AN_HOUR);
    const second = await runOnce(pipeline, folder, QUARTER_OF_AN_HOUR, environment);
    return { orders: count, first, second, afterFirst, afterSecond: await tallies() };
  } finally {
    for (const store of stores) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function printSettings({ orders: count, first, afterFirst }: Measured): void {
  const { model = 'unknown processor' } = cpus()[0] ?? {};
  console.log(`${count} orders, with three lines and one payment each, and a customer for every three orders.`);
  console.log(`Two fake stores and the run in a process each, no rate limit, batches of 1, 5, then 20.`);
  console.log(
    `${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${process.platform}.`,
  );
  console.log(`Created: ${JSON.stringify(first.created)}`);
  console.log(`Requests to the primary: ${JSON.stringify(afterFirst.primary.actions)}`);
  console.log(`Requests to the secondary: ${JSON.stringify(afterFirst.secondary.actions)}\n`);
}

function printTable(rows: readonly (readonly string[])[]): void {
  const table = [['what', 'measured', 'bound', 'holds'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
