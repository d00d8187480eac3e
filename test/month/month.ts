/**
 * A month of two secondaries and their primary, simulated: `npm run month -- [--seed n] [--days 30] [--orders 2000]
 * [--faults 0.02] [--every 15] [--xero all|n]`. Ends with 1 when anything is not as it was planted.
 */
import { readOptions, WrongUse, whole } from '../support/command-line.ts';
import { temporaryFolder } from '../support/memory-disk.ts';
import { xeroRows } from './month-books.ts';
import { simulateMonth } from './simulate.ts';
import { monthTable } from './table.ts';

const usage = `npm run month -- [--seed 1] [--days 30] [--orders 2000] [--faults 0.02] [--every 15] [--xero all|n]
  --seed    of the month
  --days    how long it is
  --orders  of both secondaries together
  --faults  the share of requests that go wrong, from 0 to 1
  --every   minutes between two runs: fewer take less time, and it is proven as often. With more than an hour between them,
            copies of a ledger that are run on purpose do what the month's own runs are to do
  --xero    with Neto's export to a Xero: by each row of all its switches pairwise (all), or by one (1, 2, ...)`;
const { seed, days, orders, faultRate, every, rows } = readOptions(
  usage,
  {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '30' },
    orders: { type: 'string', default: '2000' },
    faults: { type: 'string', default: '0.02' },
    every: { type: 'string', default: '15' },
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
    const numbered = all.map((xero, place) => ({ xero, number: place + 1 }));
    return {
      rows: row === undefined ? numbered : numbered.slice(row - 1, row),
      every: whole('every', values.every, 1),
      seed: whole('seed', values.seed, 1),
      days: whole('days', values.days, 1),
      orders: whole('orders', values.orders, 1),
      faultRate,
    };
  },
);
process.env['TMPDIR'] = temporaryFolder();
let violations = 0;
for (const { xero, number } of rows) {
  if (xero !== undefined) console.error(`row ${number}: ${JSON.stringify(xero)}`);
  const tell = (line: string): void => console.error(line);
  const result = await simulateMonth({ seed, days, orders, faultRate, every, xero, tell });
  console.log(monthTable(result));
  violations += result.violations.length;
}
process.exitCode = violations === 0 ? 0 : 1;
