import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { html } from '../../src/page/html.ts';
import { type Job, Jobs } from '../../src/serve/jobs/jobs.ts';
import { contentOf, type JobResult, shownIn } from '../../src/serve/jobs/kept-result.ts';

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

const row = '2026-10-01,west,N1001,W1001,Dispatched,"copied, as it should be",100.00,9.09\r\n';
const table = (content: string): JobResult => ({
  shown: html`<p>Closed</p>`,
  files: [{ name: 'month.csv', words: 'a table', type: 'text/csv', content }],
});

test('tables of a large month take a tenth of their length while they wait to be saved, and come back to the byte', async () => {
  const jobs = new Jobs(new AbortController().signal, Date.now);
  const content = `\u{feff}${row.repeat(20_000)}Zoë’s shop\r\n`;
  const { state } = jobs.begin(about('a'), async () => table(content)) ?? {};
  expect(state?.kind).toBe('going');
  await jobs.ended();
  const [job] = jobs.of('au');
  if (job?.state.kind !== 'done') throw new Error('It is not made');
  const { result } = job.state;
  expect(result.size).toBeLessThan(content.length / 10);
  expect(Buffer.concat(await Promise.all(result.files.map(contentOf))).toString()).toBe(content);
  expect(String(await shownIn(result))).toBe('<p>Closed</p>');
});

test('what was made first gives way where all that was made is more than a process should hold, and the last one never', async () => {
  const jobs = new Jobs(new AbortController().signal, Date.now, 64_000);
  // Nothing makes it shorter than half.
  const begin = (title: string, bytes: number) =>
    jobs.begin(about(title), async () => table(randomBytes(bytes).toString('hex')));
  for (const title of ['a', 'b', 'c', 'd', 'e', 'f']) begin(title, 15_000);
  await jobs.ended();
  const titles = () => jobs.of('au').map(({ title }) => title);
  expect(titles()).toEqual(['f', 'e', 'd']);
  begin('g', 90_000);
  await jobs.ended();
  expect(titles()).toEqual(['g']);
});
