import { randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asSeen } from '../../src/decisions/as-seen.ts';
import { decide } from '../../src/decisions/decide.ts';
import { instantOfMilliseconds } from '../../src/model/time.ts';
import { hashOf } from '../../src/serve/access/secrets.ts';
import { decisionsFolder } from '../../src/session/decisions/folder-shelf.ts';
import { DecisionQueue } from '../../src/session/decisions/queue.ts';
import type { QueuedDecision } from '../../src/session/decisions/queued-decision.ts';
import { pipelineLockFile, takeLock } from '../../src/session/lock.ts';
import { type StartedProgram, startProgram } from '../cli/program.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { environment, type Form, personWith } from '../serve/support/deciding.ts';
import { logIn, reached, words } from '../serve/support/served.ts';
import { openLedger } from '../support/open-ledger.ts';
import { type Moment, moments } from './killed-at.ts';

const held = ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID, GrandTotal: '11.64' }));
/** More than one batch. */
const many = Array.from({ length: 40 }, (_, index) => orderSeed({ OrderID: `N${index + 300}` }));

/** The whole program in a process of its own, which is killed in that moment. */
async function killedIn(
  stores: TwoStores,
  moment: Moment,
  given: readonly string[],
  meanwhile: (started: StartedProgram) => Promise<unknown> = async () => undefined,
): Promise<void> {
  await stores.pipeline();
  const started = startProgram(given, {
    folder: stores.home,
    environment: {
      ...environment,
      NETO_CONSOLIDATOR_HOME: stores.home,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'killed-at.ts')}`,
      KILLED_AT: moment,
    },
  });
  try {
    await meanwhile(started);
    expect((await started.ended).signal).toBe('SIGKILL');
  } finally {
    if (started.process.exitCode === null) started.process.kill('SIGKILL');
    await started.ended;
  }
}

async function decisionsOf(stores: TwoStores): Promise<QueuedDecision[]> {
  const [first, second] = await Promise.all(held.map(({ OrderID }) => stores.find('orders', OrderID)));
  if (first == null || second == null) throw new Error('nothing is quarantined');
  const said = { version: 1, at: instantOfMilliseconds(Date.now()), by: 'dora' } as const;
  const accepted = [{ ...asSeen(first), left: [], said: [] }];
  return [
    { ...said, id: randomUUID(), request: { kind: 'accept', reason: 'rounded', records: accepted } },
    { ...said, id: randomUUID(), request: { kind: 'drop', reason: 'a test', records: [asSeen(second)] } },
  ];
}

/** What people have decided, as the audit has it: each once. */
async function saidOf(stores: TwoStores): Promise<string[]> {
  const ledger = openLedger(stores.ledgerFile);
  try {
    const histories = await ledger.histories('west', 'orders', ['N100', 'N101']);
    return [...histories.values()].flat().flatMap(({ who, event }) => (who === 'dora' ? [event] : []));
  } finally {
    await ledger.close();
  }
}

/** The copies of the orders that were decided about, and how many there are in all, each once. */
function copiesOf({ main }: TwoStores): { readonly decided: readonly unknown[]; readonly all: number } {
  const ids = main.orders().map(({ OrderID }) => OrderID);
  expect(new Set(ids).size).toBe(ids.length);
  const decided = main.orders().filter(({ OrderID }) => OrderID === 'W100' || OrderID === 'W101');
  return { decided: decided.map(({ OrderID, GrandTotal }) => [OrderID, GrandTotal]), all: ids.length };
}

async function settleAll(stores: TwoStores): Promise<void> {
  // What was under way when the program died is looked for by more than one run; none takes a decision anew.
  for (let runs = 0; runs < 4; runs += 1) if (heldIn(await stores.run()).length === 0) break;
  await stores.run();
}

async function expectAllOnce(stores: TwoStores, orders: number): Promise<void> {
  expect((await saidOf(stores)).sort()).toEqual(['accepted', 'skipped']);
  const pipeline = await stores.pipeline();
  expect(readdirSync(decisionsFolder(pipeline))).toEqual([]);
  expect(await new DecisionQueue(pipeline).refused()).toEqual([]);
  expect(copiesOf(stores)).toEqual({ decided: [['W100', '11.00']], all: orders });
}

const ofRuns = moments.filter((moment) => moment !== 'written');

describe('a whole run that is killed when decisions are', () => {
  test.each(ofRuns)('%s, having waited since before it began: each is taken once by the next', (moment) =>
    withTwoStores({ orders: held }, async (stores) => {
      await stores.run();
      const queue = new DecisionQueue(await stores.pipeline());
      for (const one of await decisionsOf(stores)) await queue.add(one);
      await killedIn(stores, moment, ['run', 'pipeline.yaml']);
      await settleAll(stores);
      await expectAllOnce(stores, 1);
    }),
  );

  test.each(ofRuns)(
    '%s, which came while it wrote: each is taken once by the next, and each order is copied once',
    (moment) =>
      withTwoStores({ orders: held }, async (stores) => {
        await stores.run();
        for (const { DateUpdated: _, ...one } of many) stores.west.panel.addOrder(one);
        const pipeline = await stores.pipeline();
        const both = await decisionsOf(stores);
        let added: Promise<unknown> | undefined;
        stores.main.faults.next = ({ action }) => {
          if (action !== 'AddOrder' || added !== undefined) return undefined;
          added = Promise.all(both.map((one) => new DecisionQueue(pipeline).add(one)));
          // Nothing between two batches is looked for before the answer.
          return { kind: 'late', milliseconds: 500 };
        };
        await killedIn(stores, moment, ['run', 'pipeline.yaml', '--yes']);
        stores.main.faults.next = undefined;
        expect(added).toBeDefined();
        await added;
        await settleAll(stores);
        await expectAllOnce(stores, many.length + 1);
      }),
  );
});

describe('a whole serve that is killed when a decision by its page is', () => {
  async function served(
    stores: TwoStores,
    moment: Moment,
    use: (yes: Form, send: () => Promise<unknown>) => Promise<unknown>,
  ) {
    const line = `dora decide sha256:${hashOf(words.decider)}\n`;
    writeFileSync(join(stores.home, 'tokens'), line, { mode: 0o600 });
    await killedIn(stores, moment, ['serve', 'pipeline.yaml', '--no-open', '--tokens', 'tokens'], async (started) => {
      const url = await new Promise<string>((resolve) => {
        started.process.stdout?.on('data', (bytes) => {
          const found = /http:\S+/.exec(String(bytes))?.[0];
          if (found !== undefined) resolve(found);
        });
      });
      const page = {
        ready: Promise.resolve(),
        url,
        port: Number(new URL(url).port),
        openingFile: undefined,
        close: async () => undefined,
      };
      const there = reached(page, { home: stores.home, notes: [] });
      const dora = personWith(there, await logIn(there, words.decider));
      const { yes } = await dora.look(await dora.formOf('N100', 'accept'), { reason: 'rounded' });
      // The browser hears nothing any more.
      await use(yes, () => dora.send(yes).catch(() => undefined));
    });
    return line;
  }

  test.each(moments)('%s: it is done once by the next run, also where the person sends it again', (moment) =>
    withTwoStores({ orders: held.slice(0, 1) }, async (stores) => {
      await stores.run();
      const [accept] = await decisionsOf({ ...stores, find: async () => stores.find('orders', 'N100') });
      let id = '';
      await served(stores, moment, async ({ fields }, send) => {
        id = fields['decision'] ?? '';
        await send();
      });
      await settleAll(stores);
      expect(await saidOf(stores)).toEqual(['accepted']);
      expect(copiesOf(stores)).toEqual({ decided: [['W100', '11.00']], all: 1 });
      if (accept === undefined) throw new Error('nothing was decided');
      const deciding = { pipeline: await stores.pipeline(), home: stores.home, now: Date.now };
      await decide(deciding, { ...accept, id });
      expect(await saidOf(stores)).toEqual(['accepted']);
      expect(readdirSync(decisionsFolder(deciding.pipeline))).toEqual([]);
    }),
  );

  test('written while a run holds the pipeline: it waits, and the next run takes it', () =>
    withTwoStores({ orders: held.slice(0, 1) }, async (stores) => {
      await stores.run();
      const lock = takeLock(pipelineLockFile(await stores.pipeline()), 'the pipeline');
      await served(stores, 'written', (_, send) => send()).finally(() => lock.release());
      expect(await saidOf(stores)).toEqual([]);
      await settleAll(stores);
      expect(await saidOf(stores)).toEqual(['accepted']);
      expect(readdirSync(decisionsFolder(await stores.pipeline()))).toEqual([]);
    }));
});
