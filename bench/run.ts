import { parseArgs } from 'node:util';
import { printBounds } from './bound.ts';
import { boundsOf, type Measured, secondsAwaited } from './bounds.ts';
import { growthOf } from './growth.ts';
import { machineText } from './machine.ts';
import { measure } from './measure.ts';
import { inWords } from './table.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string' },
    growth: { type: 'boolean', default: false },
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

const orders = whole('orders', values.orders ?? (values.growth ? '100000' : '10000'), values.growth ? 10 : 1);
if (values.growth) {
  // One after the other on the same machine, since figures of another hour tell nothing of growth.
  const small = await measureAndPrint(Math.round(orders / 10));
  const large = await measureAndPrint(orders);
  console.log(`${large.orders} orders beside ${small.orders}`);
  if (!printBounds(growthOf(small, large))) process.exitCode = 1;
} else await measureAndPrint(orders);

async function measureAndPrint(count: number): Promise<Measured> {
  const measured = await measure(count, setting);
  printSettings(measured);
  if (!printBounds(boundsOf(measured, setting))) process.exitCode = 1;
  console.log();
  return measured;
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`--${name} takes a whole number from ${least} on`);
  process.exit(2);
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
