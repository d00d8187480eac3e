import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FLEET_SCHEMA } from '../../../src/fleet/database/schema.ts';
import { askForRun } from '../../../src/fleet/jobs/ask-for-run.ts';
import { claimPrimary, endRun, giveWay } from '../../../src/fleet/jobs/end-run.ts';
import { DEAD, RUNS, STARTS } from '../../../src/fleet/jobs/jobs.ts';
import { sendAllAskedAgain } from '../../../src/fleet/jobs/send-all-asked-again.ts';
import { noteUnable } from '../../../src/fleet/jobs/unable-workers.ts';
import { handle } from '../../../src/fleet/jobs/worker.ts';
import { SharedRequestLog } from '../../../src/fleet/limits/shared-request-log.ts';
import {
  historyOf,
  pausePipeline,
  removePipeline,
  storedPipeline,
} from '../../../src/fleet/pipelines/stored-pipelines.ts';
import { fleetStatus } from '../../../src/fleet/status/fleet-status.ts';
import { ConsolidatorError } from '../../../src/model/errors.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { addPipeline, good, type Member, openMember, startWorker, untilHolds } from './fleet.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

let address: string;
beforeEach(async () => {
  address = await server.newDatabase();
});

async function member(): Promise<Member> {
  const opened = await openMember(address);
  onTestFinished(() => opened.close());
  return opened;
}

/** A run that ends when it is told to. */
function gatedRuns() {
  const began: { readonly pipeline: string; readonly end: () => void }[] = [];
  return {
    began,
    run: async (pipeline: string) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      began.push({ pipeline, end: resolve });
      const beganAt = new Date();
      await promise;
      return { ...good, beganAt };
    },
  };
}

