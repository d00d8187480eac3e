import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineText } from '../machine.ts';
import type { Wrong } from './compare.ts';
import type { Killed, Undisturbed } from './measure.ts';
import { barPlot } from './picture.ts';

export interface Result {
  readonly name: string;
  readonly undisturbed: Undisturbed;
  /** The same, of stores that answer at once. */
  readonly atOnce: Undisturbed;
  readonly killed: Killed;
}

export interface Setting {
  readonly orders: number;
  /** Milliseconds. */
  readonly latency: number;
  readonly kills: number;
  readonly seed: string;
}

const docs = join(import.meta.dirname, '../../docs');
const TITLE = '## Beside other ways\n';
/** The section that comes after it. */
const NEXT = '## Start\n';
const PICTURE = 'images/beside-other-ways.svg';

export function titlesOf(results: readonly Result[]): string[] {
  return ['', ...results.map(({ name }) => name)];
}

export function rowsOf(results: readonly Result[], { orders }: Setting): string[][] {
  const row = (what: string, value: (result: Result) => string): string[] => [what, ...results.map(value)];
  return [
    row('orders a minute', ({ undisturbed }) => undisturbed.ordersPerMinute.toFixed(0)),
    row('as a multiple of this program', (result) => ratio(speedOf(result, results))),
    row('the same, of stores that answer at once', (result) => ratio(speedOf(result, results, 'atOnce'))),
    row('requests to the primary per order', ({ undisturbed }) => ratio(undisturbed.toPrimary / orders)),
    row('requests to the secondary per order', ({ undisturbed }) => ratio(undisturbed.toSecondary / orders)),
    row('undisturbed: orders doubled, lost, different', ({ undisturbed }) => inNumbers(undisturbed.wrongs.orders)),
    row('undisturbed: payments doubled, lost, different', ({ undisturbed }) => inNumbers(undisturbed.wrongs.payments)),
    row('killed runs', ({ killed }) => String(killed.runs)),
    row('starts for each, until it said that all is done', ({ killed }) => startsOf(killed)),
    row('killed runs with something wrong in the end', ({ killed }) => String(killed.wrongRuns)),
    row('killed: orders doubled, lost, different', ({ killed }) => inNumbers(killed.wrongs.orders)),
    row('killed: payments doubled, lost, different', ({ killed }) => inNumbers(killed.wrongs.payments)),
  ];
}

export function settingText({ orders, latency, kills, seed }: Setting): string {
  const answers = latency === 0 ? 'at once' : `after ${latency} ms, a write after 20 ms more for each of its records`;
  return [
    `${machineText()}; ${orders} orders with three lines and one payment each.`,
    `The stores answer ${answers}, without a rate limit; in the`,
    `killed runs at once. ${kills} killed runs of as many orders, seed ${seed}. A second order of one number is refused, which is the`,
    'fake store’s default (`duplicateOrderId: error`); how Neto does it is not documented.',
  ].join('\n');
}

/** Puts the table into its section of the page about performance, and draws the picture beside it. */
export function writePage(results: readonly Result[], setting: Setting): void {
  const page = join(docs, 'performance.md');
  const text = readFileSync(page, 'utf8');
  const end = text.indexOf(NEXT);
  const begin = text.includes(TITLE) ? text.indexOf(TITLE) : end;
  if (end === -1 || begin > end) throw new Error(`${page} has no place for "${TITLE.trim()}" before "${NEXT.trim()}"`);
  writeFileSync(page, text.slice(0, begin) + sectionOf(results, setting) + text.slice(end));
  writeFileSync(join(docs, PICTURE), pictureOf(results, setting));
}

function sectionOf(results: readonly Result[], setting: Setting): string {
  const table = [titlesOf(results), results.map(() => '---').concat('---'), ...rowsOf(results, setting)];
  return `${TITLE}
\`npm run bench:rivals -- --write\` has written this section. Three ways do the same job on the same fake stores: orders with their payment, the prefix
rewritten, all on one account and one product.

- **One by one, verified**: a script that looks an order up, adds it, reads it back, approves it, adds its payment and reads it back.
- **Batches of 20, unverified**: a script that adds 20 orders, then their payments, and takes the answers at their word.
- **This program**, with its defaults.

The scripts (\`bench/rivals/\`) know their stores, keep a file of the ids that they have copied, and skip these at the next start. What this program
does besides (rules, returns, later changes, the look at what else appeared in the primary, the daily proof, a ledger on disk) they do not do.

${settingText(setting)}

![Requests, speed, and what is wrong after kills, of the three ways](${PICTURE})

${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

*Killed*: on a fresh pair of stores, with SIGKILL, once, at a random request to the primary that is never answered; about half of these are done
nevertheless. Then the same command is started again until it says by its exit code that all is done. What is
doubled, lost or different is read from what both stores hold.

A number that can't be taken twice keeps orders from being doubled, whoever writes them. Payments have no such key: who adds them without a look
adds them again after a kill. Who looks first, order by order, is right after a kill too, and pays for it in requests.
The first requests of a run are for one record each, so a small run costs this program more for an order than a large one does.

`;
}

function pictureOf(results: readonly Result[], { orders }: Setting): string {
  const bars = (value: (result: Result) => number) =>
    results.map((result) => ({ name: result.name, value: value(result) }));
  return barPlot([
    { title: 'Requests to the primary per order', bars: bars(({ undisturbed }) => undisturbed.toPrimary / orders) },
    { title: 'Orders a minute (this program = 1)', bars: bars((result) => speedOf(result, results)) },
    {
      title: 'Payments doubled, lost or different after the killed runs',
      bars: bars(({ killed: { wrongs } }) => wrongs.payments.doubled + wrongs.payments.lost + wrongs.payments.differ),
    },
  ]);
}

/** As a multiple of the last one's, which is this program's. */
function speedOf(result: Result, results: readonly Result[], run: 'undisturbed' | 'atOnce' = 'undisturbed'): number {
  return result[run].ordersPerMinute / (results.at(-1)?.[run].ordersPerMinute ?? Number.NaN);
}

function startsOf({ starts, runs, unfinished }: Killed): string {
  const mean = (starts / runs).toFixed(1);
  return unfinished === 0 ? mean : `${mean}; ${unfinished} never did`;
}

function ratio(number: number): string {
  return number.toFixed(2);
}

function inNumbers({ doubled, lost, differ }: Wrong): string {
  return [doubled, lost, differ].join(', ');
}
