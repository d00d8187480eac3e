import type { EntityName } from '../../model/entities.ts';
import { quarantineReasons } from '../../model/reasons.ts';
import type { LocalDate } from '../../model/time.ts';
import { Turns } from '../../model/turns.ts';
import type { Ledger } from '../ledger.ts';
import type { FinancialRecord, LedgerRecord } from '../record.ts';
import type { RecordFilter, RecordQuery } from '../storage/record-query.ts';
import type { LedgerStorage } from '../storage/storage.ts';
import { DROPPED } from '../transitions/what-can-be-done.ts';
import { foldCase } from './fold-case.ts';
import { allQuarantined, quarantinedPage } from './quarantined-page.ts';
import { filtersOf, nameOf } from './record-names.ts';
import { financialOf, summedOf, viewOf } from './view.ts';

type Found = Pick<
  Ledger,
  | 'staged'
  | 'stagedOf'
  | 'stagedEntities'
  | 'stagedCount'
  | 'known'
  | 'find'
  | 'findAll'
  | 'findByTarget'
  | 'findByTargets'
  | 'standingUnder'
  | 'quarantined'
  | 'quarantinedPage'
  | 'givenBack'
  | 'withContent'
  | 'named'
  | 'recentIds'
  | 'idsToReadAgain'
  | 'idsMarkedToRead'
  | 'copiesNotRead'
  | 'readSince'
  | 'copies'
  | 'copiedDays'
  | 'hasCopies'
  | 'belongingTo'
  | 'belongingToEach'
  | 'linkedByHand'
  | 'droppedNaming'
  | 'acceptedUnseen'
  | 'ordersNotFullyPaid'
  | 'changeStamps'
  | 'financialRecords'
  | 'financialCopies'
  | 'daySums'
>;

/** So many records at a time, where all are gone through. */
const PAGE = 500;