describe('asking for a run', () => {
  test('while one goes on brings one more after it, however often it is asked', async () => {
    const one = await member();
    await addPipeline(one.database, 'again');
    const { began, run } = gatedRuns();
    const worker = startWorker(one, run);
    expect(await askForRun(one, 'again', 'person')).toBe('queued');
    await untilHolds('the run begins', () => began.length === 1);

    expect(await askForRun(one, 'again', 'person')).toBe('after-this-run');
    expect(await askForRun(one, 'again', 'schedule')).toBe('after-this-run');
    began[0]?.end();
    await untilHolds('another run begins', () => began.length === 2);
    began[1]?.end();
    await untilHolds('it has ended', () => worker.said.length === 2);

    await worker.stop();
    expect(began).toHaveLength(2);
  });

  test('while one waits asks for no other one', async () => {
    const one = await member();
    await addPipeline(one.database, 'waits');
    expect(await askForRun(one, 'waits', 'schedule')).toBe('queued');
    expect(await askForRun(one, 'waits', 'schedule')).toBe('waits');
    expect(await askForRun(one, 'waits', 'person')).toBe('waits');
    const ran: string[] = [];
    const worker = startWorker(one, async (pipeline) => {
      ran.push(pipeline);
      return { ...good, beganAt: new Date() };
    });
    await untilHolds('it has ended', () => worker.said.length === 1);
    await worker.stop();
    expect(ran).toEqual(['waits']);
  });

  test('of one that waits, by a person, brings it forward and leaves it to no sweep of the engine', async () => {
    const one = await member();
    await addPipeline(one.database, 'forward');
    expect(await askForRun(one, 'forward', 'schedule')).toBe('queued');
    const job = () => one.database.query("SELECT start_after, keep_until FROM neto_consolidator_jobs.job WHERE name = $1", [RUNS]); // biome-ignore format: one line
    await one.database.query(
      `UPDATE neto_consolidator_jobs.job SET start_after = start_after + interval '1 hour', keep_until = keep_until + interval '1 hour'`,
    );
    expect(await askForRun(one, 'forward', 'person')).toBe('waits');
    const [due] = await one.database.query(
      `SELECT 1 FROM neto_consolidator_jobs.job WHERE name = $1 AND start_after <= clock_timestamp() AND keep_until > clock_timestamp() + interval '1 day'`,
      [RUNS],
    );
    expect(due).toBeDefined();
    await one.boss.supervise(RUNS);
    expect(await job()).toHaveLength(1);
  });

  test('is never lost: after each answer a run begins, whatever else goes on', async () => {
    const askers = [await member(), await member()] as const;
    const workers = [await member(), await member()];
    const [first] = askers;
    for (const name of ['a', 'b', 'c']) await addPipeline(first.database, `lost-${name}`);
    const began = new Map<string, number>();
    const run = async (pipeline: string) => {
      began.set(pipeline, performance.now());
      await new Promise((resolve) => setTimeout(resolve, 40));
      return { ...good, beganAt: new Date() };
    };
    const working = workers.map((one) => startWorker(one, run));
    const asked = new Map<string, number>();
    for (let round = 0; round < 40; round += 1) {
      const pipeline = `lost-${'abc'[round % 3]}`;
      asked.set(pipeline, performance.now());
      await Promise.all(askers.map((one) => askForRun(one, pipeline, round % 2 === 0 ? 'person' : 'schedule')));
    }
    for (const [pipeline, at] of asked)
      await untilHolds(`${pipeline} runs after it was last asked for`, () => (began.get(pipeline) ?? 0) > at);
    for (const one of working) await one.stop();
  });

  test('of a pipeline that the fleet does not have says which command shows those it has', async () => {
    const one = await member();
    await expect(askForRun(one, 'nobody', 'person')).rejects.toThrow(/no pipeline called nobody.*pipelines list/);
  });

  test('with a yes to older orders gives it to the next run that goes to its end, and to no other', async () => {
    const one = await member();
    await addPipeline(one.database, 'yes');
    const yes = async () => (await storedPipeline(one, 'yes')).yesBy;
    expect(await yes()).toBeNull();
    await askForRun(one, 'yes', 'person', { yes: 'anna' });
    const given = await yes();
    expect(given).toMatch(/^\d+$/);
    expect(await historyOf(one, 'yes')).toMatchObject([{ what: 'said yes', who: 'anna' }]);
    const take = async () => {
      const [taken] = await one.boss.fetch<{ pipeline: string }>(RUNS, { includeMetadata: true });
      if (taken === undefined) throw new Error('There is no job to take.');
      return taken;
    };
    const end = { ...good, yesBy: given ?? '', beganAt: new Date() };
    // One that was cut off has not gone by it to the end.
    await endRun(one, await take(), { ...end, outcome: 'stopped', goesOn: { afterSeconds: 0 } }, 'worker');
    expect(await yes()).toBe(given);
    const cutOff = await take();
    // Somebody says it again meanwhile: that one is for the run after this one.
    await askForRun(one, 'yes', 'person', { yes: 'bert' });
    const again = await yes();
    expect(again).not.toBe(given);
    await endRun(one, cutOff, end, 'worker');
    expect(await yes()).toBe(again);
    await endRun(one, await take(), { ...end, yesBy: again ?? '' }, 'worker');
    expect(await yes()).toBeNull();
  });

  test('is refused while the pipeline is paused', async () => {
    const one = await member();
    await addPipeline(one.database, 'paused');
    await one.database.query(`UPDATE ${FLEET_SCHEMA}.pipeline SET state = 'paused' WHERE name = 'paused'`);
    expect(await askForRun(one, 'paused', 'person')).toBe('paused');
    expect(await askForRun(one, 'paused', 'schedule')).toBe('paused');
  });
});

