import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentOf, runOnce, startStore } from './processes.ts';
import { inWords, printTable } from './table.ts';

/**
 * What a shop that is copied already costs in requests: a run with nothing new, and the one that does what is due once a day,
 * which no limit spreads over several runs here.
 */
const DAY = 86_400_000;
const QUARTER_OF_AN_HOUR = 15 * 60_000;
const QUIET = 12;
const ONCE_A_DAY = 700;

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '10000' }, days: { type: 'string', default: '30' } },
});
const [orders, days] = [Number(values.orders), Number(values.days)];
if (![orders, days].every((one) => Number.isInteger(one) && one > 0)) {
  console.error('--orders and --days take whole numbers from 1 on');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
const pipeline = join(folder, 'pipeline.yaml');
copyFileSync(join(import.meta.dirname, 'pipeline.yaml'), pipeline);
const [primary, secondary] = await Promise.all([
  startStore('primary', { orders: 0, ahead: 0, latency: 0 }),
  startStore('secondary', { orders, ahead: 0, latency: 0, days }),
]);
const stores = Object.entries({ primary, secondary });
let ahead = 0;
try {
  const rows: (readonly string[])[] = [];
  for (const { what, later, bound } of [
    { what: 'first run', later: 0, bound: undefined },
    { what: 'nothing new', later: QUARTER_OF_AN_HOUR, bound: QUIET },
    { what: 'a day later', later: DAY, bound: ONCE_A_DAY },
    { what: 'nothing new', later: QUARTER_OF_AN_HOUR, bound: QUIET },
  ]) {
    const asked = await requestsOfRun(later);
    for (const [store, actions] of asked) {
      const sum = Object.values(actions).reduce((total, count) => total + count, 0);
      const isWithin = bound === undefined || sum <= bound;
      if (!isWithin) process.exitCode = 1;
      rows.push([
        what,
        store,
        String(sum),
        bound === undefined ? '' : `<= ${bound}`,
        isWithin ? 'yes' : 'NO',
        inWords(actions),
      ]);
    }
  }
  console.log(`${orders} orders in ${days} days, with three lines and one payment each.`);
  printTable(['run', 'store', 'requests', 'bound', 'holds', 'of these'], rows);
} finally {
  for (const [, store] of stores) await store.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @returns by store, what it was asked @throws Error where the run is not good, or its daily comparison is not done */
async function requestsOfRun(later: number): Promise<[string, Record<string, number>][]> {
  ahead += later;
  if (later > 0) for (const [, store] of stores) await store.later(later);
  const before = await actionsOf();
  const { summary } = await runOnce(pipeline, {
    ...environmentOf([primary, secondary], folder),
    BENCHMARK_AHEAD: String(ahead),
  });
  const isProven = summary.proof === null || summary.proof.stores.every(({ state }) => state === 'done');
  if (summary.status !== 'good' || !isProven)
    throw new Error(`The run is ${summary.status}: ${JSON.stringify(summary.problems)}`);
  const after = await actionsOf();
  return stores.map(([name]) => {
    const sent = Object.entries(after.get(name) ?? {}).map(([action, count]): [string, number] => {
      return [action, count - (before.get(name)?.[action] ?? 0)];
    });
    return [name, Object.fromEntries(sent.filter(([, count]) => count > 0))];
  });
}

async function actionsOf(): Promise<Map<string, Readonly<Record<string, number>>>> {
  const found = new Map<string, Readonly<Record<string, number>>>();
  for (const [name, store] of stores) found.set(name, (await store.tally()).actions);
  return found;
}
