import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isQuiet, type Measured, type Setting } from './bounds.ts';
import { environmentOf, runOnce, startStore } from './processes.ts';

/** The run is a command with the machine's clock, and takes no store's word for a day that is another. */
const TODAY = Date.now();
const QUARTER_OF_AN_HOUR = 15 * 60_000;
/** Runs over which a limit may spread what is due once a day, at most. */
const RUNS_OF_DAILY_WORK = 12;

/** Copies so many orders of a fake store to an empty one, and runs twice more where nothing is new. @throws Error where a run has no summary */
export async function measure(count: number, setting: Setting): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
  const pipeline = join(folder, 'pipeline.yaml');
  writeFileSync(pipeline, pipelineText(setting));
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
    // The day's backup is made by then.
    const { second: third } = await quietRun();
    return { orders: count, first, afterFirst, spread, ...quiet, third };
  } finally {
    for (const store of stores) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function pipelineText({ batch, limit }: Setting): string {
  const text = readFileSync(join(import.meta.dirname, 'pipeline.yaml'), 'utf8');
  const sizes = [1, 5, 20, 50].filter((size) => size < batch);
  const limited = text.replaceAll('requestsPerMinute: unlimited', `requestsPerMinute: ${limit ?? 'unlimited'}`);
  return `${limited}\nload: { batchSizes: [${[...sizes, batch].join(', ')}] }\n`;
}
