import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { pipelineJob } from '../../src/schedule/pipeline-job.ts';
import { orderSeed, startTwoStores } from '../rules/support/two-stores.ts';
import { startGate } from '../support/gate.ts';
import { startSchedule, TestClock } from './support.ts';

const SECOND = 1_000;
const OLD = { MAIN_KEY: 'old-main-key', WEST_KEY: 'old-west-key' };
const NEW = { MAIN_KEY: 'new-main-key', WEST_KEY: 'new-west-key' };

/** A schedule over two stores whose keys can be made and taken away, and a file `.env` with the old ones. */
async function scheduled(numbers: readonly string[]) {
  const stores = await startTwoStores({ orders: numbers.map((OrderID) => orderSeed({ OrderID })) });
  const main = await startGate(stores.main.url, 'main-key', [OLD.MAIN_KEY]);
  const west = await startGate(stores.west.url, 'west-key', [OLD.WEST_KEY]);
  onTestFinished(() => Promise.all([main.close(), west.close(), stores.close()]).then(() => {}));
  const { file } = await stores.pipeline();
  const text = readFileSync(file, 'utf8').replace(stores.main.url, main.url).replace(stores.west.url, west.url);
  writeFileSync(file, text);
  const keep = ({ MAIN_KEY, WEST_KEY }: typeof OLD): void =>
    writeFileSync(path.join(path.dirname(file), '.env'), `MAIN_KEY=${MAIN_KEY}\nWEST_KEY=${WEST_KEY}\n`);
  keep(OLD);
  // A line for every second, which pipeline files don't take.
  const read = async () => ({ ...(await readPipeline(file, {})), schedule: '* * * * * *' });
  const job = pipelineJob({ pipeline: await read(), read, home: stores.home });
  const told = new EventTarget();
  const outcomes: string[] = [];
  let at = Math.floor(Date.now() / SECOND) * SECOND;
  const clock = new TestClock(new Date(at).toISOString());
  const { stop, ended } = startSchedule([job], clock, {
    say: (line) => {
      if (!/ (run \d+ |failed )/.test(line)) return;
      outcomes.push(line.replace(/^.* time {2}rules: /, ''));
      told.dispatchEvent(new Event('outcome'));
    },
  });
  onTestFinished(() => {
    stop.abort();
    return ended;
  });
  return {
    ...{ stores, main, west, keep },
    /** @returns what the schedule says of its next run */
    async nextRun(): Promise<string> {
      const outcome = once(told, 'outcome');
      at += SECOND;
      await clock.to(new Date(at).toISOString());
      await outcome;
      return outcomes.at(-1) ?? '';
    },
  };
}

const copiesIn = ({ stores }: Awaited<ReturnType<typeof scheduled>>): string[] =>
  stores.main
    .orders()
    .map(({ OrderID }) => OrderID)
    .sort();

test('a schedule goes on while the keys in .env are changed and the old ones die, without a failed run', async () => {
  const around = await scheduled(['N100']);
  const { main, west, keep, nextRun } = around;
  expect(await nextRun()).toMatch(/^run 1 good: read \d+, created [1-9]/);
  expect([new Set(main.used), new Set(west.used)]).toEqual([new Set([OLD.MAIN_KEY]), new Set([OLD.WEST_KEY])]);
  main.good.add(NEW.MAIN_KEY);
  west.good.add(NEW.WEST_KEY);
  keep(NEW);
  for (const gate of [main, west]) gate.used.length = 0;
  expect(await nextRun()).toMatch(/^run 2 good: /);
  main.good.delete(OLD.MAIN_KEY);
  west.good.delete(OLD.WEST_KEY);
  expect(await nextRun()).toMatch(/^run 3 good: /);
  expect([new Set(main.used), new Set(west.used)]).toEqual([new Set([NEW.MAIN_KEY]), new Set([NEW.WEST_KEY])]);
  expect(copiesIn(around)).toEqual(['W100']);
});

test('where the key of the primary dies in the middle of a run, the run says so, and the next one goes on with the new key, without a double', async () => {
  const numbers = Array.from({ length: 12 }, (_, number) => `N${100 + number}`);
  const around = await scheduled(numbers);
  const { main, keep, nextRun, stores } = around;
  main.before = (action) => {
    if (action !== 'UpdateOrder') return;
    main.before = () => {};
    main.good.delete(OLD.MAIN_KEY);
    main.good.add(NEW.MAIN_KEY);
    keep({ ...OLD, MAIN_KEY: NEW.MAIN_KEY });
  };
  const broken = await nextRun();
  expect(broken).toMatch(/^run 1 failed: .*the store answered "Invalid API Key"/);
  expect(broken).not.toContain(OLD.MAIN_KEY);
  expect(stores.main.orders().length).toBeLessThan(numbers.length);
  expect(await nextRun()).toMatch(/^run 2 good: /);
  expect(copiesIn(around)).toEqual(numbers.map((number) => number.replace('N', 'W')));
});
