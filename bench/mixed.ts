import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentOf, runOnce, startStore } from './processes.ts';
import { inWords, printTable } from './table.ts';

/**
 * What a mixed shop costs in requests: a tenth of its orders has a return, a tenth is paid after it was copied, and a tenth
 * changes then. Two runs: the first, and the one that finds what came since.
 */
const QUARTER_OF_AN_HOUR = 15 * 60_000;
/**
 * To the primary, of both runs and all included: what is sent whatever the number of orders, and for each of them. Of these 0.1
 * are the returns, of which one goes into a call.
 */
const BOUNDS: readonly { readonly batch: number; readonly once: number; readonly perOrder: number }[] = [
  { batch: 50, once: 115, perOrder: 0.235 },
  { batch: 20, once: 100, perOrder: 0.36 },
];

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '10000' }, batch: { type: 'string', default: '50' } },
});
const [orders, batch] = [Number(values.orders), Number(values.batch)];
if (![orders, batch].every((one) => Number.isInteger(one) && one > 0)) {
  console.error('--orders and --batch take whole numbers from 1 on');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
const pipeline = join(folder, 'pipeline.yaml');
writeFileSync(pipeline, pipelineText());
const [primary, secondary] = await Promise.all([
  startStore('primary', { orders: 0, ahead: 0, latency: 0 }),
  startStore('mixed', { orders, ahead: 0, latency: 0 }),
]);
const stores = [primary, secondary];
try {
  const environment = environmentOf([primary, secondary], folder);
  const first = await runOnce(pipeline, environment);
  for (const store of stores) await store.later(QUARTER_OF_AN_HOUR);
  await secondary.tradeOn();
  const second = await runOnce(pipeline, { ...environment, BENCHMARK_AHEAD: String(QUARTER_OF_AN_HOUR) });
  const [here, there] = [await primary.tally(), await secondary.tally()];
  const requests = Object.values(here.actions).reduce((total, count) => total + count, 0);
  const bound = BOUNDS.find((one) => batch >= one.batch);
  const most = bound === undefined ? Number.POSITIVE_INFINITY : Math.round(bound.once + bound.perOrder * orders);
  const copied = second.summary.stores['west'] ?? {};
  const rows = [
    row('orders copied', here.orders.length, orders, true),
    row('payments copied', here.paidAt.length, there.paidAt.length, true),
    row('returns copied', here.actions['AddRma'] ?? 0, Math.floor((orders + 2) / 10), true),
    row('orders changed', copied['orders']?.updated ?? 0, Math.floor((orders + 7) / 10), true),
    row('runs that were good', [first, second].filter(({ summary }) => summary.status === 'good').length, 2, true),
    row('requests to the primary', requests, most, false),
  ];
  console.log(
    `${orders} orders, a tenth each with a return, paid late, and changed; batches of up to ${batch}; two runs.`,
  );
  console.log(`Requests to the primary: ${inWords(here.actions)}`);
  console.log(`Requests to the secondary: ${inWords(there.actions)}\n`);
  console.log(`For each order: ${(requests / orders).toFixed(3)} requests to the primary.\n`);
  printTable(['what', 'measured', 'bound', 'holds'], rows);
  if (rows.some((cells) => cells.includes('NO'))) process.exitCode = 1;
} finally {
  for (const store of stores) await store.stop();
  rmSync(folder, { recursive: true, force: true });
}

function row(what: string, value: number, bound: number, isExact: boolean): readonly string[] {
  const holds = isExact ? value === bound : value <= bound;
  return [what, String(value), `${isExact ? '=' : '<='} ${bound}`, holds ? 'yes' : 'NO'];
}

function pipelineText(): string {
  const text = readFileSync(join(import.meta.dirname, 'pipeline.yaml'), 'utf8');
  const sizes = [1, 5, 20, 50].filter((size) => size < batch);
  const returns = `    entities: [products, customers, orders, payments, rmas]
    rma: { staff: anna, warehouse: Virtual, taxCode: GST, freeTaxCode: FREE }`;
  return `${text}${returns}\nload: { batchSizes: [${[...sizes, batch].join(', ')}] }\n`;
}
