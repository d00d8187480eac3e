import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { boundsOf, isQuiet, type Measured, secondsAwaited } from './bounds.ts';
import { machineText } from './machine.ts';
import { environmentOf, runOnce, startStore } from './processes.ts';
import { inWords, printTable } from './table.ts';

/** The run is a command with the machine's clock, and takes no store's word for a day that is another. */
const TODAY = Date.now();
const QUARTER_OF_AN_HOUR = 15 * 60_000;
/** Runs over which a limit may spread what is due once a day, at most. */
const RUNS_OF_DAILY_WORK = 12;

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '10000' },
    batch: { type: 'string', default: '20' },
    latency: { type: 'string', default: '0' },
    limit: { type: 'string' },
  },
});
/** What the stores are like, and what the pipeline file says. */
const setting = {
  /** Records in the largest write. */
  batch: whole('batch', values.batch, 1),
  /** Milliseconds before each answer; a write takes 20 more for each of its records. */
  latency: whole('latency', values.latency, 0),
  /** Requests a minute, of each store; undefined for no limit. */
  limit: values.limit === undefined ? undefined : whole('limit', values.limit, 1),
};

const measured = await measure(whole('orders', values.orders, 1));
const bounds = boundsOf(measured, setting);
printSettings(measured);
printTable(
  ['what', 'measured', 'bound', 'holds'],
  bounds.map(({ what, value, bound, holds }) => [what, value, bound, holds ? 'yes' : 'NO']),
);
process.exitCode = bounds.every(({ holds }) => holds) ? 0 : 1;

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`--${name} takes a whole number from ${least} on`);
  process.exit(2);
}

function pipelineText(): string {
  const text = readFileSync(join(import.meta.dirname, 'pipeline.yaml'), 'utf8');
  const sizes = [1, 5, 20, 50].filter((size) => size < setting.batch);
  const limited = text.replaceAll('requestsPerMinute: unlimited', `requestsPerMinute: ${setting.limit ?? 'unlimited'}`);
  return `${limited}\nload: { batchSizes: [${[...sizes, setting.batch].join(', ')}] }\n`;
}

async function measure(count: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
  const pipeline = join(folder, 'pipeline.yaml');
  writeFileSync(pipeline, pipelineText());
  const ahead = TODAY - Date.now();
  const stores = await Promise.all([
    startStore('primary', { orders: 0, ahead, latency: setting.latency }),
    startStore('secondary', { orders: count, ahead, latency: setting.latency }),
  ]);
  const [primary, secondary] = stores;
  const environment = environmentOf(stores, folder);
  const tallies = async () => ({ primary: await primary.tally(), secondary: await secondary.tally() });
  try {
    const first = await runOnce(pipeline, environment);
    const afterFirst = await tallies();
    const quietRun = async () => {
      const before = await tallies();
      for (const store of stores) await store.later(QUARTER_OF_AN_HOUR);
      return { second: await runOnce(pipeline, environment), before, afterSecond: await tallies() };
    };
    // A limit leaves some of what is due once a day to the runs after; what nothing new costs shows when that is done.
    let quiet = await quietRun();
    let spread = 0;
    while (setting.limit !== undefined && !isQuiet(quiet) && spread < RUNS_OF_DAILY_WORK) {
      spread++;
      quiet = await quietRun();
    }
    return { orders: count, first, afterFirst, spread, ...quiet };
  } finally {
    for (const store of stores) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function printSettings({ orders: count, first, afterFirst, spread }: Measured): void {
  console.log(`${count} orders with three lines and one payment each, and a customer for every three orders.`);
  const { batch, latency, limit } = setting;
  const pace = limit === undefined ? 'no rate limit' : `at most ${limit} requests a minute to each`;
  const answers = latency === 0 ? 'at once' : `in ${latency} ms, and 20 ms more for each record of a write`;
  console.log(`Two fake stores and the run, a process each; ${pace}; batches of up to ${batch}; answers ${answers}.`);
  console.log(`${machineText()}.`);
  console.log(`Processor time of the first run: ${first.processorSeconds.toFixed(1)} s`);
  console.log(`Requests to the primary: ${inWords(afterFirst.primary.actions)}`);
  console.log(`Requests to the secondary: ${inWords(afterFirst.secondary.actions)}`);
  if (limit !== undefined) {
    console.log(`Requests to the primary in each minute: ${afterFirst.primary.byMinute.join(', ')}`);
    console.log(`Runs after the first over which the limit spread daily work: ${spread}`);
  }
  if (latency > 0) {
    const { primary, secondary } = afterFirst;
    const chain = secondsAwaited([...primary.awaited, ...secondary.awaited]);
    console.log(`Seconds in which an answer was awaited: ${chain.toFixed(0)} of ${first.seconds.toFixed(0)}`);
  }
  console.log();
}
