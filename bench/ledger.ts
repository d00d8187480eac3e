import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growLedger } from './ledger/grow.ts';
import { type LedgerFigures, measureLedger, sizesUpTo } from './ledger/measure.ts';
import { rowsOf, settingText, TITLES, writeLedgerPage } from './ledger/page.ts';
import { environmentOf, runOnce, startStore } from './processes.ts';
import { printTable } from './table.ts';

/**
 * What commands cost whose ledger is large. A small run makes one, which is grown tenfold step by step, so that it holds what
 * years would have brought: the stores have only what is new of it.
 */
const ORDERS = 400;

const { values } = parseArgs({
  options: {
    ledger: { type: 'string', default: '100000' },
    /** Also into docs/performance.md, with its picture. */
    write: { type: 'boolean', default: false },
  },
});
const most = Number(values.ledger);
if (!Number.isInteger(most) || most < 1_000) {
  console.error('--ledger takes a whole number from 1000 on: of records');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
const pipeline = join(folder, 'pipeline.yaml');
copyFileSync(join(import.meta.dirname, 'pipeline.yaml'), pipeline);
const stores = await Promise.all([
  startStore('primary', { orders: 0, ahead: 0, latency: 0 }),
  startStore('secondary', { orders: ORDERS, ahead: 0, latency: 0 }),
]);
const environment = environmentOf(stores, folder);
try {
  const { summary } = await runOnce(pipeline, environment);
  if (summary.status !== 'good') throw new Error(`The first run is ${summary.status}`);
  const ledger = join(folder, 'state/benchmark.db');
  const figures: LedgerFigures[] = [];
  for (const records of sizesUpTo(most)) {
    await growLedger(ledger, records);
    figures.push(await measureLedger({ ledger, pipeline, environment, records }));
    console.error(`${records} records are measured`);
  }
  console.log(`${settingText()}\n`);
  printTable(TITLES, rowsOf(figures));
  if (values.write) writeLedgerPage(figures);
} finally {
  for (const store of stores) await store.stop();
  rmSync(folder, { recursive: true, force: true });
}
