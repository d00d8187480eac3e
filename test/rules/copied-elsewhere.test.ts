import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { adoptIntoLedger } from '../../src/operations/adopt/open-adoption.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { impatience } from '../support/impatience.ts';
import { openLedger } from '../support/open-ledger.ts';
import { asMadeBefore } from './support/former-ledger.ts';
import { fresh } from './support/fresh-order.ts';
import { heldIn, orderSeed, startTwoStores, type TwoStores } from './support/two-stores.ts';

let stores: TwoStores;
afterEach(() => stores?.close());

const start = async (setting: Parameters<typeof startTwoStores>[0] = {}) => {
  stores = await startTwoStores({ orders: ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID })), ...setting });
};

async function run(options: Partial<RunOptions> = {}) {
  const summary = await stores.run(options);
  const codes = summary.problems.map(({ code }) => code);
  return { end: [summary.status, ...codes].join(' '), held: heldIn(summary), summary };
}

/** The same pipeline with a ledger of its own, and changes to its secondary. */
async function second(changes: {
  readonly name?: string;
  readonly prefix?: Record<string, string>;
}): Promise<Pipeline> {
  const { secondaries, ...rest } = await stores.pipeline();
  const folder = mkdtempSync(join(stores.home, 'second-'));
  return {
    ...rest,
    ledger: join(folder, 'ledger.db'),
    secondaries: secondaries.map((store) => ({ ...store, ...changes })),
  };
}

const copies = () => stores.main.orders().flatMap(({ OrderID }) => (/^[WX]/.test(OrderID) ? [OrderID] : []));
const writes = () => stores.main.requests.filter(({ write }) => write).length;

test('a store that is called otherwise in the pipeline file is refused before anything is asked, and the old name works', async () => {
  await start();
  await run();
  const [asked, pipeline] = [stores.main.requests.length, await stores.pipeline()];
  const secondaries = pipeline.secondaries.map((store) => ({ ...store, name: 'western' }));
  await expect(stores.run({ pipeline: { ...pipeline, secondaries } })).rejects.toMatchObject({
    code: 'store-renamed',
    message: expect.stringContaining('Call it "west" again'),
  });
  expect(stores.main.requests).toHaveLength(asked);
  expect((await run()).end).toBe('good');
});

describe.each([
  ['another prefix', { prefix: { N: 'X' } }],
  ['another name and another prefix', { name: 'western', prefix: { N: 'X' } }],
])('a second ledger, for the same store under %s', (_, changes) => {
  test('copies nothing again that says whose copy it is, and goes on with what is new', async () => {
    await start();
    await run();
    const pipeline = await second(changes);
    stores.west.panel.addOrder(fresh('N102'));
    const planned = await run({ pipeline, simulate: true });
    expect(planned.held).toEqual(['orders N100: copied-under-another-id', 'orders N101: copied-under-another-id']);
    const { end, held } = await run({ pipeline });
    expect([end, held]).toEqual(['open', planned.held]);
    expect(copies()).toEqual(['W100', 'W101', 'X102']);
  });

  test('takes them into its map by `adopt`, as the message says, and follows them', async () => {
    await start();
    await run();
    const pipeline = await second(changes);
    await run({ pipeline });
    const { adopted } = await adoptIntoLedger({ pipeline, home: stores.home });
    expect(Object.values(adopted)).toEqual([{ orders: 2, payments: 0 }]);
    stores.west.panel.changeOrder('N100', { InternalOrderNotes: 'ring first' });
    const { end, held } = await run({ pipeline });
    expect([end, held]).toEqual(['good', []]);
    expect(stores.main.order('W100')?.InternalOrderNotes).toContain('ring first');
    expect(copies()).toEqual(['W100', 'W101']);
  });
});

test('a copy under another number that was cancelled, as the message says, keeps nothing from being copied', async () => {
  await start();
  await run();
  const pipeline = await second({ prefix: { N: 'X' } });
  await run({ pipeline });
  stores.main.panel.changeOrder('W100', { OrderStatus: 'Cancelled' });
  const retry = async (ledger: Ledger) => {
    const own = await ledger.beginRun({ narrowed: true });
    for (const sourceId of ['N100', 'N101']) await ledger.retry(own, { store: 'west', entity: 'orders', sourceId });
  };
  await ledgerThat(retry, pipeline.ledger);
  const { held } = await run({ pipeline });
  expect(held).toEqual(['orders N101: copied-under-another-id']);
  expect(copies()).toEqual(['W100', 'W101', 'X100']);
});

test('by its lines’ references alone, where notes say nothing, it is told as well', async () => {
  await start();
  await run();
  for (const id of copies()) stores.main.panel.changeOrder(id, { InternalOrderNotes: '' });
  const { held } = await run({ pipeline: await second({ prefix: { N: 'X' } }) });
  expect(held).toHaveLength(2);
});

test('a second ledger that begins while the first goes on: what either copied is not copied by the other', async () => {
  await start();
  await run();
  const pipeline = await second({ prefix: { N: 'X' } });
  stores.west.panel.addOrder(fresh('N102'));
  await run({ pipeline });
  stores.west.panel.addOrder(fresh('N103'));
  await run({ pipeline });
  // The first one's look, before its first write, finds what the second has copied since.
  stores.west.panel.addOrder(fresh('N104'));
  await run({ narrowing: { orders: ['N104'] } });
  const { held } = await run();
  expect(held).toEqual(['orders N102: copied-under-another-id', 'orders N103: copied-under-another-id']);
});

