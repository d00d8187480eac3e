import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asSeen } from '../../src/decisions/as-seen.ts';
import { type Decided, decide } from '../../src/decisions/decide.ts';
import type { EntityName } from '../../src/model/entities.ts';
import { instantOfMilliseconds } from '../../src/model/time.ts';
import { DecisionQueue } from '../../src/session/decisions/queue.ts';
import type { DecisionRequest } from '../../src/session/decisions/queued-decision.ts';
import { pipelineLockFile, takeLock } from '../../src/session/lock.ts';
import { executeHere } from '../cli/execute-here.ts';
import { asleepAt } from '../rules/support/asleep-at.ts';
import { primaryThat, refusingOutright } from '../rules/support/between-primary.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

/** 64 cents more than its lines come to: quarantined, and copied with what these come to once a person has said so. */
const held = orderSeed({ OrderID: 'N100', GrandTotal: '11.64' });
const plain = orderSeed({ OrderID: 'N200', OrderLine: [{ SKU: 'BOOK', Quantity: 1, UnitPrice: '20.00' }] });
const later = (OrderID: string) => ({ ...plain, OrderID });

async function seen(stores: TwoStores, entity: EntityName, sourceId: string) {
  const record = await stores.find(entity, sourceId);
  if (record === null) throw new Error(`no ${entity} ${sourceId}`);
  return asSeen(record);
}

async function say(stores: TwoStores, request: DecisionRequest, id: string = randomUUID()): Promise<Decided> {
  const pipeline = await stores.pipeline();
  return decide({ pipeline, home: stores.home, now: Date.now }, { id, by: 'Ann', request });
}

async function accepting(stores: TwoStores): Promise<DecisionRequest> {
  const record = { ...(await seen(stores, 'orders', 'N100')), left: [], said: [] };
  return { kind: 'accept', reason: 'rounded at the till', records: [record] };
}

async function dropping(stores: TwoStores): Promise<DecisionRequest> {
  return { kind: 'drop', reason: 'a test order', records: [await seen(stores, 'orders', 'N100')] };
}

async function events(stores: TwoStores, sourceId = 'N100') {
  const ledger = openLedger(stores.ledgerFile);
  try {
    const history = await ledger.history({ store: 'west', entity: 'orders', sourceId });
    return history.map(({ event, who }) => (who === undefined ? event : `${event} by ${who}`));
  } finally {
    await ledger.close();
  }
}

/** Somebody holds the pipeline while this goes on. */
async function whileHeld<T>(stores: TwoStores, during: () => Promise<T>): Promise<T> {
  const lock = takeLock(pipelineLockFile(await stores.pipeline()), 'the pipeline');
  try {
    return await during();
  } finally {
    lock.release();
  }
}

const queueOf = async (stores: TwoStores) => new DecisionQueue(await stores.pipeline());

describe('a decision', () => {
  test('is taken at once where nobody holds the ledger, and the audit says whose it is', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      expect(await say(stores, await dropping(stores))).toMatchObject({
        kind: 'taken',
        records: [{ outcome: { kind: 'taken', answer: 'done' } }],
      });
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped', reason: 'dropped' });
      expect((await events(stores)).at(-1)).toBe('skipped by Ann');
      expect(await (await queueOf(stores)).isEmpty()).toBe(true);
    });
  });

  test('while somebody else holds the ledger waits on disk for its owner alone, and goes first when it is free', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const request = await dropping(stores);
      expect(await whileHeld(stores, () => say(stores, request))).toEqual({ kind: 'queued', why: 'run' });
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined' });
      const folder = `${stores.ledgerFile}.decisions`;
      const [file = ''] = readdirSync(folder);
      expect([statSync(folder).mode & 0o777, statSync(join(folder, file)).mode & 0o777]).toEqual([0o700, 0o600]);
      const text = readFileSync(join(folder, file), 'utf8');
      for (const personal of ['Jane', 'Smith', 'jsmith', 'example.com']) expect(text).not.toContain(personal);
      expect(heldIn(await stores.run())).toEqual([]);
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped', reason: 'dropped' });
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('that is sent twice, or is killed before its file is gone, is done once', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const request = await accepting(stores);
      const id = randomUUID();
      const queue = await queueOf(stores);
      await whileHeld(stores, async () => {
        await say(stores, request, id);
        await say(stores, request, id);
      });
      const [waiting] = await queue.list();
      expect(await queue.list()).toHaveLength(1);
      await stores.run();
      // As a process leaves it that is killed right after the ledger has it.
      if (waiting !== undefined) await queue.add(waiting);
      await stores.run();
      expect(await say(stores, request, id)).toMatchObject({
        kind: 'taken',
        records: [{ outcome: { kind: 'taken' } }],
      });
      expect((await events(stores)).filter((event) => event.startsWith('accepted'))).toEqual(['accepted by Ann']);
      expect(await queue.refused()).toEqual([]);
      expect(stores.main.orders().map(({ OrderID }) => OrderID)).toEqual(['W100']);
    });
  });

  test('that comes several times in one moment, as by a double click, waits once, and none of them is refused', async () => {
    const stores = { ledger: join(mkdtempSync(join(tmpdir(), 'queue-')), 'ledger.db') };
    onTestFinished(() => rmSync(dirname(stores.ledger), { recursive: true }));
    const queue = new DecisionQueue(stores);
    const request: DecisionRequest = { kind: 'own', reason: 'sold here', targetId: 'W100' };
    const decision = { version: 1 as const, id: randomUUID(), at: instantOfMilliseconds(0), by: 'Ann', request };
    const came = await Promise.allSettled(Array.from({ length: 100 }, () => queue.add(decision)));
    expect(came.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await queue.list()).toEqual([decision]);
  });

  test('of two persons about one record is the first one, and the second is told why not', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const [accept, drop] = [await accepting(stores), await dropping(stores)];
      await whileHeld(stores, async () => {
        await say(stores, drop);
        await say(stores, accept);
      });
      await stores.run();
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped', reason: 'dropped' });
      const [refused] = await (await queueOf(stores)).refused();
      expect(refused).toMatchObject({ by: 'Ann', kind: 'accept', refusals: [{ sourceId: 'N100' }] });
      expect(refused?.refusals[0]?.message).toBe(
        'west order N100 was not accepted, since it is not as you saw it any more: it has been left out meanwhile (dropped). Look at it again: that can be taken back.',
      );
      expect(stores.main.orders()).toEqual([]);
    });
  });

  test('about a record that has changed in its store since is not forced', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const request = await accepting(stores);
      stores.west.panel.changeOrder('N100', { GrandTotal: '12.64' });
      await stores.run();
      expect(await say(stores, request)).toMatchObject({
        kind: 'taken',
        records: [{ outcome: { kind: 'refused', why: 'changed' } }],
      });
      await stores.run();
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined' });
      expect(stores.main.orders()).toEqual([]);
    });
  });

  test('that is no decision is refused in words, and leaves nothing behind', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const request = { ...(await dropping(stores)), reason: '' } as DecisionRequest;
      await expect(say(stores, request)).rejects.toMatchObject({ code: 'usage' });
      expect(existsSync(`${stores.ledgerFile}.decisions`)).toBe(false);
    });
  });

  test('that somebody has written there themselves is put aside, and stops no run', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const request = await dropping(stores);
      await whileHeld(stores, () => say(stores, request));
      writeFileSync(join(`${stores.ledgerFile}.decisions`, `00000000-${randomUUID()}.json`), '{"version":1');
      expect((await stores.run()).status).toBe('good');
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped' });
    });
  });
});

