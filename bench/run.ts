import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { boundsOf, type Measured } from './bounds.ts';
import { runOnce, startStore } from './processes.ts';

/** The run is a command with the machine's clock, and takes no store's word for a day that is another. */
const TODAY = Date.now();
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
  const ahead = TODAY - Date.now();
  const stores = await Promise.all([
    startStore('primary', { orders: 0, ahead }),
    startStore('secondary', { orders: count, ahead }),
  ]);
  const [primary, secondary] = stores;
  const environment = {
    PRIMARY_URL: primary.url,
    SECONDARY_URL: secondary.url,
    BENCHMARK_KEY: 'benchmark-key',
    NETO_CONSOLIDATOR_HOME: folder,
  };
  const tallies = async () => ({ primary: await primary.tally(), secondary: await secondary.tally() });
  try {
    const first = await runOnce(pipeline, environment);
    const afterFirst = await tallies();
    for (const store of stores) await store.later(QUARTER_OF_AN_HOUR);
    const second = await runOnce(pipeline, environment);
    return { orders: count, today: new Date(TODAY), first, second, afterFirst, afterSecond: await tallies() };
  } finally {
    for (const store of stores) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function printSettings({ orders: count, first, afterFirst }: Measured): void {
  const { model = 'unknown processor' } = cpus()[0] ?? {};
  console.log(`${count} orders with three lines and one payment each, and a customer for every three orders.`);
  console.log('Two fake stores and the run, a process each; no rate limit; batches of 1, 5, then 20.');
  console.log(
    `${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${process.platform}.`,
  );
  console.log(`Processor time of the first run: ${first.processorSeconds.toFixed(1)} s`);
  console.log(`Requests to the primary: ${inWords(afterFirst.primary.actions)}`);
  console.log(`Requests to the secondary: ${inWords(afterFirst.secondary.actions)}\n`);
}

function inWords(actions: Readonly<Record<string, number>>): string {
  return Object.entries(actions)
    .map(([action, count]) => `${action} ${count}`)
    .join(', ');
}

function printTable(rows: readonly (readonly string[])[]): void {
  const table = [['what', 'measured', 'bound', 'holds'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(cells.join('  ').trimEnd());
  }
}
