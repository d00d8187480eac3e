/**
 * A month of two secondaries and their primary, simulated: `npm run month -- [--seed n] [--days 30] [--orders 2000]
 * [--faults 0.02] [--xero all|n]`. Ends with 1 when anything is not as it was planted.
 */
import { readOptions, WrongUse, whole } from '../support/command-line.ts';
import { xeroRows } from './month-books.ts';
import { simulateMonth } from './simulate.ts';
import { monthTable } from './table.ts';

const usage = `npm run month -- [--seed 1] [--days 30] [--orders 2000] [--faults 0.02] [--xero all|n]
  --seed    of the month
  --days    how long it is
  --orders  of both secondaries together
  --faults  the share of requests that go wrong, from 0 to 1
  --xero    with Neto's export to a Xero: by each row of all its switches pairwise (all), or by one (1, 2, ...)`;
const { seed, days, orders, faultRate, rows } = readOptions(
  usage,
  {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '30' },
    orders: { type: 'string', default: '2000' },
    faults: { type: 'string', default: '0.02' },
    xero: { type: 'string' },
  },
  (values) => {
    const faultRate = Number(values.faults);
    if (!(faultRate >= 0 && faultRate <= 1))
      throw new WrongUse(`--faults takes a share from 0 to 1, not "${values.faults}".`);
    const all = values.xero === undefined ? [undefined] : xeroRows();
    const row = values.xero === undefined || values.xero === 'all' ? undefined : whole('xero', values.xero, 1);
    if (row !== undefined && row > all.length)
      throw new WrongUse(`--xero takes all, or a row from 1 to ${all.length}.`);
    return {
      rows: row === undefined ? all : all.slice(row - 1, row),
      seed: whole('seed', values.seed, 1),
      days: whole('days', values.days, 1),
      orders: whole('orders', values.orders, 1),
      faultRate,
    };
  },
);
let violations = 0;
for (const [place, xero] of rows.entries()) {
  if (xero !== undefined) console.error(`row ${place + 1} of ${rows.length}: ${JSON.stringify(xero)}`);
  const result = await simulateMonth({ seed, days, orders, faultRate, xero, tell: (line) => console.error(line) });
  console.log(monthTable(result));
  violations += result.violations.length;
}
process.exitCode = violations === 0 ? 0 : 1;
