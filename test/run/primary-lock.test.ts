import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { takeLock } from '../../src/session/lock.ts';
import { Resources } from '../../src/session/resources.ts';
import { primaryLockFile } from '../../src/session/state-home.ts';
import { takeLocks } from '../../src/session/take-locks.ts';
import { asleepAt } from '../rules/support/asleep-at.ts';
import { type Feeder, withFeedingStores } from '../rules/support/feeding-stores.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

test('while another pipeline writes to the same primary, a run ends at once and has written nothing', async () => {
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async (stores) => {
    const { primary } = await stores.pipeline();
    const others = takeLock(primaryLockFile(stores.home, primary.host), 'another pipeline');
    try {
      const end = await stores.run().then(
        ({ status }) => status,
        (error: unknown) => (error instanceof ConsolidatorError ? error.code : error),
      );
      expect(end).toBe('pipeline-locked');
      expect(stores.main.requests).toEqual([]);
    } finally {
      others.release();
    }
    expect((await stores.run()).status).toBe('good');
  });
});

test('a primary that another pipeline calls without www., or with it, is the same one', async () => {
  await withTwoStores({}, async (stores) => {
    const pipeline = await stores.pipeline();
    const calling = (name: string, host: string) => ({
      ...{ ...pipeline, name, ledger: join(stores.home, `${name}.db`) },
      primary: { ...pipeline.primary, host },
    });
    for (const [host, other] of [
      ['www.main.example', 'main.example'],
      ['main.example', 'www.main.example'],
    ] as const) {
      const [first, second] = [new Resources(), new Resources()];
      await takeLocks(calling('one', host), stores.home, first);
      const taken = takeLocks(calling('two', other), stores.home, second);
      await expect.soft(taken).rejects.toMatchObject({ code: 'pipeline-locked' });
      await second.close();
      await first.close();
    }
  });
});

test('of two pipelines, each with a ledger and a store of its own, one writes at a time; both are good one after the other', async () => {
  const items = [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }];
  const feeder = (name: string): Feeder => ({
    name,
    seed: { items, orders: [orderSeed({ OrderID: 'N100' })] },
    rules: { customers: { policy: 'house', house: { username: `${name}_house`, email: 'house@example.com' } } },
  });
  await withFeedingStores({ primary: { items }, feeders: [feeder('west'), feeder('south')] }, async (stores) => {
    const whole = await stores.pipeline();
    const only = (name: string) => ({
      ...whole,
      name,
      ledger: join(stores.folder, `${name}.db`),
      secondaries: whole.secondaries.filter((one) => one.name === name),
    });
    const between = asleepAt('AddOrder', async () => {
      const asked = stores.primary.requests.length;
      await expect.soft(stores.run({ pipeline: only('south') })).rejects.toMatchObject({
        code: 'pipeline-locked',
        message: expect.stringContaining('the primary'),
      });
      expect.soft(stores.primary.requests).toHaveLength(asked);
    });
    const ends = [];
    for (const options of [
      { pipeline: only('west'), between },
      { pipeline: only('south') },
      { pipeline: only('west') },
    ]) {
      const { status, problems } = await stores.run(options);
      ends.push([status, ...problems]);
    }
    expect(ends).toEqual([['good'], ['good'], ['good']]);
    expect(stores.primary.orders().map(({ OrderID }) => OrderID)).toEqual(['W100', 'S100']);
  });
});
