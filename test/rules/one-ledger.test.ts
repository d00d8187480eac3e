import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { keeperOf } from '../../src/ledger/open/keeper-of.ts';
import { claimLedger } from '../../src/operations/doctor/claim-ledger.ts';
import { rebuildMap } from '../../src/operations/doctor/rebuild-map.ts';
import { restoreLedger } from '../../src/operations/doctor/restore-ledger.ts';
import { ExportDestination } from '../../src/operations/export/export-destination.ts';
import { undoRun } from '../../src/operations/undo/undo-run.ts';
import type { Between, RunOptions } from '../../src/run/options.ts';
import { impatience } from '../support/impatience.ts';
import { asleepAt } from './support/asleep-at.ts';
import { asMadeBefore } from './support/former-ledger.ts';
import { fresh } from './support/fresh-order.ts';
import { copyToOtherMachine, type Machine } from './support/other-machine.ts';
import { orderSeed, startTwoStores, type TwoStores } from './support/two-stores.ts';

let stores: TwoStores;
afterEach(() => stores?.close());

const start = async (setting: Parameters<typeof startTwoStores>[0] = {}) => {
  stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N100' })], ...setting });
  expect((await stores.run()).status).toBe('good');
};

const sells = (id: string) => stores.west.panel.addOrder(fresh(id));
const writes = () => stores.main.requests.filter(({ write }) => write).length;
const copies = () => stores.main.orders().flatMap(({ OrderID }) => (OrderID.startsWith('W') ? [OrderID] : []));

/** How a run ended: its status, and the codes of its problems and differences. */
async function run(options: Partial<RunOptions> = {}): Promise<string> {
  const { status, problems, differences } = await stores.run(options);
  return [
    status,
    ...problems.map(({ code }) => code),
    ...differences.map(({ kind, targetId }) => `${kind} ${targetId}`),
  ].join(' ');
}

/** Runs and expects that nothing is written. */
async function stopped(options: Partial<RunOptions> = {}): Promise<string> {
  const before = writes();
  const end = await run(options);
  expect(writes()).toBe(before);
  return end;
}

const claim = ({ pipeline, home }: Machine, why: 'moved' | 'restored') =>
  claimLedger(pipeline, { why, home, now: Date.now });
const here = async (): Promise<Machine> => ({ pipeline: await stores.pipeline(), home: stores.home });
const restored = async () => claim(await here(), 'restored');

