import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchSeed } from '../scripts/fixtures/bench-seed.ts';
import { type ImportRun, importBounds } from './import/bounds.ts';
import type { ImportMeasured } from './import/measured.ts';
import { writeNetoExport } from './import/neto-export.ts';
import { parseSeconds } from './import/parse-seconds.ts';
import { machineText } from './machine.ts';
import { startStore } from './processes.ts';
import { printTable } from './table.ts';

/**
 * `import --dry-run` of export files, of a tenth of the orders and of all of them: orders a second until all is read and
 * staged, and until the plan stands; memory; beside what csv-parse alone takes for the same file.
 */
const { values } = parseArgs({ options: { orders: { type: 'string', default: '10000' } } });
const orders = Number(values.orders);
if (!(Number.isInteger(orders) && orders >= 10)) {
  console.error('--orders takes a whole number from 10 on');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'import-bench-'));
const primary = await startStore('primary', { orders: 0, ahead: 0, latency: 0 });
try {
  copyFileSync(join(import.meta.dirname, 'pipeline.yaml'), join(folder, 'pipeline.yaml'));
  console.log(
    `${machineText()}\nOrders with three lines and one payment each, and a customer for every three orders.\n`,
  );
  const runs = [await measure(Math.floor(orders / 10)), await measure(orders)] as const;
  printTable(
    ['orders', 'file', 'read and staged', 'processor', 'orders/s', 'plan', 'processor', 'orders/s', 'memory'],
    runs.map(({ count, bytes, measured: { read, whole } }) => [
      String(count),
      `${(bytes / 1e6).toFixed(0)} MB`,
      `${read.seconds.toFixed(1)} s`,
      `${read.processorSeconds.toFixed(1)} s`,
      (count / read.processorSeconds).toFixed(0),
      `${whole.seconds.toFixed(1)} s`,
      `${whole.processorSeconds.toFixed(1)} s`,
      (count / whole.processorSeconds).toFixed(0),
      `${read.megabytes.toFixed(0)}, ${whole.megabytes.toFixed(0)} MB`,
    ]),
  );
  console.log(
    '\nOrders a second are of processor time; memory is the highest until all is read, and until the plan stands.\n',
  );
  const bounds = importBounds(...runs);
  printTable(
    ['what', 'measured', 'bound', 'holds'],
    bounds.map(({ what, value, bound, holds }) => [what, value, bound, holds ? 'yes' : 'NO']),
  );
  if (bounds.some(({ holds }) => !holds)) process.exitCode = 1;
} finally {
  await primary.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(count: number): Promise<ImportRun> {
  const files = {
    orders: join(folder, 'orders.csv'),
    customers: join(folder, 'customers.csv'),
    products: join(folder, 'products.csv'),
  };
  await writeNetoExport(files, benchSeed(count));
  const home = join(folder, `home-${count}`);
  const child = fork(
    join(import.meta.dirname, 'import/work.ts'),
    [join(folder, 'pipeline.yaml'), home, ...Object.values(files)],
    {
      env: {
        ...process.env,
        PRIMARY_URL: primary.url,
        // It is read from files alone.
        SECONDARY_URL: 'http://127.0.0.1:9',
        BENCHMARK_KEY: 'benchmark-key',
        NETO_CONSOLIDATOR_HOME: home,
      },
    },
  );
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`The import ended with ${code}`);
  });
  const [measured] = (await Promise.race([once(child, 'message'), ended])) as [ImportMeasured];
  ended.catch(() => {});
  return { count, bytes: statSync(files.orders).size, measured, parseSeconds: await parseSeconds(files.orders) };
}
