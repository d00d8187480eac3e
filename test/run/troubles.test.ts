import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { expectedOf } from '../fixtures/support.ts';
import { isLong } from '../support/many.ts';
import { expectIdentity, writtenBy } from './accounted.ts';
import { contentOf, type DatedStores, MINUTE, startDatedStores, writesTo } from './dated-stores.ts';
import { smallSeed } from './small-stores.ts';

let stores: DatedStores;
afterEach(() => stores?.close());

const small = { west: { seed: smallSeed('west', 8) }, south: { seed: smallSeed('south', 8) } };
const codes = ({ problems }: { problems: readonly { store: string; code: string }[] }) =>
  problems.map(({ store, code }) => `${store} ${code}`);
const wrongKey = { environment: { WEST_STORE_KEY: 'no-such-key' } };

describe('a first run', () => {
  test.runIf(isLong)(
    'of more than 200 orders stops before it writes anything, and says how many there are',
    async () => {
      stores = await startDatedStores();
      const before = contentOf(stores.main);
      const run = await stores.run({ yes: false });
      expect(codes(run).sort()).toEqual(['south first-run-unconfirmed', 'west first-run-unconfirmed']);
      expect(run.problems[0]?.message).toMatch(/create \d{3} orders .*--yes/);
      expect([run.status, writesTo(stores.main)]).toEqual(['failed', 0]);
      expect(contentOf(stores.main)).toEqual(before);
      expectIdentity(run);

      const confirmed = await stores.run();
      expect(confirmed.stores['west']?.orders?.created).toBe(expectedOf('west').orders.copied);
    },
    60_000,
  );

  test('of one store does not keep the others from being copied', async () => {
    stores = await startDatedStores({ west: { seed: smallSeed('west', 8) } });
    const run = await stores.run({ yes: false });
    expect(codes(run)).toEqual(['south first-run-unconfirmed']);
    expect(run.stores['west']?.orders?.created).toBeGreaterThan(0);
    expect(run.stores['south']?.orders?.created).toBe(0);
    expect(stores.main.orders().filter(({ OrderID }) => OrderID.startsWith('S'))).toEqual([]);
  }, 60_000);

  test('of fewer goes on unasked', async () => {
    stores = await startDatedStores(small);
    expect(codes(await stores.run({ yes: false }))).toEqual([]);
  });
});

describe('one store that fails', () => {
  test.each(['is down', 'answers with a login page'])(
    'because it %s does not keep the others from being copied',
    async (how) => {
      stores = await startDatedStores(small);
      if (how === 'is down') await stores.west.close();
      else stores.west.faults.next = () => ({ kind: 'html' });
      const run = await stores.run();
      expect(run.status).toBe('failed');
      expect(codes(run)).toEqual([how === 'is down' ? 'west store-unreachable' : 'west html-answer']);
      expectIdentity(run);
      expect(run.stores['south']?.orders?.created).toBeGreaterThan(20);
      expect(stores.main.orders().some(({ OrderID }) => OrderID.startsWith('W'))).toBe(false);
    },
    60_000,
  );

  test('because its key is wrong is asked once, not a thousand times', async () => {
    stores = await startDatedStores(small);
    const run = await stores.run({ pipeline: await stores.pipeline(wrongKey.environment) });
    expect(codes(run)).toEqual(['west key-refused']);
    expect(stores.west.requests.length).toBeLessThanOrEqual(2);
    expect(run.stores['south']?.orders?.created).toBeGreaterThan(20);
  });
});

describe('a primary that fails', () => {
  test('because its key is wrong ends the run early, and nothing is read from the others', async () => {
    stores = await startDatedStores(small);
    const run = await stores.run({ pipeline: await stores.pipeline({ MAIN_STORE_KEY: 'no-such-key' }) });
    expect([run.status, ...codes(run)]).toEqual(['failed', 'primary key-refused']);
    expect(stores.main.requests.length).toBeLessThanOrEqual(2);
    expect(stores.west.requests.length).toBe(0);
  });

  test('because its key may not see orders any more stops before all copies look absent', async () => {
    stores = await startDatedStores(small);
    await stores.run();
    const writes = writesTo(stores.main);
    stores.later(15 * MINUTE);
    stores.main.switches.orderRights = false;
    stores.west.panel.addOrder({
      OrderID: 'N5001',
      DateInvoiced: '2026-11-19',
      BillLastName: 'Shopper',
      Username: 'shopper',
      OrderLine: [{ SKU: 'X', Quantity: 1, UnitPrice: '11.00' }],
    });
    stores.later(MINUTE);
    const run = await stores.run();
    expect(codes(run)).toEqual(['primary reads-nothing']);
    expect(writesTo(stores.main)).toBe(writes);
  });
});