export function findRecords(storage: LedgerStorage): Found {
  const views = async (query: RecordQuery): Promise<LedgerRecord[]> =>
    (await storage.records(query)).map(({ value }) => viewOf(value));
  const one = (filter: RecordFilter): Promise<LedgerRecord[]> => views({ anyOf: [filter] });
  return {
    staged: (store, entity, limit, after = '') =>
      views({ anyOf: [{ store, entity, states: ['staged'] }], limit, after }),
    stagedOf: (store, entity, parents) => one({ store, entity, parents, states: ['staged'] }),
    stagedEntities: async (store) => new Set(await storage.entitiesIn(store, 'staged')),
    stagedCount: (store, entity) =>
      storage.count({ anyOf: [{ store, states: ['staged'], ...(entity === undefined ? {} : { entity }) }] }),
    withContent: () => views({ anyOf: [{ content: 'whole' }, { states: ['quarantined', 'skipped'] }] }),
    async known(store, entity, sourceIds) {
      const records = await one({ store, entity, sourceIds });
      return new Map(records.map((record) => [record.sourceId, record]));
    },
    async find({ store, entity, sourceId }) {
      const [record] = await one({ store, entity, sourceIds: [sourceId] });
      return record ?? null;
    },
    async findAll(keys) {
      const byKey = new Map((await views({ anyOf: filtersOf(keys) })).map((record) => [nameOf(record), record]));
      return keys.map((key) => byKey.get(nameOf(key)) ?? null);
    },
    findByTarget: (entity, targetId) => one({ entity, targetIds: [targetId] }),
    async findByTargets(entity, targetIds) {
      return byTargets(targetIds, await one({ entity, targetIds: [...new Set(targetIds)] }));
    },
    async standingUnder(entity, targetIds) {
      const found = await storage.summedRecords({ anyOf: [{ entity, targetIds: [...new Set(targetIds)] }] });
      return byTargets(targetIds, found.map(financialOf));
    },
    quarantined: (of) => allQuarantined(storage, of),
    quarantinedPage: (wanted) => quarantinedPage(storage, wanted),
    givenBack: () => givenBack(storage),
    named: (id) => one({ named: id }),
    recentIds: (store, entity, limit) =>
      storage.sourceIds({ anyOf: recentlyShown({ store, entity }), order: 'latest', limit }),
    idsToReadAgain: (store, entity, rules) => storage.sourceIds({ anyOf: toReadAgain({ store, entity }, rules) }),
    idsMarkedToRead: (store, entity) =>
      storage.sourceIds({ anyOf: [{ store, entity, states: ['skipped', 'loaded', 'quarantined'], toBeRead: true }] }),
    copiesNotRead: (since, store, entity, limit, after = '', bookedFrom) =>
      views({
        anyOf: [
          {
            ...{ store, entity, states: copied(entity), hasTarget: true, notInRunsFrom: since },
            ...(bookedFrom === undefined ? {} : { bookedFrom }),
          },
        ],
        ...{ limit, after },
      }),
    async readSince(run, store, entity, sourceIds) {
      const others = await storage.sourceIds({ anyOf: [{ store, entity, sourceIds, notInRunsFrom: run }] });
      const unread = new Set(others);
      return new Set(sourceIds.filter((id) => !unread.has(id)));
    },
    copies: (store, entity, limit, after = '', only) => {
      const all: RecordFilter = { store, entity, states: ['loaded'] };
      if (only === undefined) return views({ anyOf: [all], limit, after });
      const { bookedFrom, orders } = only;
      const theirs = entity === 'orders' ? { sourceIds: orders } : { parents: orders };
      return views({
        anyOf: [
          { ...all, bookedFrom },
          { ...all, ...theirs },
        ],
        ...{ limit, after },
      });
    },
    async copiedDays(store, entity, limit, after = '') {
      const found = await storage.summedRecords({ anyOf: [{ store, entity, states: ['loaded'] }], limit, after });
      return found.map(({ sourceId, facts: { bookedOn } }) => ({ sourceId, bookedOn }));
    },
    hasCopies: async (store, entity) =>
      (await storage.sourceIds({ anyOf: [{ store, entity, states: ['loaded'] }], limit: 1 })).length > 0,
    belongingTo: (store, entity, parent) => one({ store, entity, parents: [parent] }),
    async belongingToEach(store, entity, parents) {
      const records = await one({ store, entity, parents: [...new Set(parents)] });
      const byParent = Map.groupBy(records, ({ parent }) => parent);
      return new Map(parents.map((parent) => [parent, byParent.get(parent) ?? []]));
    },
    linkedByHand: () => one({ isByHand: true, states: ['staged', 'writing', 'loaded', 'linked', 'quarantined'] }),
    async droppedNaming(store, targetId) {
      const dropped = await one({ store, entity: 'orders', states: ['skipped'], reasons: [DROPPED] });
      return dropped.filter(({ message }) => namesId(message ?? '', targetId)).map(({ sourceId }) => sourceId);
    },
    acceptedUnseen: (store, entity, viewer) => one({ store, entity, openTo: viewer }),
    ordersNotFullyPaid: (store) =>
      storage.sourceIds({
        // While a change of it waits to be carried over, too: its money does not wait for that.
        anyOf: [{ store, entity: 'orders', states: ['loaded', 'staged'], hasTarget: true, notCoveredByPayments: true }],
      }),
    async changeStamps(store, entity, sourceIds) {
      const records = await storage.records({ anyOf: [{ store, entity, sourceIds }] });
      return new Map(records.map(({ value }) => [value.sourceId, value.changedInSource]));
    },
    financialRecords: (entities, from) => financialRecords(storage, entities, from),
    async financialCopies(entities, from) {
      const groups = await groupsOf(storage, entities);
      const copies = groups.map((of): RecordFilter => ({ ...of, states: ['loaded', 'linked'], bookedFrom: from }));
      return copies.length === 0 ? [] : (await storage.summedRecords({ anyOf: copies })).map(financialOf);
    },
    async daySums(days) {
      const { sums, apart } = await storage.daySums(days);
      return { sums, apart: apart.map((record) => financialOf(summedOf(record))) };
    },
  };
}

/** Payments and returns may stand for what another record has put there. */
function copied(entity: EntityName): NonNullable<RecordFilter['states']> {
  return entity === 'payments' || entity === 'rmas' ? ['loaded', 'linked'] : ['loaded'];
}

/** What the store's API has shown and may still have, or what has a copy. */
function recentlyShown(of: Pick<RecordFilter, 'store' | 'entity'>): RecordFilter[] {
  const shown = { ...of, otherReasonsThan: ['vanished', 'source-gone', 'dropped'] as const };
  return [
    { ...shown, origin: 'api' },
    { ...shown, hasTarget: true },
  ];
}