describe('while a run goes on, a decision', () => {
  const many = Array.from({ length: 150 }, (_, index) => later(`N${index + 200}`));

  /** Decided while the first batch of a run is written. @returns what the audit knew of it by its end, and how it ended */
  async function meanwhile(stores: TwoStores, request: DecisionRequest) {
    let said: Decided | undefined;
    let known: string[] = [];
    const between = asleepAt('AddOrder', async () => {
      said = await say(stores, request);
    });
    const summary = await stores.run({
      between,
      // The last moment before it takes what has come after the last batch.
      inspect: async () => {
        known = await events(stores);
      },
    });
    expect(said).toEqual({ kind: 'queued', why: 'run' });
    return { known, summary };
  }

  test('is queued, taken by that run between two batches, and in the books to the cent after the next one', async () => {
    await withTwoStores({ orders: [held, ...many] }, async (stores) => {
      await stores.run({ narrowing: { orders: ['N100'] } });
      const { known, summary } = await meanwhile(stores, await accepting(stores));
      expect(known.at(-1)).toBe('accepted by Ann');
      expect(summary.status).toBe('good');
      expect((await stores.run()).status).toBe('good');
      const copy = stores.main.orders().find(({ OrderID }) => OrderID === 'W100');
      expect(copy?.GrandTotal).toBe('11.00');
    });
  });

  test('to try again what the primary has refused has it copied by that very run, once', async () => {
    const fine = orderSeed({ OrderID: 'N100' });
    await withTwoStores({ orders: [fine] }, async (stores) => {
      const refusing = primaryThat({ AddOrder: refusingOutright('Die Artikelnummer MUG ist UNGÜLTIG') });
      expect(heldIn(await stores.run({ between: refusing }))).toEqual(['orders N100: refused']);
      // Without the stamp of when they were changed, it is now.
      for (const { DateUpdated: _, ...one } of many) stores.west.panel.addOrder(one);
      const records = [await seen(stores, 'orders', 'N100')];
      const { known, summary } = await meanwhile(stores, { kind: 'retry', reason: 'mended', another: false, records });
      expect(known.at(-1)).toBe('loaded');
      expect(known.filter((event) => event.startsWith('retry'))).toEqual(['retry by Ann']);
      expect(summary.status).toBe('good');
      expect(summary.stores['west']?.orders).toMatchObject({ read: 151, created: 151, quarantined: 0, pending: 0 });
      expect(stores.main.orders().filter(({ OrderID }) => OrderID === 'W100')).toHaveLength(1);
    });
  });

  test('by a command is queued, says so plainly, and ends with 0', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const { file } = await stores.pipeline();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
      const words = ['quarantine', 'drop', file, 'N100', '--reason', 'a test order'];
      const ended = await whileHeld(stores, () =>
        executeHere(words, { folder: stores.home, home: stores.home, environment }),
      );
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toContain('Queued: a run goes on now');
      await stores.run();
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped' });
    });
  });

  test('that comes after the last batch is taken before that run lets go of the ledger', async () => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const request = await dropping(stores);
      await stores.run({
        inspect: async () => {
          expect((await say(stores, request)).kind).toBe('queued');
        },
      });
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped', reason: 'dropped' });
    });
  });
});
