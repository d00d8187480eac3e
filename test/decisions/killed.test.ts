import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asSeen } from '../../src/decisions/as-seen.ts';
import { decide } from '../../src/decisions/decide.ts';
import { instantOfMilliseconds } from '../../src/model/time.ts';
import { DecisionQueue } from '../../src/session/decisions/queue.ts';
import type { QueuedDecision } from '../../src/session/decisions/queued-decision.ts';
import { takeIfFree } from '../../src/session/decisions/take-left.ts';
import { orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

/** More than there are steps in any of it. */
const BOUND = 400;
/** Each third step is tried: which ones, moves with every step that is added before them. */
const EVERY = 3;
/** Processes side by side. */
const AT_ONCE = 4;

const held = ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID, GrandTotal: '11.64' }));
const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };

/** A decision about each of the two orders. */
async function decisions(stores: TwoStores): Promise<readonly [QueuedDecision, QueuedDecision]> {
  const [first, second] = await Promise.all(held.map(({ OrderID }) => stores.find('orders', OrderID)));
  if (first == null || second == null) throw new Error('nothing is quarantined');
  const said = { version: 1, at: instantOfMilliseconds(Date.now()), by: 'Ann' } as const;
  return [
    {
      ...said,
      id: randomUUID(),
      request: { kind: 'accept', reason: 'rounded', records: [{ ...asSeen(first), left: [], said: [] }] },
    },
    { ...said, id: randomUUID(), request: { kind: 'drop', reason: 'a test', records: [asSeen(second)] } },
  ];
}

function child(what: string, folder: string, step: number): Promise<string> {
  const words = [what, join(folder, 'pipeline.yaml'), join(folder, 'decision.json'), String(step)];
  const env = { ...process.env, ...environment, NETO_CONSOLIDATOR_HOME: folder };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(import.meta.dirname, 'killed-child.ts'), ...words], { env }, (error, stdout) => {
      if (error === null) resolve(stdout.trim());
      else if (error.signal === 'SIGKILL') resolve('killed');
      else reject(error);
    });
  });
}

/** Each time on the same files: the process is killed at each of its steps in turn, and somebody looks at what is left. */
async function killedAtEach(stores: TwoStores, what: string, look: (folder: string) => Promise<void>): Promise<number> {
  // A ledger that is copied beside one that is still there would be refused.
  const from = `${stores.home}-${what}`;
  renameSync(stores.home, from);
  try {
    return await killedAtEachOf(from, what, look);
  } finally {
    rmSync(from, { recursive: true, force: true });
  }
}

async function killedAtEachOf(from: string, what: string, look: (folder: string) => Promise<void>): Promise<number> {
  for (let first = 1; first < BOUND; first += AT_ONCE * EVERY) {
    const ends = await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, place) => {
        const folder = `${from}-${first + place * EVERY}`;
        cpSync(from, folder, { recursive: true });
        try {
          const ended = await child(what, folder, first + place * EVERY);
          await look(folder);
          return ended;
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
    );
    const ended = ends.find((end) => end !== 'killed');
    if (ended !== undefined) return Number(ended);
  }
  throw new RangeError('it never ended');
}

async function said(folder: string, event: string): Promise<number> {
  const ledger = openLedger(join(folder, 'ledger.db'));
  try {
    const histories = await ledger.histories('west', 'orders', ['N100', 'N101']);
    return [...histories.values()].flat().filter((one) => one.event === event && one.who === 'Ann').length;
  } finally {
    await ledger.close();
  }
}

describe('whoever is killed at any step', () => {
  test('of deciding: the same decision, sent again, is done once', async () => {
    await withTwoStores({ orders: held }, async (stores) => {
      await stores.run();
      const [accept] = await decisions(stores);
      writeFileSync(join(stores.home, 'decision.json'), JSON.stringify(accept));
      const pipeline = await stores.pipeline();
      const steps = await killedAtEach(stores, 'decide', async (folder) => {
        const here = { ...pipeline, ledger: join(folder, 'ledger.db') };
        expect(await decide({ pipeline: here, home: folder, now: Date.now }, accept)).toMatchObject({
          kind: 'taken',
          records: [{ outcome: { kind: 'taken' } }],
          refusals: [],
        });
        expect(await said(folder, 'accepted')).toBe(1);
        expect(await new DecisionQueue(here).isEmpty()).toBe(true);
      });
      expect(steps).toBeGreaterThan(10);
    });
  }, 300_000);

  test('of taking what is queued: all of it is taken in the end, each once, and nothing is left', async () => {
    await withTwoStores({ orders: held }, async (stores) => {
      await stores.run();
      const pipeline = await stores.pipeline();
      const queue = new DecisionQueue(pipeline);
      for (const one of await decisions(stores)) {
        await queue.add(one);
        writeFileSync(join(stores.home, 'decision.json'), JSON.stringify(one));
      }
      const steps = await killedAtEach(stores, 'take', async (folder) => {
        const here = { ...pipeline, ledger: join(folder, 'ledger.db') };
        expect(await takeIfFree(here, { home: folder, now: Date.now })).toBe(true);
        expect([await said(folder, 'accepted'), await said(folder, 'skipped')]).toEqual([1, 1]);
        expect(readdirSync(`${here.ledger}.decisions`)).toEqual([]);
      });
      expect(steps).toBeGreaterThan(10);
    });
  }, 300_000);
});