function toReadAgain(of: Pick<RecordFilter, 'store' | 'entity'>, rules: string): RecordFilter[] {
  const unwritten = { ...of, states: ['quarantined'], hasTarget: false, content: 'gone' } as const;
  return [
    { ...of, states: ['skipped'], notReadUnder: rules, otherReasonsThan: [DROPPED] },
    { ...of, states: ['quarantined'], reasons: ['vanished', 'unreadable'] },
    { ...unwritten, reasons: ['waits-for', 'in-export-batch'] },
    { ...unwritten, notReadUnder: rules },
    { ...of, states: ['loaded', 'quarantined'], toBeRead: true },
    { ...of, states: ['skipped'], reasons: ['rma-not-final'] },
    { ...of, states: ['skipped'], reasons: ['order-not-copied'], parentState: 'loaded' },
  ];
}

/** Open: waiting for a person, not decided yet, or to be read again. */
function open(of: Pick<RecordFilter, 'store' | 'entity'>): RecordFilter[] {
  return [
    { ...of, states: ['staged', 'writing', 'quarantined'] },
    { ...of, states: ['skipped'], reasons: ['to-be-read'] },
  ];
}

function byTargets<Found extends { readonly targetId: string | null }>(
  targetIds: readonly string[],
  records: readonly Found[],
): Map<string, Found[]> {
  const byTarget = Map.groupBy(records, ({ targetId }) => foldCase(targetId ?? ''));
  return new Map(targetIds.map((id) => [id, byTarget.get(foldCase(id)) ?? []]));
}

async function financialRecords(
  storage: LedgerStorage,
  entities: readonly EntityName[],
  from: LocalDate | undefined,
): Promise<FinancialRecord[]> {
  const found: FinancialRecord[] = [];
  for (const of of await groupsOf(storage, entities)) {
    if (from === undefined) {
      found.push(...(await pagesOf(storage, [of])));
      continue;
    }
    // Days stand in an order of their own, in which nothing comes after a source id.
    const booked = (await storage.summedRecords({ anyOf: [{ ...of, bookedFrom: from }] })).map(financialOf);
    const all = [...booked, ...(await pagesOf(storage, open(of)))].map((one) => [one.sourceId, one] as const);
    found.push(...[...new Map(all).values()].sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1)));
  }
  return found;
}

/** Of which stores and entities it has any. */
async function groupsOf(
  storage: LedgerStorage,
  entities: readonly EntityName[],
): Promise<Pick<FinancialRecord, 'store' | 'entity'>[]> {
  const groups = new Map((await storage.countByState()).map((one) => [`${one.store}\n${one.entity}`, one]));
  return [...groups.values()].flatMap(({ store, entity }) => (entities.includes(entity) ? [{ store, entity }] : []));
}

/** There may be a hundred thousand, and a process that serves a page has others to answer. */
async function pagesOf(storage: LedgerStorage, anyOf: readonly RecordFilter[]): Promise<FinancialRecord[]> {
  const found: FinancialRecord[] = [];
  const turns = new Turns();
  for (let after = ''; ; ) {
    const page = await storage.summedRecords({ anyOf, after, limit: PAGE });
    for (const one of page) found.push(financialOf(one));
    if (page.length < PAGE) return found;
    after = page.at(-1)?.sourceId ?? '';
    await turns.give();
  }
}

/** Told to be tried again, of which there may be tens of thousands: their ids first, since of what is staged most has no reason. */
async function givenBack(storage: LedgerStorage): Promise<LedgerRecord[]> {
  const reasonsIn = { staged: quarantineReasons, skipped: ['to-be-read'] } as const;
  const found: LedgerRecord[] = [];
  const turns = new Turns();
  const standing = await storage.countByState();
  const groups = new Map(standing.map(({ store, entity }) => [`${store}\n${entity}`, { store, entity }]));
  for (const of of groups.values()) {
    const wanted = (['staged', 'skipped'] as const).map(
      (state): RecordFilter => ({ ...of, states: [state], reasons: reasonsIn[state] }),
    );
    const sourceIds = await storage.sourceIds({ anyOf: wanted });
    for (let from = 0; from < sourceIds.length; from += PAGE) {
      const some = sourceIds.slice(from, from + PAGE);
      const records = await storage.records({ anyOf: wanted.map((one) => ({ ...one, sourceIds: some })) });
      for (const { value } of records) found.push(viewOf(value));
      await turns.give();
    }
  }
  return found;
}

/** As a word of its own: `S108` is not named by `entered as S1081`. */
function namesId(text: string, id: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}_-]+/u);
  return words.includes(id.toLowerCase());
}
