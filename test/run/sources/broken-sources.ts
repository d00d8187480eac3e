import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { StagedRecord, StagePage } from '../../../src/ledger/record.ts';
import { decimal } from '../../../src/model/money.ts';
import type { Instant } from '../../../src/model/time.ts';
import type { Source } from '../../../src/session/source/source.ts';
import type { StoreRun } from '../../../src/session/store-run.ts';
import type { CheckName } from './conformance.ts';
import type { Ground, Opened, Spoil } from './ground.ts';
import { withMethods } from './with-methods.ts';

type Open = Ground['open'];

/** Sources with one fault each, and the check that has to notice it. */
export const brokenSources: Readonly<Record<string, readonly [CheckName, (ground: Ground) => Open]>> = {
  'leaves a record out': [
    'all that its store has comes, and each record once',
    spoiled(pages((page) => [{ ...page, records: page.records.slice(1) }])),
  ],
  'brings a record twice': [
    'all that its store has comes, and each record once',
    spoiled(pages((page) => [page, page])),
  ],
  'makes two records of one': [
    'all that its store has comes, and each record once',
    spoiled(records((record) => [record, { ...record, sourceId: `${record.sourceId} again` }])),
  ],
  'brings another amount': [
    'what comes is what its store has',
    spoiled(records((record) => [{ ...record, payload: record.payload.replace('"49.5"', '"49.4"') }])),
  ],
  'takes what it has read for changed': [
    'a second reading brings nothing else',
    spoiled(records((record) => [{ ...record, hash: `${record.hash} ${Math.random()}` }])),
  ],
  'reads more than a run wants': [
    'some orders are read, and no others, where a run wants these alone',
    (ground) => (how) => ground.open({ ...how, narrowing: {} }),
  ],
  'makes up an order': ['orders are told by their ids, and none is made up', spoiled(answers(anOrderTooMuch))],
  'takes everybody for one account': [
    'a customer or product is told where it is known, and by the order alone where it is not',
    spoiled(answers(allForOne)),
  ],
  'keeps to itself what it cannot read': [
    'a record that cannot be read is quarantined by itself, and all others come',
    spoiled(records((record) => (record.held === undefined ? [record] : []))),
  ],
  'guesses a rate of GST': [
    'what it does not tell is left open, and why it is not asked is said',
    spoiled(answers(() => ({ settings: async () => ({ currency: 'AUD', gstPercent: decimal('15') }) }))),
  ],
  'says nothing of its trouble': [
    'a store that cannot be read is an error, and moves no watermark',
    reading(async ({ read }) => {
      await read().catch(() => {});
    }),
  ],
  'moves its watermark before it has read': [
    'a store that cannot be read is an error, and moves no watermark',
    reading(async ({ read, ledger, context }) => {
      await ledger.completeWindow(context.run, 'west', 'orders', '2026-07-20T00:00:00Z' as Instant);
      await read();
    }),
  ],
  'does not stop': [
    'a run that was stopped stages nothing more, and moves no watermark',
    (ground) =>
      ({ signal: _, ...how } = {}) =>
        ground.open(how),
  ],
  writes: [
    'nothing of it writes',
    (ground) =>
      reading(async ({ read }) => {
        await read();
        await ground.leaveTrace();
      })(ground),
  ],
};

function spoiled(spoil: Spoil): (ground: Ground) => Open {
  return (ground) => (how) => ground.open({ ...how, spoil });
}

/** What goes into the ledger is altered on its way. */
function pages(alter: (page: StagePage) => readonly StagePage[]): Spoil {
  return (store, ledger) => {
    const stagePage = async (page: StagePage): Promise<void> => {
      for (const one of alter(page)) await ledger.stagePage(one);
    };
    return { store, ledger: withMethods<Ledger>(ledger, { stagePage }) };
  };
}

function records(alter: (record: StagedRecord) => readonly StagedRecord[]): Spoil {
  return pages((page) => [{ ...page, records: page.records.flatMap(alter) }]);
}

/** Some questions are answered otherwise. */
function answers(others: (source: Source) => Partial<Source>): Spoil {
  return (store, ledger) => {
    const source = withMethods<Source>(store.source, others(store.source));
    return { store: { ...store, source } as StoreRun, ledger };
  };
}

function anOrderTooMuch(source: Source): Partial<Source> {
  return {
    async orders(ids, options) {
      const orders = await source.orders(ids, options);
      return [...orders, ...orders.map((order) => ({ ...order, id: 'N999' }))];
    },
  };
}

function allForOne(source: Source): Partial<Source> {
  return {
    buyers: (buyers, options) =>
      source.buyers(
        buyers.map((one) => ({ ...one, username: 'user-1' })),
        options,
      ),
  };
}

function reading(read: (opened: Opened) => Promise<void>): (ground: Ground) => Open {
  return (ground) => async (how) => {
    const opened = await ground.open(how);
    return withMethods<Opened>(opened, { read: () => read(opened) });
  };
}