describe('one ledger on two machines', () => {
  test('is stopped on the second one before its first write, and in a plan, once the first has made a copy', async () => {
    await start();
    const other = await copyToOtherMachine(stores);
    sells('N101');
    expect(await run()).toBe('good');
    sells('N102');
    expect(await stopped({ ...other, simulate: true })).toBe('failed ledger-in-use-elsewhere');
    expect(await stopped(other)).toBe('failed ledger-in-use-elsewhere');
    expect(await run()).toBe('good');
    expect(copies()).toEqual(['W100', 'W101', 'W102']);
  });

  test('is stopped within five minutes where both have begun', async () => {
    let now = Date.parse('2026-07-12T00:00:00Z');
    await start({ clock: () => now });
    const other = await copyToOtherMachine(stores);
    for (const id of ['N101', 'N102', 'N103']) sells(id);
    // The other one has looked, and goes to sleep before its first write.
    const between = asleepAt('AddOrder', async () => {
      expect(await run()).toBe('good');
      now += 6 * 60_000;
      sells('N104');
    });
    expect(await run({ ...other, between })).toMatch(/^failed ledger-in-use-elsewhere/);
    expect(copies()).toEqual(['W100', 'W101', 'W102', 'W103']);
  });

  test('is told from one that made all of them itself without reading what it knows of many copies at once', async () => {
    const orders = Array.from({ length: 205 }, (_, number) => orderSeed({ OrderID: `N${1000 + number}` }));
    await start({ orders });
    sells('N101');
    const asked: number[] = [];
    const between: Between = {
      ...impatience,
      ledger: (ledger) =>
        Object.assign(Object.create(ledger) as Ledger, {
          standingUnder: (...[entity, ids]: Parameters<Ledger['standingUnder']>) => {
            if (entity === 'orders') asked.push(ids.length);
            return ledger.standingUnder(entity, ids);
          },
        }),
    };
    expect(await run({ between })).toBe('good');
    expect(asked).toEqual(expect.arrayContaining([200, orders.length - 200]));
  });

  test('that book a payment in the same moment: the close of the one that is last finds it doubled, though it made the copy itself', async () => {
    await start();
    const other = await copyToOtherMachine(stores);
    stores.west.panel.addOrder(fresh('N101'));
    stores.west.panel.addPayment({
      OrderID: 'N101',
      AmountPaid: '11.00',
      PaymentMethodName: 'Cash',
      DatePaid: '2026-07-11 01:00:00',
    });
    expect(await inOneMoment(other, 'AddPayment')).toEqual(['good', 'differences doubled west:1']);
    expect(stores.main.payments().map(({ OrderID }) => OrderID)).toEqual(['W101', 'W101']);
  });

  test.each([
    ['as they were sent', {}],
    ['with notes that have lost their spaces', { InternalNotes: [{ how: 'spaces-lost' }] }],
  ] as const)(
    'that enter a return in the same moment: the close of the one that is last finds it doubled, references shown %s',
    async (_, references) => {
      const entities = ['products', 'customers', 'orders', 'payments', 'rmas'];
      await start({
        rules: { entities, rma: { staff: 'anna', warehouse: 'Virtual' } },
        main: { staff: ['anna'] },
        primarySwitches: { references: references as Switches['references'] },
      });
      const other = await copyToOtherMachine(stores);
      stores.west.panel.addOrder(fresh('N101'));
      const { RmaID } = stores.west.panel.addRma({
        OrderID: 'N101',
        DateIssued: '2026-07-12',
        RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
        Refund: [
          { RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' },
        ],
      });
      expect(await inOneMoment(other, 'AddRma')).toEqual(['good', `differences doubled west:${RmaID}`]);
      expect(stores.main.rmas()).toHaveLength(2);
    },
  );
});

/**
 * Both have looked before either has written, and both are about to send this when the other one sends it.
 * @returns how theirs ended, and how ours did
 */
async function inOneMoment(other: Machine, action: string): Promise<string[]> {
  const [theyHaveLooked, weHaveLooked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const theirs = run({
    ...other,
    between: asleepAt('AddOrder', () => {
      theyHaveLooked.resolve();
      return weHaveLooked.promise;
    }),
  });
  await theyHaveLooked.promise;
  const ours = await run({
    between: asleepAt(action, async () => {
      weHaveLooked.resolve();
      await theirs;
    }),
  });
  return [await theirs, ours];
}

describe('a ledger that was moved', () => {
  test('supersedes the one that stayed, from its own first copy on', async () => {
    await start();
    const other = await copyToOtherMachine(stores);
    await claim(other, 'moved');
    sells('N101');
    expect(await run(other)).toBe('good');
    sells('N102');
    expect(await stopped()).toBe('failed ledger-superseded');
    const before = writes();
    await expect(undoRun({ ...(await here()), run: 1 })).rejects.toMatchObject({ code: 'ledger-superseded' });
    expect(writes()).toBe(before);
    expect(await run(other)).toBe('good');
    expect(copies()).toEqual(['W100', 'W101', 'W102']);
  });

  // A copy that the one before began is finished under its number by the later one, and bears the later generation.
  test.each(['N101', 'N102'])(
    'supersedes the one that stayed, also where it has finished %s under the number of before',
    async (finished) => {
      await start();
      const other = await copyToOtherMachine(stores);
      await claim(other, 'moved');
      for (const id of ['N101', 'N102']) sells(id);
      expect(await run(other)).toBe('good');
      // What was begun before the claim bears the note of then.
      const notes = (id: string) =>
        stores.main.orders().find(({ OrderID }) => OrderID === id)?.InternalOrderNotes ?? '';
      const copy = finished.replace('N', 'W');
      expect(notes(copy)).not.toBe(notes('W100').replace('N100', finished));
      stores.main.panel.changeOrder(copy, { InternalOrderNotes: notes('W100').replace('N100', finished) });
      sells('N103');
      expect(await stopped()).toBe('failed ledger-superseded');
    },
  );

  test('and back goes on here, and stops the other', async () => {
    await start();
    const other = await copyToOtherMachine(stores);
    await claim(other, 'moved');
    sells('N101');
    await run(other);
    // As the message advises.
    await restored();
    sells('N102');
    expect(await run()).toBe('good');
    sells('N103');
    expect(await stopped(other)).toBe('failed ledger-superseded');
  });

  test('and finds that what it is to add is there already, made by a later one, stops too', async () => {
    await start();
    const other = await copyToOtherMachine(stores);
    await claim(other, 'moved');
    sells('N101');
    await run(other);
    for (const { OrderID } of stores.main.orders()) stores.main.panel.changeOrder(OrderID, { SalesChannel: 'Website' });
    expect(await stopped()).toMatch(/^failed ledger-superseded/);
  });
});

describe('a ledger that was put back', () => {
  test('by `doctor --restore`, once and again, goes on and copies nothing twice; the one before is superseded', async () => {
    await start();
    const backup = join(stores.home, 'backup.db');
    const { pipeline, home } = await here();
    await keeperOf(pipeline).backUpTo(backup, '');
    sells('N101');
    await run();
    const before = await copyToOtherMachine(stores);
    for (const id of ['N102', 'N103']) {
      await restoreLedger(pipeline, { from: backup, home, now: Date.now });
      sells(id);
      expect(await run()).toBe('good');
    }
    expect(copies()).toEqual(['W100', 'W101', 'W102', 'W103']);
    sells('N104');
    expect(await stopped(before)).toBe('failed ledger-superseded');
  });

  test('by hand is stopped before it writes, until a person says so', async () => {
    await start();
    const backup = join(stores.home, 'backup.db');
    await keeperOf(await stores.pipeline()).backUpTo(backup, '');
    sells('N101');
    await run();
    for (const part of ['-wal', '-shm']) rmSync(stores.ledgerFile + part, { force: true });
    copyFileSync(backup, stores.ledgerFile);
    sells('N102');
    expect(await stopped()).toBe('failed ledger-behind');
    await restored();
    expect(await run()).toBe('good');
    expect(copies()).toEqual(['W100', 'W101', 'W102']);
  });

  test('by hand goes on by itself where no copy was made since', async () => {
    await start();
    const backup = join(stores.home, 'backup.db');
    await keeperOf(await stores.pipeline()).backUpTo(backup, '');
    await run();
    copyFileSync(backup, stores.ledgerFile);
    sells('N101');
    expect(await run()).toBe('good');
  });
});

test('a ledger that was rebuilt supersedes the one that was thought lost', async () => {
  await start();
  const lost = await copyToOtherMachine(stores);
  await rebuildMap({ ...(await here()), now: Date.now });
  sells('N101');
  expect(await run()).toBe('good');
  sells('N102');
  expect(await stopped(lost)).toBe('failed ledger-superseded');
});

test('a ledger that takes over supersedes the one whose copies it took', async () => {
  await start();
  const first = await copyToOtherMachine(stores);
  await claim(first, 'moved');
  sells('N101');
  await run(first);
  for (const part of ['', '-wal', '-shm']) rmSync(stores.ledgerFile + part, { force: true });
  expect(await stopped()).toBe('failed ledger-of-another-installation');
  sells('N102');
  expect(await run({ takeOver: true })).toBe('good');
  sells('N103');
  expect(await stopped({ ...first, narrowing: { orders: ['N103'] } })).toBe('failed ledger-superseded');
  expect(await stopped(first)).toMatch(/^failed ledger-/);
  expect(await run()).toBe('good');
  expect(copies()).toEqual(['W100', 'W101', 'W102', 'W103']);
});

describe('of the version before, whose copies name no generation', () => {
  test('a ledger goes on with its own copies, also when their orders change', async () => {
    await start();
    asMadeBefore(stores);
    sells('N101');
    stores.west.panel.changeOrder('N100', { InternalOrderNotes: 'ring first' });
    expect(await run()).toBe('good');
    expect(stores.main.order('W100')?.InternalOrderNotes).toMatch(/installation \w+\n.*ring first/s);
    await restored();
    stores.west.panel.changeOrder('N101', { InternalOrderNotes: 'ring twice' });
    expect(await run()).toBe('good');
    expect(stores.main.order('W101')?.InternalOrderNotes).toMatch(/generation 1, store .*\n.*ring twice/s);
  });

  test('a second ledger, on a machine that was not updated, is noticed', async () => {
    await start();
    const other = await copyToOtherMachine(stores);
    sells('N101');
    expect(await run(other)).toBe('good');
    asMadeBefore(stores);
    sells('N102');
    expect(await stopped()).toBe('failed ledger-in-use-elsewhere');
  });
});

test('what was exported as a file, and imported, is no sign of another ledger', async () => {
  await start();
  sells('N101');
  const destination = new ExportDestination();
  await run({ destination });
  const [note = ''] = destination.drafts().orders.map(({ draft }) => draft.internalNotes);
  expect(note).toMatch(/^Copied from west N101 .*by a file/);
  stores.main.panel.addOrder(fresh('W101', { InternalOrderNotes: note, SalesChannel: 'west' }));
  sells('N102');
  expect(await run()).not.toContain('ledger');
});
