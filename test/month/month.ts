/**
 * A month of two secondaries and their primary, simulated: `npm run month -- [--seed n] [--days 30] [--orders 2000]
 * [--faults 0.02]`. Ends with 1 when anything is not as it was planted.
 */
import { readOptions, WrongUse, whole } from '../support/command-line.ts';
import { simulateMonth } from './simulate.ts';
import { monthTable } from './table.ts';

const usage = `npm run month -- [--seed 1] [--days 30] [--orders 2000] [--faults 0.02]
  --seed    of the month
  --days    how long it is
  --orders  of both secondaries together
  --faults  the share of requests that go wrong, from 0 to 1`;
const { seed, days, orders, faultRate } = readOptions(
  usage,
  {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '30' },
    orders: { type: 'string', default: '2000' },
    faults: { type: 'string', default: '0.02' },
  },
  (values) => {
    const faultRate = Number(values.faults);
    if (!(faultRate >= 0 && faultRate <= 1))
      throw new WrongUse(`--faults takes a share from 0 to 1, not "${values.faults}".`);
    return {
      seed: whole('seed', values.seed, 1),
      days: whole('days', values.days, 1),
      orders: whole('orders', values.orders, 1),
      faultRate,
    };
  },
);
const result = await simulateMonth({ seed, days, orders, faultRate, tell: (line) => console.error(line) });
console.log(monthTable(result));
process.exitCode = result.violations.length === 0 ? 0 : 1;
