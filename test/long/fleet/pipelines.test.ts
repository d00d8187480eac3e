import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { askForRun } from '../../../src/fleet/jobs/ask-for-run.ts';
import { RUNS, STARTS } from '../../../src/fleet/jobs/jobs.ts';
import {
  applyPipeline,
  historyOf,
  type PipelineToStore,
  pausePipeline,
  removePipeline,
  resumePipeline,
  storedPipeline,
  storedPipelines,
} from '../../../src/fleet/pipelines/stored-pipelines.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { type Member, openMember } from './fleet.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

let one: Member;
let address: string;
beforeEach(async () => {
  address = await server.newDatabase();
  one = await openMember(address);
  onTestFinished(() => one.close());
});

const stored: PipelineToStore = {
  name: 'au-stores',
  text: 'name: au-stores\n',
  primaryHost: 'www.main-store.com.au',
  schedule: '*/15 * * * *',
  timeZone: 'Australia/Sydney',
};
const ann = { who: 'ann@desk' };

test('a pipeline is stored once, its versions are counted, and who changed it is kept', async () => {
  expect(await applyPipeline(one, stored, ann)).toBe('new');
  expect(await applyPipeline(one, stored, ann)).toBe('unchanged');
  expect(
    await applyPipeline(
      one,
      { ...stored, text: 'name: au-stores\n# 2\n' },
      { who: 'bob@desk', reason: 'since was wrong' },
    ),
  ).toBe('changed');
  expect((await storedPipelines(one)).map(({ name, version, text }) => [name, version, text])).toEqual([
    ['au-stores', 2, 'name: au-stores\n# 2\n'],
  ]);
  expect(
    (await historyOf(one, 'au-stores')).map(({ version, what, who, reason }) => [version, what, who, reason]),
  ).toEqual([
    [1, 'applied', 'ann@desk', null],
    [2, 'applied', 'bob@desk', 'since was wrong'],
  ]);
});

test('it runs by its cron line in the time of its primary, and by another one once that is stored', async () => {
  await applyPipeline(one, stored, ann);
  const lines = async () =>
    (await one.boss.getSchedules(STARTS)).map(({ key, cron, timezone, options }) => [
      key,
      cron,
      timezone,
      options?.missed,
    ]);
  expect(await lines()).toEqual([['au-stores', '*/15 * * * *', 'Australia/Sydney', 'once']]);
  await applyPipeline(one, { ...stored, schedule: '0 5 * * *' }, ann);
  expect(await lines()).toEqual([['au-stores', '0 5 * * *', 'Australia/Sydney', 'once']]);
  await applyPipeline(one, { ...stored, schedule: null }, ann);
  expect(await lines()).toEqual([]);
});

test('paused, it is not started, what waits is let go of, and changes are taken without starting it', async () => {
  await applyPipeline(one, stored, ann);
  await askForRun(one, 'au-stores', 'person');
  expect(await pausePipeline(one, 'au-stores', { ...ann, reason: 'the merchant moves' })).toBe(true);
  expect(await pausePipeline(one, 'au-stores', ann)).toBe(false);
  await applyPipeline(one, { ...stored, schedule: '0 5 * * *' }, ann);
  expect(await one.boss.getSchedules(STARTS)).toEqual([]);
  expect(await one.boss.findJobs(RUNS, { key: 'au-stores', queued: true })).toEqual([]);

  expect(await resumePipeline(one, 'au-stores', ann)).toBe(true);
  expect((await one.boss.getSchedules(STARTS)).map(({ cron }) => cron)).toEqual(['0 5 * * *']);
});

test('taken away, it is not listed nor started, and can be stored anew', async () => {
  await applyPipeline(one, stored, ann);
  await removePipeline(one, 'au-stores', ann);
  expect(await storedPipelines(one)).toEqual([]);
  expect(await one.boss.getSchedules(STARTS)).toEqual([]);
  await expect(askForRun(one, 'au-stores', 'person')).rejects.toMatchObject({ code: 'not-found' });
  expect(await applyPipeline(one, stored, ann)).toBe('new');
  expect((await storedPipelines(one))[0]?.version).toBe(2);
});

