import { expect, test } from 'vitest';
import { html } from '../../src/page/html.ts';
import { type Job, type JobResult, Jobs } from '../../src/serve/jobs/jobs.ts';

const about = (title: string, pipeline = 'au') => ({ pipeline, title, from: '/' });
const nothing: JobResult = { shown: html``, files: [] };

/** Each ends when it is let. */
function byHand() {
  const open = new Map<string, () => void>();
  const work = (name: string) => () => new Promise<JobResult>((resolve) => open.set(name, () => resolve(nothing)));
  return { work, going: () => [...open.keys()], end: (name: string) => open.get(name)?.() };
}

const kinds = (jobs: readonly (Job | undefined)[]) => jobs.map((job) => job?.state.kind);

test('one is made at a time for each pipeline, in the order in which they were asked for, each under its own name', async () => {
  const jobs = new Jobs(new AbortController().signal, Date.now);
  const hand = byHand();
  const all = ['a', 'b', 'c'].map((name) => jobs.begin(about(name), hand.work(name)));
  const other = jobs.begin(about('a', 'nz'), hand.work('of nz'));
  await expect.poll(hand.going).toEqual(['a', 'of nz']);
  expect(kinds([...all, other])).toEqual(['going', 'waiting', 'waiting', 'going']);
  expect(all[2]?.state).toMatchObject({ behind: ['a', 'b'] });
  let told = 0;
  all[2]?.listeners.add(() => {
    told += 1;
  });
  hand.end('a');
  await expect.poll(hand.going).toContain('b');
  expect(kinds(all)).toEqual(['done', 'going', 'waiting']);
  expect(all[2]?.state).toMatchObject({ behind: ['b'] });
  expect(told).toBeGreaterThan(0);
  hand.end('b');
  await expect.poll(hand.going).toContain('c');
  hand.end('c');
  hand.end('of nz');
  await jobs.ended();
  expect(kinds(all)).toEqual(['done', 'done', 'done']);
});

test('ten wait at most, and none begins once the page ends', async () => {
  const stop = new AbortController();
  const jobs = new Jobs(stop.signal, Date.now);
  const hand = byHand();
  const all = Array.from({ length: 12 }, (_, place) => jobs.begin(about(`${place}`), hand.work(`${place}`)));
  expect(all[10]).toBeDefined();
  expect(all[11]).toBeUndefined();
  await expect.poll(hand.going).toEqual(['0']);
  stop.abort();
  hand.end('0');
  await jobs.ended();
  expect(hand.going()).toEqual(['0']);
});
