import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { pipelineJob } from '../../src/schedule/pipeline-job.ts';
import { startDemo } from '../operations/check/support.ts';
import { startSchedule, TestClock } from './support.ts';

const SECOND = 1_000;

/** With a line for every second, which pipeline files don't take but croner does; a second is over when its run is. */
async function everySecond(wanted: number, change: (pipeline: Pipeline) => Promise<Pipeline> = async (same) => same) {
  const demo = await startDemo();
  const read = async () => change({ ...(await demo.pipeline()), schedule: '* * * * * *' });
  const job = pipelineJob({ pipeline: { ...(await demo.pipeline()), schedule: '* * * * * *' }, read, home: demo.home });
  const told = new EventTarget();
  const outcomes: string[] = [];
  const begun = Math.floor(Date.now() / SECOND) * SECOND;
  const clock = new TestClock(new Date(begun).toISOString());
  const { stop, ended } = startSchedule([job], clock, {
    say: (line) => {
      if (!/ (run \d+ |failed )/.test(line)) return;
      outcomes.push(line.replace(/^.* time {2}/, ''));
      told.dispatchEvent(new Event('outcome'));
    },
  });
  onTestFinished(() => stop.abort());
  for (let seconds = 1; seconds <= wanted; seconds += 1) {
    const outcome = once(told, 'outcome');
    await clock.to(new Date(begun + seconds * SECOND).toISOString());
    await outcome;
  }
  stop.abort();
  await ended;
  return { demo, outcomes };
}

test('runs the pipeline over and over: what the first run copied, the second leaves', async () => {
  const { demo, outcomes } = await everySecond(2);
  expect(outcomes[0]).toMatch(/^demo: run 1 (open|good): read \d+, created [1-9]\d*, updated 0.*, in \d+ s$/);
  expect(outcomes[1]).toMatch(/^demo: run 2 (open|good): read \d+, created 0, updated 0/);
  expect(demo.main.orders().some(({ OrderID }) => OrderID.startsWith('W'))).toBe(true);
});

test('a pipeline file that was broken meanwhile fails one run, in one line', async () => {
  let reads = 0;
  const { outcomes } = await everySecond(2, async (pipeline) => {
    reads += 1;
    if (reads === 1) throw new Error('pipeline.yaml:3:1: "purpos" is not a key\npipeline.yaml:4:1: and more');
    return pipeline;
  });
  expect(outcomes[0]).toBe(
    'demo: failed after 0 s: pipeline.yaml:3:1: "purpos" is not a key; pipeline.yaml:4:1: and more',
  );
  expect(outcomes[1]).toMatch(/^demo: run 1 /);
});

test('a store that is down is told by the run, which goes on for the others', async () => {
  const { outcomes } = await everySecond(1, async (pipeline) => ({
    ...pipeline,
    secondaries: pipeline.secondaries.map((store) =>
      store.name === 'west' ? { ...store, key: 'wrong-key-here' } : store,
    ),
  }));
  expect(outcomes[0]).toMatch(/^demo: run 1 failed: .*; west: the store answered "Invalid API Key"/);
  expect(outcomes[0]).not.toContain('wrong-key-here');
});

test('a pipeline without a cron line is refused', async () => {
  const demo = await startDemo();
  const { schedule: _, ...pipeline } = await demo.pipeline();
  const make = () => pipelineJob({ pipeline, read: async () => pipeline, home: demo.home });
  expect(make).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  expect(make).toThrow(/"schedule" is missing; expected a cron line/);
});