test('a yes to old orders is for the pipeline as it was then: not once another text is applied, nor after a pause, nor when it was taken away', async () => {
  const yes = async () => (await storedPipeline(one, 'au-stores')).yesBy;
  const saysYes = () => askForRun(one, 'au-stores', 'person', { yes: 'ann@desk' });
  await applyPipeline(one, stored, ann);
  await saysYes();
  const mapped = { ...stored, text: `${stored.text}# a\n` };
  await applyPipeline(one, mapped, ann, stored.text ?? '');
  expect(await yes()).not.toBeNull();
  const earlier = { ...stored, text: `${stored.text}# since: 2025-07-01\n` };
  await applyPipeline(one, earlier, ann);
  expect(await yes()).toBeNull();
  await saysYes();
  await pausePipeline(one, 'au-stores', ann);
  await resumePipeline(one, 'au-stores', ann);
  expect(await yes()).toBeNull();
  await saysYes();
  await removePipeline(one, 'au-stores', ann);
  await applyPipeline(one, earlier, ann);
  expect(await yes()).toBeNull();
});

test('edited from a text that is not stored any more, it stays as it is: what somebody else has changed is not taken back', async () => {
  await applyPipeline(one, stored, ann);
  const [edited, mended] = [`${stored.text}# a\n`, `${stored.text}# since was wrong\n`];
  await applyPipeline(one, { ...stored, text: mended }, { who: 'bob@desk' });
  const late = applyPipeline(one, { ...stored, text: edited }, ann, stored.text ?? '');
  await expect(late).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('Say it again') });
  expect((await storedPipelines(one)).map(({ text, version }) => [text, version])).toEqual([[mended, 2]]);
  expect(await applyPipeline(one, { ...stored, text: `${mended}# a\n` }, ann, mended)).toBe('changed');
});

test('stored as a text, no file of the folder of a worker takes its place until it was taken away', async () => {
  await applyPipeline(one, stored, ann);
  const file = { ...stored, text: null };
  await expect(applyPipeline(one, file, ann)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(
      /au-stores is stored in the database, and is a file[\s\S]*pipelines remove au-stores/,
    ),
  });
  expect((await storedPipelines(one)).map(({ text, version }) => [text, version])).toEqual([[stored.text, 1]]);
  await removePipeline(one, 'au-stores', ann);
  expect(await applyPipeline(one, file, ann)).toBe('new');
  // Moved into the database on purpose.
  expect(await applyPipeline(one, stored, ann)).toBe('changed');
});

test('one whose ledger would be that of another one is not stored, not even when both are stored at once', async () => {
  const long = 'northern-rivers-trading-company-';
  const named = (name: string) => ({ ...stored, name, text: `name: ${name}\n` });
  const refusal = { code: 'usage', message: expect.stringMatching(/would have the ledger of .*Give it another name/) };
  await applyPipeline(one, named('acme-au'), ann);
  await expect(applyPipeline(one, named('Acme_AU'), ann)).rejects.toMatchObject(refusal);
  const both = await Promise.allSettled(['au', 'nz'].map((end) => applyPipeline(one, named(long + end), ann)));
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refusal });
  await removePipeline(one, 'acme-au', ann);
  expect(await applyPipeline(one, named('Acme_AU'), ann)).toBe('new');
});

test('of two that store it at once both are in its history', async () => {
  const other = await openMember(address);
  onTestFinished(() => other.close());
  await Promise.all([
    applyPipeline(one, stored, ann),
    applyPipeline(other, { ...stored, text: 'name: au-stores\n# b\n' }, { who: 'bob@desk' }),
  ]);
  expect((await historyOf(one, 'au-stores')).map(({ version }) => version)).toEqual([1, 2]);
});
