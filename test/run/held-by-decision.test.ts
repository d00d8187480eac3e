import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asSeen } from '../../src/decisions/as-seen.ts';
import { decide } from '../../src/decisions/decide.ts';
import { pipelineJob } from '../../src/schedule/pipeline-job.ts';
import { pipelineLockFile, takeLock, takeLockSoon } from '../../src/session/lock.ts';
import { primaryLockFile } from '../../src/session/state-home.ts';
import { type ByHand, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { impatience } from '../support/impatience.ts';

const orders = [orderSeed({ OrderID: 'N100', GrandTotal: '11.64' }), orderSeed({ OrderID: 'N101' })];

/** Another process holds a lock for a decision, and lets go of it once somebody has met it. */
async function whileHeld<T>(file: string, meet: (holder: ChildProcess) => Promise<T>): Promise<T> {
  const holder = spawn(process.execPath, [join(import.meta.dirname, 'lock-child.ts'), file, 'decision'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(holder, 'exit');
  try {
    await once(holder.stdout, 'data');
    return await meet(holder);
  } finally {
    if (holder.exitCode === null) holder.kill('SIGKILL');
    await ended;
  }
}

/** What begins while the other process holds the lock, which lets go only when this has been refused once. */
async function meeting<T>(file: string, begin: () => Promise<T>): Promise<T> {
  return whileHeld(file, async (holder) => {
    const result = begin();
    // Longer than any look takes: who does not wait has ended by then.
    const early = await Promise.race([
      result.then(
        () => 'ended',
        () => 'ended',
      ),
      new Promise((resolve) => setTimeout(resolve, 1500)).then(() => 'waits'),
    ]);
    holder.stdin?.write('let go\n');
    expect(early).toBe('waits');
    return result;
  });
}

const withRuns = (use: (stores: ByHand) => Promise<void>) =>
  withHands({ orders }, async (stores) => {
    await stores.run();
    await use(stores);
  });

describe('while another process holds the pipeline for a decision', () => {
  test.each(['the pipeline', 'its primary'])('and so %s, a run waits for it, and then goes on', (which) =>
    withRuns(async (stores) => {
      const pipeline = await stores.pipeline();
      const file =
        which === 'the pipeline' ? pipelineLockFile(pipeline) : primaryLockFile(stores.home, pipeline.primary.host);
      const { code, stdout } = await meeting(file, () => stores.command('run', '<pipeline>'));
      expect([code, stdout]).toEqual([3, expect.stringContaining('N100')]);
    }),
  );

  test('a run that the schedule begins waits for it, and then goes on', () =>
    withRuns(async (stores) => {
      const pipeline = { ...(await stores.pipeline()), schedule: '* * * * *' };
      const job = pipelineJob({ pipeline, read: async () => pipeline, home: stores.home, between: impatience });
      const outcome = await meeting(pipelineLockFile(pipeline), () => job.run(new AbortController().signal));
      expect(outcome).toMatch(/^run 2 /);
    }));

  test('another decision waits for it, and is taken, not queued', () =>
    withRuns(async (stores) => {
      const pipeline = await stores.pipeline();
      const record = await stores.find('orders', 'N100');
      if (record === null) throw new Error('nothing is quarantined');
      const request = { kind: 'drop', reason: 'a test order', records: [asSeen(record)] } as const;
      const said = { id: randomUUID(), by: 'Ann', request: { ...request, records: [...request.records] } };
      const deciding = { pipeline, home: stores.home, now: Date.now };
      const decided = await meeting(pipelineLockFile(pipeline), () => decide(deciding, said));
      expect(decided).toMatchObject({ kind: 'taken', refusals: [] });
    }));

  test('that does not end, it is waited for ten seconds, as the sentence says, and not longer', () =>
    withRuns(async (stores) => {
      const file = pipelineLockFile(await stores.pipeline());
      let now = 0;
      const clock = {
        now: () => now,
        sleep: async (milliseconds: number) => {
          now += milliseconds;
        },
      };
      await whileHeld(file, async ({ pid }) => {
        await expect(takeLockSoon(file, 'the pipeline rules', { clock })).rejects.toMatchObject({
          code: 'pipeline-locked',
          message: `A decision has held the pipeline rules for more than 10 seconds (process ${pid}), and was waited for. Try again once it has ended; nothing was done.`,
        });
      });
      expect(now).toBeGreaterThanOrEqual(10_000);
      expect(now).toBeLessThan(10_200);
    }));

  test('and not a run in another container, whose process nobody sees here, which is not waited for', () =>
    withRuns(async (stores) => {
      const file = pipelineLockFile(await stores.pipeline());
      const held = takeLock(file, 'the pipeline rules');
      // More than any process has.
      writeFileSync(`${file}.pid`, '99999999\n');
      let now = 0;
      const clock = {
        now: () => now,
        sleep: async (milliseconds: number) => {
          now += milliseconds;
        },
      };
      await expect(takeLockSoon(file, 'the pipeline rules', { clock })).rejects.toMatchObject({
        code: 'pipeline-locked',
        message: expect.stringContaining('Another run holds'),
      });
      held.release();
      expect(now).toBeLessThan(500);
    }));

  test('who waits can be stopped', () =>
    withRuns(async (stores) => {
      const file = pipelineLockFile(await stores.pipeline());
      await whileHeld(file, async () => {
        const stopping = new AbortController();
        const waiting = takeLockSoon(file, 'the pipeline rules', { signal: stopping.signal });
        stopping.abort();
        await expect(waiting).rejects.toMatchObject({ code: 'stopped' });
      });
    }));
});