test('the primary is searched once for a store, and again when its prefixes change', async () => {
  await start();
  let listings = 0;
  const store: NonNullable<RunOptions['between']>['store'] = (client) =>
    new Proxy(client, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        if (name !== 'request') return value.bind(object);
        return (...call: Parameters<typeof client.request>) => {
          const body = JSON.stringify(call[1]);
          if (/"OrderLine.ExternalOrderReference"/.test(body) && /"DateUpdatedFrom"/.test(body)) listings += 1;
          return object.request(...call);
        };
      },
    });
  const listedBy = async (options: Partial<RunOptions> = {}) => {
    listings = 0;
    await run({ between: { ...impatience, store }, ...options });
    return listings;
  };
  // A few of them try things first: they search, but all is compared only by a whole run.
  expect(await listedBy({ narrowing: { limit: 1 } })).toBeGreaterThan(0);
  expect(await listedBy()).toBeGreaterThan(0);
  expect(await listedBy()).toBe(0);
  const { secondaries, ...rest } = await stores.pipeline();
  const prefix = { N: 'W', SFX: 'X' };
  const pipeline = { ...rest, secondaries: secondaries.map((one) => ({ ...one, prefix })) };
  expect(await listedBy({ pipeline })).toBeGreaterThan(0);
  expect(await listedBy({ pipeline })).toBe(0);
});

test('a store that an earlier version copied from goes on under its prefixes without a search', async () => {
  await start();
  await run();
  asMadeBefore(stores);
  const { searches } = await ledgerThat((ledger) => ledger.searches('west').then((all) => ({ searches: all })));
  expect(searches).toMatchObject([{ prefixes: '*' }]);
  await run();
  const after = await ledgerThat((ledger) => ledger.searches('west'));
  expect(after.map(({ whole, from }) => [whole, from])).toEqual([
    [true, ''],
    [true, '2026-07-01'],
  ]);
});

async function ledgerThat<T>(look: (ledger: Ledger) => Promise<T>, file = stores.ledgerFile): Promise<T> {
  const ledger = openLedger(file);
  try {
    return await look(ledger);
  } finally {
    await ledger.close();
  }
}

describe('orders that another recipe has copied under numbers of its own, without a word of where they came from', () => {
  const DAYS = Array.from({ length: 14 }, (_, day) => `2026-07-${String(day + 6).padStart(2, '0')}`);
  /** Two a day for two full weeks. */
  const many = DAYS.flatMap((day, index) =>
    [0, 1].map(
      (more): OrderSeed =>
        orderSeed({
          OrderID: `N${100 + 2 * index + more}`,
          DatePlaced: `${day} 02:00:00`,
          DateUpdated: `${day} 03:00:00`,
          DateInvoiced: day,
          Username: `shopper${index % 5}`,
          Email: `shopper${index % 5}@example.com`,
          OrderLine: [{ SKU: 'MUG', Quantity: 1 + index, UnitPrice: '11.00' }],
        }),
    ),
  );
  const clock = () => Date.parse('2026-07-22T00:00:00Z');
  const byAnother = (orders: readonly OrderSeed[]): OrderSeed[] =>
    orders.map((order) => ({ ...order, OrderID: order.OrderID.replace('N', 'OLD'), Email: '' }));
  const settingOf = (copied: readonly OrderSeed[]) => ({ orders: many, clock, main: { orders: byAnother(copied) } });

  test('stop the store, and nothing of it is written; a plan says so too', async () => {
    await start(settingOf(many));
    const before = writes();
    expect((await run({ simulate: true })).end).toBe('failed copied-by-another-recipe');
    const { end, summary } = await run();
    expect(end).toBe('failed copied-by-another-recipe');
    expect(summary.problems[0]?.message).toMatch(/28 orders of west .*OLD100 for N100.*`adopt`.*--not-copied-yet west/);
    expect(writes()).toBe(before);
  });

  test('are taken over as the message says: with the prefix that they have, by `adopt`', async () => {
    await start(settingOf(many));
    await run();
    const { secondaries, ...rest } = await stores.pipeline();
    const pipeline = { ...rest, secondaries: secondaries.map((store) => ({ ...store, prefix: { N: 'OLD' } })) };
    await adoptIntoLedger({ pipeline, home: stores.home });
    const before = stores.main.orders().length;
    expect((await run({ pipeline })).end).toBe('good');
    expect(stores.main.orders()).toHaveLength(before);
  });

  test('are copied where a person says that they are none, and are not asked about again', async () => {
    await start(settingOf(many));
    expect((await run({ notCopiedYet: ['west'] })).end).toBe('good');
    expect(copies()).toHaveLength(28);
    stores.west.panel.addOrder(fresh('N900'));
    expect((await run()).end).toBe('good');
  });

  test.each([
    ['fewer than twenty', many.slice(0, 19)],
    ['less than four fifths of every full week', many.filter((_, index) => index % 4 !== 3)],
  ])('do not stop it where they are %s', async (_, copied) => {
    await start(settingOf(copied));
    expect((await run()).end).toBe('good');
    expect(copies()).toHaveLength(28);
  });

  test('of other people, on the same days and with the same totals, are none', async () => {
    const others = many.map((order) => ({ ...order, Username: `other-${order.Username}` }));
    await start(settingOf(others));
    expect((await run()).end).toBe('good');
  });
});