describe('workers', () => {
  test('never run one pipeline twice at once', async () => {
    const [one, other] = [await member(), await member()];
    await addPipeline(one.database, 'alone');
    let at = 0;
    let most = 0;
    let runs = 0;
    const run = async () => {
      at += 1;
      most = Math.max(most, at);
      await new Promise((resolve) => setTimeout(resolve, 60));
      at -= 1;
      runs += 1;
      return { ...good, beganAt: new Date() };
    };
    const workers = [startWorker(one, run), startWorker(other, run)];
    for (let asks = 0; asks < 400 && runs < 5; asks += 1) {
      await Promise.all([askForRun(one, 'alone', 'person'), askForRun(other, 'alone', 'person')]);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(runs).toBeGreaterThanOrEqual(5);
    for (const worker of workers) await worker.stop();
    expect(most).toBe(1);
  });

  test('run no two pipelines of one primary at once, however it is called, and those of others meanwhile', async () => {
    const [one, other] = [await member(), await member()];
    const many = ['many.example', 'www.many.example', 'Many.example.'];
    for (const [place, host] of many.entries()) await addPipeline(one.database, `m${place + 1}`, host);
    await addPipeline(one.database, 'few', 'few.example');
    for (const name of ['m1', 'm2', 'm3', 'few']) await askForRun(one, name, 'schedule');
    const going = new Set<string>();
    const ended: string[] = [];
    const met: string[][] = [];
    const run = async (pipeline: string) => {
      going.add(pipeline);
      met.push([...going]);
      await untilHolds('few has begun', () => met.flat().includes('few'));
      await new Promise((resolve) => setTimeout(resolve, 200));
      going.delete(pipeline);
      ended.push(pipeline);
      return { ...good, beganAt: new Date() };
    };
    const workers = [startWorker(one, run), startWorker(other, run)];
    await untilHolds('all have ended', () => ended.length === 4);
    for (const worker of workers) await worker.stop();
    expect(met.map((together) => together.filter((name) => name !== 'few').length)).toEqual(
      met.map((together) => (together.every((name) => name === 'few') ? 0 : 1)),
    );
    expect(ended.sort()).toEqual(['few', 'm1', 'm2', 'm3']);
  });

  test('put back a run whose primary another one has, and take it when that has ended', async () => {
    const one = await member();
    await addPipeline(one.database, 'first', 'same.example');
    await addPipeline(one.database, 'second', 'www.same.example');
    // As a worker has taken it that looked in the same moment as others.
    await askForRun(one, 'first', 'schedule');
    const [taken] = await one.boss.fetch<{ pipeline: string }>(RUNS, { includeMetadata: true });
    if (taken === undefined) throw new Error('There is no job to take.');
    expect(await claimPrimary(one, taken)).toBe(true);
    await askForRun(one, 'second', 'schedule');
    const [other] = await one.boss.fetch<{ pipeline: string }>(RUNS, { includeMetadata: true });
    if (other === undefined) throw new Error('There is no second job to take.');
    const ran: string[] = [];
    const run = async (pipeline: string) => {
      ran.push(pipeline);
      return { ...good, beganAt: new Date() };
    };
    const handled = {
      ...one,
      name: 'worker',
      run,
      say: () => {},
      concurrency: 1,
      signal: new AbortController().signal,
    };
    // As the engine gives it to a worker; one that was fetched by hand has no signal.
    const given = { ...other, signal: handled.signal };
    await handle({ options: handled, stopping: handled.signal, end: () => {}, left: new Map() }, given);
    expect(ran).toEqual([]);

    await endRun(one, taken, { ...good, beganAt: new Date() }, 'worker');
    const worker = startWorker(one, run);
    await untilHolds('it has run', () => ran.includes('second'));
    await worker.stop();
  });

  test('note a run whose pipeline is taken away while it goes on, and begin none after it', async () => {
    const one = await member();
    await addPipeline(one.database, 'leaving');
    const { began, run } = gatedRuns();
    const worker = startWorker(one, run);
    await askForRun(one, 'leaving', 'person');
    await untilHolds('the run begins', () => began.length === 1);
    await askForRun(one, 'leaving', 'person');
    await removePipeline(one, 'leaving', { who: 'ann@office', reason: 'left' });
    began[0]?.end();
    await untilHolds('it is told', () => worker.said.length > 0);
    await worker.stop();
    expect(worker.said).toEqual(['leaving: run 1 good']);
    const noted = await one.database.query(`SELECT pipeline, run, outcome FROM ${FLEET_SCHEMA}.last_run`);
    expect(noted).toEqual([{ pipeline: 'leaving', run: 1, outcome: 'good' }]);
    expect(await one.boss.findJobs(RUNS, { key: 'leaving', queued: true })).toEqual([]);
  });

  test('let a run that gives way end where its pipeline is taken away meanwhile', async () => {
    const one = await member();
    await addPipeline(one.database, 'leaving');
    await askForRun(one, 'leaving', 'schedule');
    const [job] = await one.boss.fetch<{ pipeline: string }>(RUNS, { includeMetadata: true });
    if (job === undefined) throw new Error('There is no job to take.');
    await removePipeline(one, 'leaving', { who: 'ann@office', reason: 'left' });
    await giveWay(one, job);
    expect(await one.boss.findJobs(RUNS, { key: 'leaving' })).toEqual([]);
  });

  test.each(['is put back', 'goes on after a stop'] as const)(
    'lose no run that %s though the engine has no job to give for it: it is wanted once more',
    async (what) => {
      const one = await member();
      await addPipeline(one.database, 'nothing');
      await askForRun(one, 'nothing', 'schedule');
      const [job] = await one.boss.fetch<{ pipeline: string }>(RUNS, { includeMetadata: true });
      if (job === undefined) throw new Error('There is no job to take.');
      const boss = new Proxy(one.boss, {
        get(target, name) {
          if (name === 'send') return async () => null;
          const own: unknown = Reflect.get(target, name);
          return typeof own === 'function' ? own.bind(target) : own;
        },
      });
      const stingy = { database: one.database, boss };
      if (what === 'is put back') await giveWay(stingy, job);
      else await endRun(stingy, job, { ...good, outcome: 'stopped', goesOn: { afterSeconds: 0 }, beganAt: new Date() }, 'w'); // biome-ignore format: one line
      expect(await one.boss.findJobs(RUNS, { key: 'nothing', queued: true })).toEqual([]);
      await sendAllAskedAgain(one);
      expect(await one.boss.findJobs(RUNS, { key: 'nothing', queued: true })).toMatchObject([{ state: 'created' }]);
    },
  );

  test('that are stopped give what they have begun to another one', async () => {
    const [one, other] = [await member(), await member()];
    await addPipeline(one.database, 'handed');
    const stopped = startWorker(one, async (_, signal) => {
      const beganAt = new Date();
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve());
      });
      return { ...good, outcome: 'stopped', goesOn: { afterSeconds: 0 }, beganAt };
    });
    await askForRun(one, 'handed', 'person');
    await untilHolds('it has been taken', async () => {
      const [row] = await one.database.query(
        `SELECT count(*) AS n FROM neto_consolidator_jobs.job WHERE singleton_key = 'handed' AND state = 'active'`,
      );
      return Number(row?.['n']) === 1;
    });
    await stopped.stop();
    const going = startWorker(other, async () => ({ ...good, run: 2, beganAt: new Date() }));
    await untilHolds('another one has ended it', () => going.said.length > 0);
    await going.stop();
    expect(going.said).toEqual(['handed: run 2 good']);
  });

  test.each(['paused', 'removed'] as const)(
    'begin no run of a pipeline that was %s while its run went on, which failed then',
    async (state) => {
      const one = await member();
      await addPipeline(one.database, 'halted');
      let runs = 0;
      const worker = startWorker(one, async (pipeline) => {
        runs += 1;
        const deed = { who: 'ann@desk', reason: 'they enter orders by hand' };
        await (state === 'paused' ? pausePipeline : removePipeline)(one, pipeline, deed);
        throw new ConsolidatorError('store-unreachable', 'The store does not answer.');
      });
      await askForRun(one, 'halted', 'person');
      const jobs = () => one.boss.findJobs(RUNS, { key: 'halted' });
      await untilHolds('it failed', async () => (await jobs())[0]?.state === 'retry');
      // As if the pause after which it is tried again were over.
      await one.database.query(
        `UPDATE neto_consolidator_jobs.job SET start_after = now() WHERE singleton_key = 'halted'`,
      );
      await untilHolds('it was taken again', async () => runs > 1 || (await jobs()).length === 0);
      await worker.stop();
      expect(runs).toBe(1);
      expect(await jobs()).toEqual([]);
      expect(worker.said.at(-1)).toBe('halted: not begun, since it is paused or was taken away');
    },
  );

  test('lay aside at once what trying again does not mend, and a person starts it again', async () => {
    const one = await member();
    await addPipeline(one.database, 'broken');
    let isMended = false;
    const worker = startWorker(one, async () => {
      if (!isMended) throw new ConsolidatorError('config-invalid', 'broken.yaml:1:1: no');
      return { ...good, beganAt: new Date() };
    });
    await askForRun(one, 'broken', 'schedule');
    const dead = async () =>
      (await one.boss.findJobs<{ pipeline: string }>(DEAD)).filter(({ data }) => data.pipeline === 'broken');
    await untilHolds('it is laid aside', async () => (await dead()).length === 1);

    isMended = true;
    expect(await askForRun(one, 'broken', 'person')).toBe('queued');
    await untilHolds('it has run', () => worker.said.includes('broken: run 1 good'));
    expect(await dead()).toEqual([]);
    await worker.stop();
  });

  test('that lack a key leave the run to those that have it: it is no try, nothing is dead, and what is missing where is told', async () => {
    const [one, other] = [await member(), await member()];
    await addPipeline(one.database, 'keyless');
    let hasKey = false;
    const unable = startWorker(
      one,
      async () => {
        if (!hasKey) throw new ConsolidatorError('environment-missing', 'This process has no table of keys.');
        return { ...good, run: 1, beganAt: new Date() };
      },
      { name: 'without' },
    );
    await askForRun(one, 'keyless', 'person');
    const standing = async () => (await fleetStatus(other.database, null, 'keyless'))[0];
    await untilHolds('it is told', async () => (await standing())?.verdict === 'unable');
    expect(await standing()).toMatchObject({
      now: 'waits',
      lastRun: null,
      unableWorkers: [{ worker: 'without', lacks: 'This process has no table of keys.' }],
    });
    expect(unable.said).toEqual(['keyless: left to other workers: This process has no table of keys.']);
    const jobs = () =>
      one.database.query(`SELECT state, retry_count, priority FROM neto_consolidator_jobs.job WHERE name IN ($1, $2)`, [
        RUNS,
        DEAD,
      ]);
    expect(await jobs()).toEqual([{ state: 'created', retry_count: 0, priority: 10 }]);

    const able = startWorker(other, async () => ({ ...good, run: 2, beganAt: new Date() }), { name: 'with' });
    // As if the pause after which it is looked at again were over; the other one may have it once more before.
    await untilHolds('another worker has run it', async () => {
      await askForRun(other, 'keyless', 'person');
      return able.said.includes('keyless: run 2 good');
    });
    expect((await standing())?.verdict).toBe('good');
    await able.stop();

    hasKey = true;
    await untilHolds('it can run it itself', async () => {
      await askForRun(other, 'keyless', 'person');
      return unable.said.includes('keyless: run 1 good');
    });
    expect(await standing()).toMatchObject({ verdict: 'good', unableWorkers: [] });
    await unable.stop();
  });

  test('of which each leaves a pipeline again and again show it, though it ran before', async () => {
    const one = await member();
    await addPipeline(one.database, 'keyless');
    await askForRun(one, 'keyless', 'schedule');
    const worker = startWorker(one, async () => ({ ...good, beganAt: new Date() }));
    await untilHolds('it has run', () => worker.said.length === 1);
    await worker.stop();
    const verdict = async () => (await fleetStatus(one.database))[0]?.verdict;
    const lacks = { worker: 'w', lacks: 'no key' };
    await noteUnable(one.database, 'keyless', lacks);
    // Another one may have what it takes.
    expect(await verdict()).toBe('good');
    await one.database.query(`UPDATE ${FLEET_SCHEMA}.unable_worker SET since = since - interval '1 minute'`);
    await one.database.query(`UPDATE ${FLEET_SCHEMA}.last_run SET ended_at = ended_at - interval '1 hour'`);
    await noteUnable(one.database, 'keyless', lacks);
    expect(await verdict()).toBe('unable');
    // One that was killed says nothing any more.
    await one.database.query(`UPDATE ${FLEET_SCHEMA}.unable_worker SET seen_at = seen_at - interval '11 minutes'`);
    expect(await verdict()).toBe('good');
  });

  test('turn the moment of a cron line into a run', async () => {
    const one = await member();
    await addPipeline(one.database, 'timed');
    const worker = startWorker(one, async () => ({ ...good, beganAt: new Date() }));
    await one.boss.send(STARTS, { pipeline: 'timed' }, { singletonKey: 'timed' });
    await untilHolds('it has run', () => worker.said.includes('timed: run 1 good'));
    await worker.stop();
  });

  test('of an older version end before they take anything up', async () => {
    const one = await member();
    await addPipeline(one.database, 'newer');
    await one.database.query(`UPDATE ${FLEET_SCHEMA}.version SET version = version + 1`);
    let ran = 0;
    const worker = startWorker(one, async () => {
      ran += 1;
      return { ...good, beganAt: new Date() };
    });
    await askForRun(one, 'newer', 'person');
    let ended: unknown;
    worker.ended.catch((error: unknown) => {
      ended = error;
    });
    await untilHolds('it takes the run up, or ends', () => ran > 0 || ended !== undefined);
    await worker.stop().catch(() => {});
    expect(ended).toMatchObject({ code: 'ledger-newer' });
    expect(ran).toBe(0);
  });

  test('of an older version end in the middle of a run, before anything more is sent or noted', async () => {
    const one = await member();
    await addPipeline(one.database, 'midway');
    const outdated = new AbortController();
    const log = new SharedRequestLog(one.database, { onNewer: (error) => outdated.abort(error) });
    const sent: string[] = [];
    const refused: unknown[] = [];
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: isNewer, resolve: newer } = Promise.withResolvers<void>();
    const run = async (pipeline: string, signal: AbortSignal) => {
      const beganAt = new Date();
      (await log.reserve('store.example', 60)).done();
      sent.push(`${pipeline} before`);
      begin();
      await isNewer;
      // As a run goes on with the next write.
      await log.reserve('store.example', 60).then(
        () => sent.push(`${pipeline} after`),
        (error: unknown) => refused.push(error),
      );
      return { ...good, outcome: signal.aborted ? 'stopped' : 'good', beganAt };
    };
    const worker = startWorker(one, run, { outdated: outdated.signal });
    await askForRun(one, 'midway', 'person');
    await begun;
    await one.database.query(`UPDATE ${FLEET_SCHEMA}.version SET version = version + 1`);
    newer();
    await expect(worker.ended).rejects.toMatchObject({ code: 'ledger-newer' });
    expect(sent).toEqual(['midway before']);
    expect(refused).toMatchObject([{ code: 'ledger-newer' }]);
    expect(await one.database.query(`SELECT outcome FROM ${FLEET_SCHEMA}.last_run`)).toEqual([]);
    expect(await one.boss.findJobs(RUNS, { key: 'midway' })).toMatchObject([{ state: 'retry' }]);
  });

  test('of an older version end by themselves where a run sends nothing for a while', async () => {
    const one = await member();
    await addPipeline(one.database, 'waiting');
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const worker = startWorker(one, async (_, signal) => {
      const beganAt = new Date();
      begin();
      await once(signal, 'abort');
      return { ...good, outcome: 'stopped', goesOn: { afterSeconds: 0 }, beganAt };
    });
    await askForRun(one, 'waiting', 'person');
    await begun;
    await one.database.query(`UPDATE ${FLEET_SCHEMA}.version SET version = version + 1`);
    await expect(worker.ended).rejects.toMatchObject({ code: 'ledger-newer' });
  });

  test('whose ledger is of a newer version end, and leave the run to one of that version', async () => {
    const one = await member();
    await addPipeline(one.database, 'ahead');
    const worker = startWorker(one, async () => {
      throw new ConsolidatorError('ledger-newer', 'The ledger has schema version 99.');
    });
    await askForRun(one, 'ahead', 'person');
    await expect(worker.ended).rejects.toMatchObject({ code: 'ledger-newer' });
    expect(await one.boss.findJobs(RUNS, { key: 'ahead' })).toMatchObject([{ state: 'retry' }]);
    expect(await one.boss.findJobs(DEAD)).toEqual([]);
  });

  test('keep a run for as long as they are alive, however long it takes, and lose it once they are silent', async () => {
    const [one, other] = [await member(), await member()];
    await addPipeline(one.database, 'long');
    const { began, run } = gatedRuns();
    const worker = startWorker(one, run);
    await askForRun(one, 'long', 'person');
    await untilHolds('it begins', () => began.length === 1);
    const job = async () => (await one.boss.findJobs(RUNS, { key: 'long' }))[0];
    // As the engine does every now and then, now.
    const supervise = async () => {
      await one.database.query('UPDATE neto_consolidator_jobs.queue SET monitor_on = NULL, monitor_claim_on = NULL');
      await other.boss.supervise(RUNS);
    };
    for (const hours of [7, 30]) {
      await one.database.query(
        `UPDATE neto_consolidator_jobs.job SET started_on = now() - $1::interval WHERE singleton_key = 'long'`,
        [`${hours} hours`],
      );
      await supervise();
      expect(await job(), `${hours} hours`).toMatchObject({ state: 'active', retryCount: 0 });
    }
    await one.database.query(
      `UPDATE neto_consolidator_jobs.job SET heartbeat_on = now() - interval '11 seconds' WHERE singleton_key = 'long'`,
    );
    await supervise();
    expect(await job()).toMatchObject({ state: 'retry' });
    began[0]?.end();
    await untilHolds('it is said', () => worker.said.length > 0);
    expect(worker.said).toEqual(['long: another worker has taken this run over']);
    await worker.stop();
  });
});
