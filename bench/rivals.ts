import { parseArgs } from 'node:util';
import { contenders } from './rivals/contenders.ts';
import { measureKilled, measureUndisturbed } from './rivals/measure.ts';
import { type Result, rowsOf, settingText, titlesOf, writePage } from './rivals/page.ts';
import { printTable } from './table.ts';

/** This program beside two scripts that do the same job, on the same fake stores: undisturbed, and killed in the middle. */
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '300' },
    latency: { type: 'string', default: '100' },
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    /** Also into docs/performance.md, with its picture. */
    write: { type: 'boolean', default: false },
  },
});
const setting = {
  orders: whole('orders', values.orders, 1),
  /** Milliseconds before each answer; a write takes 20 more for each of its records. */
  latency: whole('latency', values.latency, 0),
  /** Runs that are killed, once each. */
  kills: whole('kills', values.kills, 1),
  seed: values.seed,
};

const results: Result[] = [];
for (const contender of contenders) {
  const undisturbed = await measureUndisturbed(contender, setting);
  const atOnce = setting.latency === 0 ? undisturbed : await measureUndisturbed(contender, { ...setting, latency: 0 });
  const killed = await measureKilled(contender, { ...setting, requests: atOnce.toPrimary });
  results.push({ name: contender.name, undisturbed, atOnce, killed });
}
console.log(`${settingText(setting)}\n`);
printTable(titlesOf(results), rowsOf(results, setting));
if (values.write) writePage(results, setting);

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`--${name} takes a whole number from ${least} on`);
  process.exit(2);
}
