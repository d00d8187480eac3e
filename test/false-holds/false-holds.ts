/**
 * How many right records are quarantined: `npm run false-holds -- --seeds 5 --orders 2000 [--first 1] [--settings equal|unequal] [--only PLACE] [--planted 200] [--every]`:
 * under every setting so many orders of one of so many seeds, or of each of them, then so many wrong fields planted. Exit code 1 where a right one is
 * quarantined that need not be, where a copy does not agree with its source, or where a planted field is not told.
 */
import { readOptions, WrongUse, whole } from '../support/command-line.ts';
import { agreement } from './agreement.ts';
import { coverageOf } from './coverage.ts';
import { heldOf } from './held.ts';
import { withTrial } from './measure.ts';
import { plantLies } from './planted-lies.ts';
import { describeSetting, equalSettings, unequalSettings } from './settings.ts';

const usage = `npm run false-holds -- [--seeds 1] [--first 1] [--orders 200] [--settings equal|unequal] [--only PLACE] [--planted 200] [--every]
  --seeds     how many shops take turns with the settings
  --first     seed of the first of them
  --orders    of each trial
  --settings  only those of one group, in which both ends round alike or not
  --only      only the setting at that place of its group, from 0 on; nothing is planted then
  --planted   wrong fields planted in the end
  --every     each shop under every setting: this takes hours`;
const values = readOptions(
  usage,
  {
    seeds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    orders: { type: 'string', default: '200' },
    settings: { type: 'string' },
    only: { type: 'string' },
    planted: { type: 'string', default: '200' },
    every: { type: 'boolean', default: false },
  },
  (given) => {
    for (const name of ['seeds', 'first', 'orders'] as const) whole(name, given[name], 1);
    whole('planted', given.planted, 0);
    if (given.only !== undefined) whole('only', given.only, 0);
    if (given.settings !== undefined && given.settings !== 'equal' && given.settings !== 'unequal') {
      throw new WrongUse(`--settings takes equal or unequal, not "${given.settings}".`);
    }
    return given;
  },
);

const groups = { equal: equalSettings, unequal: unequalSettings };
const sums = {
  orders: 0,
  avoidable: 0,
  'cents before tax': 0,
  'cents with tax': 0,
  wrong: 0,
  planted: 0,
  told: 0,
  minutes: 0,
};
/** The shops of the seeds take turns with the settings: all of them under all settings take hours. */
function seedsFor(place: number): readonly number[] {
  const all = Array.from({ length: Number(values.seeds) }, (_, index) => Number(values.first) + index);
  return values.every ? all : all.slice(place % all.length, (place % all.length) + 1);
}

const perTrial = Number(values.orders);
const began = performance.now();
for (const [group, settings] of Object.entries(groups)) {
  if (values.settings !== undefined && values.settings !== group) continue;
  for (const [place, setting] of settings.entries()) {
    if (values.only !== undefined && Number(values.only) !== place) continue;
    for (const seed of seedsFor(place)) {
      const start = performance.now();
      const line = await withTrial({ ...setting, seed, orders: perTrial }, (measured) => {
        const { avoidable, cents } = heldOf(measured);
        const { wrong, gstByRounding, copied } = agreement(measured);
        const problems = measured.summaries.flatMap((summary) => summary.problems.map(({ message }) => message));
        const missing = Object.entries(coverageOf(measured)).filter(([, count]) => count === 0);
        sums.orders += copied.orders + cents.beforeTax.length + cents.withTax.length;
        sums.avoidable += avoidable.length;
        sums['cents before tax'] += cents.beforeTax.length;
        sums['cents with tax'] += cents.withTax.length;
        sums.wrong += wrong.length + problems.length;
        return [
          `${group} ${place} seed ${seed}: quarantined ${avoidable.length}, cents that can't be set right ${cents.beforeTax.length} before tax, ${cents.withTax.length} with tax, wrong ${wrong.length}, GST by rounding ${gstByRounding}, copied ${JSON.stringify(copied)}, half cents ${(measured.withHalfCents * 100).toFixed(1)} %`,
          `  ${describeSetting(setting)}`,
          ...(missing.length === 0 ? [] : [`  without ${missing.map(([kind]) => kind).join(', ')}`]),
          ...avoidable.slice(0, 4).map((one) => `  ${one.slice(0, 300)}`),
          ...wrong.slice(0, 5).map((one) => `  ${one}`),
          ...problems.slice(0, 3).map((one) => `  problem: ${one}`),
        ].join('\n');
      });
      console.log(`${line}\n  ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
  }
}
if (values.only === undefined) {
  for (const setting of equalSettings.filter(({ primary }) => primary.orderRounding !== 'ignored')) {
    if (sums.planted >= Number(values.planted)) break;
    const seed = Number(values.first) + sums.planted;
    const { planted, silent, heldWithout } = await plantLies({ ...setting, seed, orders: 400 }, 50);
    sums.planted += planted.length;
    sums.told += planted.length - silent.length;
    sums.avoidable += heldWithout.length;
    for (const one of silent) console.log(`silent: ${one} (${describeSetting(setting)}, seed ${seed})`);
    for (const one of heldWithout)
      console.log(`quarantined without a lie: ${one} (${describeSetting(setting)}, seed ${seed})`);
  }
}
sums.minutes = Math.round((performance.now() - began) / 6000) / 10;
console.log(JSON.stringify(sums));
process.exitCode = sums.avoidable + sums.wrong > 0 || sums.told < sums.planted ? 1 : 0;
