/**
 * How many right records are held: `npm run false-holds -- --seeds 5 --orders 2000 [--first 1] [--settings equal|unequal] [--only PLACE]`.
 * Exit code 1 where one is held, or where a copy does not agree with its source.
 */
import { parseArgs } from 'node:util';
import { agreement } from './agreement.ts';
import { withTrial } from './measure.ts';
import { describeSetting, equalSettings, unequalSettings } from './settings.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    orders: { type: 'string', default: '200' },
    settings: { type: 'string' },
    only: { type: 'string' },
  },
});

const groups = { equal: equalSettings, unequal: unequalSettings };
let failed = false;
for (const [group, settings] of Object.entries(groups)) {
  if (values.settings !== undefined && values.settings !== group) continue;
  for (const [place, setting] of settings.entries()) {
    if (values.only !== undefined && Number(values.only) !== place) continue;
    for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed += 1) {
      const began = performance.now();
      const line = await withTrial({ ...setting, seed, orders: Number(values.orders) }, (measured) => {
        const last = measured.summaries.at(-1);
        const reasons = new Map<string, string[]>();
        for (const { entity, code, reason } of last?.quarantine ?? [])
          reasons.set(`${entity} ${code}`, [...(reasons.get(`${entity} ${code}`) ?? []), reason]);
        const { wrong, gstByRounding, copied } = agreement(measured);
        const problems = measured.summaries.flatMap((summary) => summary.problems.map(({ message }) => message));
        const differences = last?.differences.length ?? 0;
        failed ||= reasons.size > 0 || wrong.length > 0 || problems.length > 0;
        return [
          `${group} ${place} seed ${seed}: held ${last?.quarantine.length}, wrong ${wrong.length}, differences ${differences}, GST by rounding ${gstByRounding}, copied ${JSON.stringify(copied)}, half cents ${(measured.withHalfCents * 100).toFixed(1)} %`,
          `  ${describeSetting(setting)}`,
          ...[...reasons].map(([code, all]) => `  ${code} × ${all.length}: ${all.slice(0, 3).join(' | ')}`),
          ...wrong.slice(0, 5).map((one) => `  ${one}`),
          ...problems.slice(0, 3).map((one) => `  problem: ${one}`),
        ].join('\n');
      });
      console.log(`${line}\n  ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
  }
}
process.exitCode = failed ? 1 : 0;