describe('a store that shows no orders', () => {
  test.each(['a key without rights', 'an empty store'])('is an error, be it %s', async (why) => {
    const west = why === 'an empty store' ? { ...smallSeed('west', 8), orders: [] } : smallSeed('west', 8);
    stores = await startDatedStores({ ...small, west: { seed: west } });
    if (why !== 'an empty store') stores.west.switches.orderRights = false;
    const run = await stores.run();
    expect([run.status, ...codes(run)]).toEqual(['failed', 'west reads-nothing']);
    expect(run.stores['south']?.orders?.created).toBeGreaterThan(20);
  });

  test('is none where it is allowed', async () => {
    stores = await startDatedStores({ ...small, west: { seed: { ...smallSeed('west', 8), orders: [] } } });
    expect(codes(await stores.run({ allowEmpty: true }))).toEqual([]);
  });

  test('is an error too when its key loses its rights later', async () => {
    stores = await startDatedStores(small);
    await stores.run();
    stores.west.switches.orderRights = false;
    stores.later(15 * MINUTE);
    const run = await stores.run();
    expect(codes(run)).toEqual(['west reads-nothing']);
    expect(writtenBy(run)).toBe(0);
  });
});

describe('a ledger that is not this pipeline’s own', () => {
  test('because it belongs to another pipeline is refused', async () => {
    stores = await startDatedStores(small);
    await stores.run({ narrowing: { limit: 1 } });
    const pipeline = { ...(await stores.pipeline()), name: 'another' };
    await expect(stores.run({ pipeline })).rejects.toMatchObject({ code: 'ledger-of-another-pipeline' });
  });

  test('because a store has another host is refused', async () => {
    stores = await startDatedStores(small);
    await stores.run({ narrowing: { limit: 1 } });
    const { secondaries, ...rest } = await stores.pipeline();
    const moved: Pipeline = {
      ...rest,
      secondaries: secondaries.map((store) => (store.name === 'west' ? { ...store, host: 'elsewhere:1' } : store)),
    };
    await expect(stores.run({ pipeline: moved })).rejects.toMatchObject({
      code: 'ledger-of-another-pipeline',
      message: expect.stringContaining('"west"'),
    });
  });

  test('because it is no SQLite file is refused, and left as it is', async () => {
    stores = await startDatedStores(small);
    const pipeline = { ...(await stores.pipeline()), ledger: `${stores.folder}/notes.txt` };
    writeFileSync(pipeline.ledger, 'These are notes, and no ledger at all.\n'.repeat(40));
    await expect(stores.run({ pipeline })).rejects.toMatchObject({ code: 'ledger-not-ours' });
    expect(stores.main.requests).toEqual([]);
  });

  test('because another installation made the copies stops the run, until it takes over', async () => {
    stores = await startDatedStores(small);
    await stores.run({ narrowing: { stores: ['west'], limit: 3 } });
    const pipeline = { ...(await stores.pipeline()), ledger: `${stores.folder}/second.db` };
    const orders = stores.main.orders().length;
    const stopped = await stores.run({ pipeline, narrowing: { stores: ['west'], limit: 3 } });
    expect(codes(stopped)).toEqual(['primary ledger-of-another-installation']);
    expect(stores.main.orders()).toHaveLength(orders);

    const taken = await stores.run({ pipeline, takeOver: true, narrowing: { stores: ['west'], limit: 3 } });
    expect(codes(taken)).toEqual([]);
    expect(stores.main.orders()).toHaveLength(orders);
  });
});
