/**
 * A month of two secondaries and their primary, simulated: `npm run month -- [--seed n] [--days 30] [--orders 2000]
 * [--faults 0.02]`. Ends with 1 when anything is not as it was planted.
 */
import { parseArgs } from 'node:util';
import { simulateMonth } from './simulate.ts';
import { monthTable } from './table.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '30' },
    orders: { type: 'string', default: '2000' },
    faults: { type: 'string', default: '0.02' },
  },
});
const [seed, days, orders, faultRate] = [values.seed, values.days, values.orders, values.faults].map(Number) as [
  number,
  number,
  number,
  number,
];
for (const number of [seed, days, orders]) {
  if (!Number.isInteger(number) || number < 1) throw new RangeError('--seed, --days and --orders take whole numbers');
}
const result = await simulateMonth({ seed, days, orders, faultRate, tell: (line) => console.error(line) });
console.log(monthTable(result));
process.exitCode = result.violations.length === 0 ? 0 : 1;
