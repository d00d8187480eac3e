import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DayRange, DaySum } from '../../../src/ledger/day-sums.ts';
import type { AuditEvent } from '../../../src/ledger/record.ts';
import type { RecordState } from '../../../src/ledger/record-state.ts';
import type { RecordFilter } from '../../../src/ledger/storage/record-query.ts';
import {
  IDENTITY,
  type LedgerChanges,
  type LedgerStorage,
  type NewAuditEntry,
  type Stored,
} from '../../../src/ledger/storage/storage.ts';
import { summedOf } from '../../../src/ledger/verbs/view.ts';
import { add, decimal, ZERO } from '../../../src/model/money.ts';
import { instant, type LocalDate, parseLocalDate } from '../../../src/model/time.ts';
import { core, inEachState, NO_FACTS } from '../support.ts';

const at = instant('2026-07-10T00:00:00Z');
const key = (sourceId: string) => ({ store: 'west', entity: 'orders', sourceId }) as const;
const west = { store: 'west', entity: 'orders' } as const;

const loaded = (sourceId: string, targetId: string, more: Partial<RecordState> = {}): RecordState =>
  ({ ...core, sourceId, state: 'loaded', targetId, ...more }) as RecordState;

const isOfJuly = ({ state, facts }: RecordState): boolean =>
  state !== 'staged' && state !== 'writing' && (facts.bookedOn?.startsWith('2026-07') ?? false);

function sumOfOne(record: RecordState): DaySum {
  const { store, entity, state, amount, facts } = record;
  const reason = 'reason' in record ? record.reason : null;
  const day = facts.bookedOn as LocalDate;
  return { store, entity, bookedOn: day, state, reason, count: 1, amount: amount ?? ZERO, tax: facts.tax ?? ZERO };
}

/** All of one kind together, since a storage may tell them in parts. */
function summed(sums: readonly DaySum[]): string[] {
  const kindOf = ({ store, entity, bookedOn, state, reason }: DaySum): string =>
    `${store} ${entity} ${bookedOn} ${state} ${reason ?? ''}`;
  return [...Map.groupBy(sums, kindOf)]
    .map(([kind, some]) => {
      const count = some.reduce((all, one) => all + one.count, 0);
      return `${kind}: ${count}, ${add(...some.map(({ amount }) => amount))}, ${add(...some.map(({ tax }) => tax))}`;
    })
    .sort();
}

const amounts = fc.option(
  fc.oneof(
    fc.integer({ min: -200_000, max: 200_000 }).map((cents) => decimal((cents / 100).toFixed(2))),
    fc.constantFrom(...['0.0001', '-0.00005', '99999999', '-9999999.99', '123456789012345678901234.5'].map(decimal)),
  ),
);

/** What one of three records has become, of those that a day's sums tell apart. */
const changeOfRecord = fc
  .record({
    sourceId: fc.constantFrom('N1', 'N2', 'N3'),
    place: fc.nat(inEachState.length - 1),
    hasTarget: fc.boolean(),
    amount: amounts,
    tax: amounts,
    // The last but one is no day, and stays as it was written.
    bookedOn: fc.constantFrom(
      '2026-07-01',
      '2026-07-01',
      '2026-07-01',
      '2026-07-31',
      '2026-06-30',
      '2026-08-01',
      '2026-07-32',
      null,
    ),
    accepted: fc.constantFrom(null, null, null, null, decimal('0.01')),
    acceptedAs: fc.constantFrom(null, null, null, null, { seen: [{ key: 'total', meant: '1', held: '2' }], open: [] }),
  })
  .map(({ sourceId, place, hasTarget, amount, tax, bookedOn, accepted, acceptedAs }): RecordState => {
    const state = inEachState[place] as RecordState;
    const needsTarget = state.state === 'loaded' || state.state === 'writing';
    const targetId = hasTarget || needsTarget ? `W${sourceId.slice(1)}` : null;
    const facts = { ...NO_FACTS, bookedOn: bookedOn as LocalDate | null, tax };
    return { ...state, sourceId, targetId, amount, accepted, acceptedAs, facts } as RecordState;
  });

/** What every storage of a ledger does, whatever it is made of. */
export function conforms(name: string, open: () => LedgerStorage | Promise<LedgerStorage>): void {
  describe(`a ledger's storage: ${name}`, () => {
    let storage: LedgerStorage;
    beforeEach(async () => {
      storage = await open();
    });
    afterEach(() => storage.close());

    const put = (...records: readonly RecordState[]) =>
      storage.apply({ records: records.map((after) => ({ before: undefined, after })) });
    const all = () => storage.records({ anyOf: [{}] });
    const one = async (sourceId = 'N1'): Promise<Stored<RecordState>> => {
      const [found] = await storage.records({ anyOf: [{ ...west, sourceIds: [sourceId] }] });
      if (found === undefined) throw new Error(`${sourceId} is not there`);
      return found;
    };
    const ids = (...anyOf: readonly RecordFilter[]) => storage.sourceIds({ anyOf });

    test('gives back each record as it was put, in whatever state', async () => {
      const records = inEachState.map((record, place): RecordState => ({
        ...record,
        sourceId: `N${String(place).padStart(2, '0')}`,
        targetId: record.targetId === null ? null : `W${place}`,
        ...{ origin: place % 2 === 0 ? 'file' : 'api', toBeRead: place % 3 === 0, parent: 'N1', amount: decimal('11.50') },
        facts: { ...NO_FACTS, bookedOn: parseLocalDate('2026-07-03') ?? null, tax: decimal('1'), status: 'Pick' },
        ...{ changedInSource: at, accepted: decimal('-0.03'), readAs: '{"a":1}', byHand: ['7'], quarantinedSince: at },
        acceptedAs: { seen: [{ key: 'total', meant: '1', held: '2' }], open: ['proof'] },
      } as RecordState)); // biome-ignore format: what differs
      await put(...records);
      expect((await all()).map(({ value }) => value)).toEqual(records);
      const [rest, page] = [
        await storage.summedRecords({ anyOf: [{ ...west, hasTarget: false }] }),
        await storage.summedRecords({ anyOf: [west], after: 'N02', limit: 4 }),
      ];
      expect(rest).toEqual(records.filter(({ targetId }) => targetId === null).map(summedOf));
      expect(page).toEqual(records.slice(3, 7).map(summedOf));
    });

    test('applies all of a batch, or nothing of it', async () => {
      await put(loaded('N1', 'W1'));
      const other = loaded('N2', 'W2');
      const stale: LedgerChanges = {
        records: [{ before: undefined, after: other }],
        unchanged: [{ key: key('N1'), revision: 7 }],
        notes: [{ scope: 'x', name: 'n', value: 'v' }],
      };
      expect(await storage.apply(stale)).toEqual({ kind: 'outdated' });
      expect(await all()).toHaveLength(1);
      expect(await storage.notes({ scope: 'x' })).toEqual([]);
    });

    test('refuses what was computed from a record that has changed since, or was made meanwhile', async () => {
      await put(loaded('N1', 'W1'));
      const before = await one();
      const change = (status: string) =>
        storage.apply({ records: [{ before, after: loaded('N1', 'W1', { facts: { ...NO_FACTS, status } }) }] });
      expect(await change('Pick')).toMatchObject({ kind: 'applied' });
      expect(await change('Pack')).toEqual({ kind: 'outdated' });
      expect((await one()).value.facts.status).toBe('Pick');
      expect(await put(loaded('N1', 'W1'))).toEqual({ kind: 'outdated' });
    });

    test('has one record at most that answers for a target id, in whatever letter case', async () => {
      await put(loaded('N1', 'W1'));
      expect(await put(loaded('N2', 'w1'))).toEqual({ kind: 'outdated' });
      expect(await put({ ...core, sourceId: 'N3', state: 'linked', targetId: 'w1' })).toMatchObject({
        kind: 'applied',
      });
      expect((await storage.records({ anyOf: [{ entity: 'orders', targetIds: ['W1'] }] })).length).toBe(2);
    });

    test('lets a target id pass from one record to another in one batch, whichever comes first', async () => {
      await put(loaded('N1', 'W1'), { ...core, sourceId: 'N2', state: 'linked', targetId: null });
      const [first, second] = [await one('N1'), await one('N2')];
      const applied = await storage.apply({
        records: [
          { before: second, after: loaded('N2', 'W1') },
          { before: first, after: { ...core, state: 'linked', targetId: null } },
        ],
      });
      expect(applied).toMatchObject({ kind: 'applied' });
      expect((await one('N2')).value).toMatchObject({ state: 'loaded', targetId: 'W1' });
    });

    test('finds records by each filter, and by several at once, each record once', async () => {
      const day = parseLocalDate('2026-07-03') ?? null;
      const waiting = { message: null, difference: null, replaces: [], seen: [], quarantinedSince: at } as const;
      await put(
        loaded('N1', 'W1', { facts: { ...NO_FACTS, bookedOn: day }, amount: decimal('11') }),
        loaded('N2', 'W2', { toBeRead: true, acceptedAs: { seen: [], open: ['look'] }, byHand: ['9'] }),
        { ...core, ...waiting, sourceId: 'N3', state: 'quarantined', reason: 'waits-for', targetId: null, content: { kind: 'whole', payload: '{}' }, rules: 'r2' },
        { ...core, ...waiting, sourceId: 'N4', state: 'staged', reason: null, targetId: null, content: { kind: 'undelivered' }, origin: 'file' },
        { ...core, ...waiting, entity: 'payments', sourceId: '7', state: 'skipped', reason: 'order-not-copied', targetId: null, isGone: false, parent: 'N1' },
      ); // biome-ignore format: a table
      expect(await ids({ states: ['loaded', 'staged'], ...west })).toEqual(['N1', 'N2', 'N4']);
      expect(await ids({ ...west, sourceIds: ['N2', 'N9'] })).toEqual(['N2']);
      expect(await ids({ store: 'west', entity: 'payments', parents: ['N1'] })).toEqual(['7']);
      expect(await ids({ ...west, saying: { text: 'w1', amount: null } })).toEqual(['N1']);
      expect(await ids({ ...west, saying: { text: 'waits', amount: null } })).toEqual(['N3']);
      expect(await ids({ ...west, saying: { text: '%', amount: null } })).toEqual([]);
      expect(await ids({ ...west, saying: { text: '11', amount: decimal('11') } })).toEqual(['N1']);
      expect(await ids({ named: 'w2' })).toEqual(['N2']);
      expect(await ids({ named: 'n2' })).toEqual(['N2']);
      expect(await ids({ ...west, hasTarget: false })).toEqual(['N3', 'N4']);
      expect(await ids({ isByHand: true, states: ['loaded'] })).toEqual(['N2']);
      expect(await ids({ content: 'whole', states: ['quarantined'] })).toEqual(['N3']);
      expect(await ids({ content: 'undelivered', states: ['staged'] })).toEqual(['N4']);
      expect(await ids({ ...west, origin: 'file' })).toEqual(['N4']);
      expect(await ids({ states: ['quarantined', 'skipped'], reasons: ['waits-for'] })).toEqual(['N3']);
      expect(await ids({ ...west, otherReasonsThan: ['waits-for'] })).toEqual(['N1', 'N2', 'N4']);
      expect(await ids({ ...west, notReadUnder: 'r' })).toEqual(['N2', 'N3']);
      expect(await ids({ states: ['loaded'], toBeRead: true })).toEqual(['N2']);
      expect(await ids({ states: ['quarantined'], quarantinedBefore: instant('2026-07-11T00:00:00Z') })).toEqual([
        'N3',
      ]);
      expect(await ids({ states: ['quarantined'], quarantinedBefore: at })).toEqual([]);
      expect(await ids({ ...west, openTo: 'look' })).toEqual(['N2']);
      expect(await ids({ ...west, openTo: 'proof' })).toEqual([]);
      expect(await ids({ states: ['loaded'], bookedFrom: parseLocalDate('2026-07-04') as never })).toEqual(['N2']);
      expect(await ids({ states: ['skipped'], parentState: 'loaded' })).toEqual(['7']);
      expect(await ids({ ...west, states: ['loaded'], notCoveredByPayments: true })).toEqual(['N1']);
      expect(await ids({ ...west, states: ['loaded'] }, { ...west, sourceIds: ['N1', 'N3'] })).toEqual([
        'N1',
        'N2',
        'N3',
      ]);
      expect(await storage.count({ anyOf: [{ ...west, states: ['loaded'] }] })).toBe(2);
      expect(await storage.count({ anyOf: [{ ...west, states: ['loaded', 'staged'] }] })).toBe(3);
      expect(
        await storage.count({
          anyOf: [
            { ...west, sourceIds: [] },
            { ...west, targetIds: [] },
          ],
        }),
      ).toBe(0);
      expect(await ids({ ...west, sourceIds: [] })).toEqual([]);
      expect(await storage.entitiesIn('west', 'loaded')).toEqual(['orders']);
      expect(await storage.entitiesIn('west', 'writing')).toEqual([]);
      expect(await storage.entitiesIn('east', 'loaded')).toEqual([]);
      const page = await storage.records({ anyOf: [{ ...west, states: ['loaded', 'staged'] }], after: 'N1', limit: 1 });
      expect(page.map(({ value }) => value.sourceId)).toEqual(['N2']);
      expect(await storage.countByState()).toMatchObject([
        { entity: 'orders', state: 'loaded', count: 2 },
        { entity: 'orders', state: 'quarantined', count: 1 },
        { entity: 'orders', state: 'staged', count: 1 },
        { entity: 'payments', state: 'skipped', count: 1 },
      ]);
    });

    test('gives those of the API first, and the latest change first', async () => {
      const later = { changedAt: instant('2026-07-12T00:00:00Z') };
      await put(loaded('N1', 'W1'), loaded('N2', 'W2', later), loaded('N3', 'W3', { ...later, origin: 'file' }));
      const latest = { anyOf: [west], order: 'latest' } as const;
      expect(await storage.sourceIds({ ...latest, limit: 5 })).toEqual(['N2', 'N1', 'N3']);
      const several = {
        anyOf: [
          { ...west, origin: 'api' },
          { ...west, hasTarget: true },
        ],
        order: 'latest',
      } as const;
      expect(await storage.sourceIds({ ...several, limit: 2 })).toEqual(['N2', 'N1']);
    });

    const july: DayRange = { from: '2026-07-01' as LocalDate, before: '2026-08-01' as LocalDate };

    test('sums what a day comes to, exactly, and tells by itself what stands in no sum', async () => {
      const on = (bookedOn: string | null, tax: string | null = null) => ({
        facts: { ...NO_FACTS, bookedOn: bookedOn as LocalDate | null, tax: tax === null ? null : decimal(tax) },
      });
      const found = { message: null, difference: null, replaces: [], seen: [], isGone: false } as const;
      const rest = { ...core, ...found, content: { kind: 'gone' } } as const;
      await put(
        loaded('N1', 'W1', { amount: decimal('0.1'), ...on('2026-07-03', '0.02') }),
        loaded('N2', 'W2', { amount: decimal('0.2'), ...on('2026-07-03') }),
        loaded('N3', 'W3', { amount: decimal('-1000.0001'), ...on('2026-07-31') }),
        loaded('N4', 'W4', { amount: null, ...on('2026-07-31', '3') }),
        loaded('N5', 'W5', { amount: decimal('9'), ...on('2026-08-01') }),
        loaded('N6', 'W6', { amount: decimal('9'), ...on(null) }),
        loaded('N7', 'W7', { amount: decimal('9'), accepted: decimal('0.01'), ...on('2026-07-04') }),
        { ...rest, sourceId: 'N8', state: 'staged', reason: null, targetId: null, ...on('2026-07-03') },
        { ...rest, sourceId: 'N9', state: 'skipped', reason: 'dropped', targetId: 'W9', ...on('2026-07-03') },
        { ...rest, entity: 'payments', sourceId: 'N1', state: 'quarantined', reason: 'waits-for', targetId: null, amount: decimal('7'), ...on('2026-07-03') },
      ); // biome-ignore format: a table
      const { sums, apart } = await storage.daySums(july);
      expect(summed(sums)).toEqual([
        'west orders 2026-07-03 loaded : 2, 0.3, 0.02',
        'west orders 2026-07-31 loaded : 2, -1000.0001, 3',
        'west payments 2026-07-03 quarantined waits-for: 1, 7, 0',
      ]);
      expect(apart.map(({ sourceId }) => sourceId).sort()).toEqual(['N7', 'N9']);
    });

    test('sums what a day comes to as its records do, one by one, whatever has become of them', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(changeOfRecord, { minLength: 1, maxLength: 20 }), async (changes) => {
          const fresh = await open();
          try {
            for (const after of changes) {
              const { sourceId } = after;
              const [before] = await fresh.records({ anyOf: [{ ...west, sourceIds: [sourceId] }] });
              await fresh.apply({ records: [{ before, after }] });
            }
            const { sums, apart } = await fresh.daySums(july);
            const all = (await fresh.records({ anyOf: [{}] })).map(({ value }) => value);
            const meant = all.flatMap((record) => (isOfJuly(record) ? [sumOfOne(record)] : []));
            expect(summed([...sums, ...apart.map(sumOfOne)])).toEqual(summed(meant));
            expect((await fresh.examine()).orphans.filter(({ what }) => what.startsWith('sums'))).toEqual([]);
          } finally {
            await fresh.close();
          }
        }),
        { numRuns: 25 },
      );
    });

    test('tells of an intent the target that it was for, letter by letter, whatever its record gets later', async () => {
      await put(loaded('N1', 'W1'));
      const intent = { run: 3, key: key('N1'), action: 'add', targetId: 'W1', at, draft: null } as const;
      const entry = { at, run: 3, event: 'intent', detail: 'add W1' } as const;
      await storage.apply({ newIntents: [intent], audit: [{ key: key('N1'), entry }] });
      const [open] = await storage.intents({ open: true });
      if (open === undefined) throw new Error('it is not there');
      const later: (string | null)[] = ['w1', 'W2', null, 'W1'];
      await storage.apply({
        newIntents: [{ ...intent, action: 'approve', targetId: 'w1' }],
        intents: [{ revision: open.revision, value: { ...open.value, outcome: 'step-done' } }],
      });
      for (const targetId of later) {
        const { revision, value } = await one();
        const after = { ...value, state: targetId === null ? 'linked' : 'loaded', targetId } as RecordState;
        expect(await storage.apply({ records: [{ before: { revision, value }, after }] })).toMatchObject({
          kind: 'applied',
        });
        for (const query of [{ of: [key('N1')] }, { ofThoseWith: [open.value.id] }])
          expect((await storage.intents(query)).map((found) => found.value.targetId)).toEqual(['W1', 'w1']);
        expect((await storage.intents({ ids: [open.value.id] })).map((found) => found.value.targetId)).toEqual(['W1']);
        expect((await storage.history([key('N1')])).map((told) => told.entry.detail)).toEqual(['add W1']);
      }
    });

    test('keeps intents, one open of an action, and forgets drafts when it is told to', async () => {
      await put(loaded('N1', 'W1'));
      const intent = { run: 3, key: key('N1'), action: 'add', targetId: 'W1', at, draft: 'draft' } as const;
      const made = await storage.apply({ newIntents: [intent] });
      expect(made).toMatchObject({ kind: 'applied', intents: [expect.any(Number)] });
      expect(await storage.apply({ newIntents: [intent] })).toEqual({ kind: 'outdated' });
      const [open] = await storage.intents({ open: true });
      if (open === undefined) throw new Error('it is not there');
      expect(open.value).toMatchObject({ ...intent, outcome: null, lookUps: 0, refusal: null });
      const done = { revision: open.revision, value: { ...open.value, outcome: 'absent', lookUps: 2 } } as const;
      expect(await storage.apply({ intents: [done] })).toMatchObject({ kind: 'applied' });
      expect(await storage.apply({ intents: [done] })).toEqual({ kind: 'outdated' });
      expect(await storage.intents({ open: true })).toEqual([]);
      expect(await storage.intents({ openOf: [key('N1')] })).toEqual([]);
      for (const query of [
        { ids: [open.value.id] },
        { of: [key('N1')] },
        { ofThoseWith: [open.value.id] },
        { run: 3 },
        { store: 'west', entity: 'orders', outcome: 'absent', since: at } as const,
      ])
        expect((await storage.intents(query)).map(({ value }) => value.lookUps)).toEqual([2]);
      await storage.apply({ forgetDraftsOf: [key('N1')], redacts: true });
      expect((await storage.intents({ run: 3 })).map(({ value }) => value.draft)).toEqual([null]);
    });

    test('counts what becomes of records in a run: those that wait when it begins are pending', async () => {
      const [staged] = inEachState;
      if (staged === undefined) throw new Error('it is not there');
      await put(staged, loaded('N2', 'W2', { amount: decimal('5'), accepted: decimal('0.01') }));
      const run = await storage.beginRun({ at, narrowed: true });
      expect(await storage.outcomes(run, [key('N1'), key('N2')])).toEqual([{ run, key: key('N1'), outcome: null }]);
      await storage.apply({ outcomes: [{ run, key: key('N2'), outcome: 'created' }] });
      expect(await ids({ ...west, inRun: { run, outcome: 'created' } })).toEqual(['N2']);
      expect(await ids({ ...west, notInRunsFrom: run })).toEqual([]);
      expect(await ids({ ...west, notInRunsFrom: run + 1 })).toEqual(['N1', 'N2']);
      const made = {
        ...west,
        outcome: 'created',
        reason: null,
        amount: '5',
        accepted: '0.01',
        acceptedAs: null,
        count: 1,
      };
      expect(await storage.groupsOfRun(run)).toContainEqual(made);
      await storage.apply({ uncounted: { run, keys: [key('N1')] } });
      expect(await storage.groupsOfRun(run)).toEqual([made]);
      await storage.finishRun(run, { at, status: 'good', summary: '{}' });
      const next = await storage.beginRun({ at, narrowed: false });
      expect(await storage.runs({ limit: 5 })).toMatchObject([
        { id: next, endedAt: null, status: 'running', narrowed: false },
        { id: run, endedAt: at, status: 'good', narrowed: true, summary: '{}' },
      ]);
      expect((await storage.runs({ limit: 5, before: next })).map(({ id }) => id)).toEqual([run]);
      expect((await storage.runs({ limit: 5, id: next })).map(({ id }) => id)).toEqual([next]);
    });

    test('adds up what the records of a run come to, exactly, however their amounts are written', async () => {
      const amounts = ['0.1', '0.2', '-5.05', '1234567.12345', '99999999999.99', null];
      await put(
        ...amounts.map((amount, place) =>
          loaded(`N${place}`, `W${place}`, { amount: amount === null ? null : decimal(amount) }),
        ),
        loaded('N8', 'W8', { amount: decimal('7'), accepted: decimal('0.01') }),
      );
      const run = await storage.beginRun({ at, narrowed: false });
      const all = [0, 1, 2, 3, 4, 5, 8];
      await storage.apply({ outcomes: all.map((place) => ({ run, key: key(`N${place}`), outcome: 'created' })) });
      const groups = await storage.groupsOfRun(run);
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(7);
      expect(add(ZERO, ...groups.map(({ amount }) => amount ?? ZERO))).toBe('100001234569.36345');
      const apart = groups.filter(({ accepted }) => accepted !== null);
      expect(apart).toMatchObject([{ amount: '7', accepted: '0.01', count: 1 }]);
    });

    test('moves watermarks and notes from what was there, and else not', async () => {
      const name = { ...west, name: 'changes' };
      const move = (before: typeof at | null, after: typeof at | null) =>
        storage.apply({ watermarks: [{ ...name, before, after }] });
      expect(await storage.watermark(name)).toBeNull();
      expect(await move(null, at)).toMatchObject({ kind: 'applied' });
      expect(await move(null, at)).toEqual({ kind: 'outdated' });
      expect(await storage.watermark(name)).toBe(at);
      expect(await move(null, null)).toEqual({ kind: 'outdated' });
      const later = instant('2026-07-11T00:00:00Z');
      expect(await move(later, null)).toEqual({ kind: 'outdated' });
      expect(await move(later, later)).toEqual({ kind: 'outdated' });
      expect(await move(at, later)).toMatchObject({ kind: 'applied' });
      expect(await storage.watermarks('west')).toEqual([{ ...name, upTo: later }]);
      expect(await storage.watermarks('east')).toEqual([]);
      expect(await move(later, null)).toMatchObject({ kind: 'applied' });
      expect(await storage.watermark(name)).toBeNull();
      const [long, other] = ['one', 'other'].map((end) => ({
        scope: 'z',
        name: end,
        label: `long label ${end}`,
        value: '',
      }));
      await storage.apply({ notes: [long, other].flatMap((one) => one ?? []) });
      for (const limit of [undefined, 5])
        expect(
          await storage.notes({ scope: 'z', labels: ['long label one'], ...(limit === undefined ? {} : { limit }) }),
        ).toEqual([long]);
      const note = { scope: 'x', name: 'b', label: 'l', value: '1' };
      await storage.apply({ notes: [note, { ...note, name: 'a' }, { ...note, scope: 'y' }] });
      expect(await storage.notes({ scope: 'x' })).toEqual([{ ...note, name: 'a' }, note]);
      expect(await storage.notes({ scope: 'x', names: ['b'] })).toEqual([note]);
      expect(await storage.notes({ scope: 'x', labels: ['m', 'l', 'l'] })).toEqual([{ ...note, name: 'a' }, note]);
      expect(await storage.notes({ scope: 'x', labels: ['l', 'm'], limit: 1 })).toEqual([{ ...note, name: 'a' }]);
      expect(await storage.apply({ notes: [{ ...note, value: '2', before: '0' }] })).toEqual({ kind: 'outdated' });
      expect(await storage.apply({ notes: [{ ...note, value: null, before: '1' }] })).toMatchObject({
        kind: 'applied',
      });
      expect(await storage.notes({ scope: 'x', names: ['b'] })).toEqual([]);
      expect(await storage.notes({ scope: IDENTITY, names: ['installation'] })).toHaveLength(1);
    });

    test('keeps apart what was read and what the copy shows, whatever state a record goes through', async () => {
      const snapshots = [null, '{"salt":"a"}', '{"salt":"b"}'];
      const states = inEachState.flatMap((state) =>
        snapshots.flatMap((readAs) => snapshots.map((copiedAs): RecordState => ({ ...state, readAs, copiedAs }))),
      );
      await put(states[0] as RecordState);
      // Each after each other one is too many; these come in a fixed order that mixes them.
      for (const [place] of states.entries()) {
        const after = states[(place * 37) % states.length] as RecordState;
        expect(await storage.apply({ records: [{ before: await one(), after }] })).toMatchObject({ kind: 'applied' });
        expect((await one()).value).toEqual(after);
      }
    });

    test('tells of an intent what the audit was told, in those words and in that order, whatever else was told', async () => {
      await put(loaded('N1', 'W1'), loaded('N2', 'W2'));
      const told: unknown[] = [];
      const tell = (id: string, event: AuditEvent, detail: string, more: object = {}) => {
        const entry = { key: key(id), entry: { at, run: 3, event, detail, ...more } };
        told.push(entry);
        return entry;
      };
      const intent = (id: string, action: string) =>
        ({ run: 3, key: key(id), action, targetId: `W${id.slice(1)}`, at, draft: null }) as const;
      const end = async (outcome: 'step-done' | 'loaded' | 'absent', audit: readonly NewAuditEntry[]) => {
        const open = await storage.intents({ open: true });
        const intents = open.map(({ revision, value }) => ({ revision, value: { ...value, outcome } }));
        expect(await storage.apply({ intents, audit })).toMatchObject({ kind: 'applied' });
      };
      const later = { at: instant('2026-07-12T00:00:00Z'), run: 4 };
      await storage.apply({
        newIntents: [intent('N1', 'add'), intent('N2', 'add')],
        audit: [
          tell('N2', 'retry', 'try again', { run: 0, who: 'ann@till' }),
          tell('N1', 'intent', 'add W1'),
          tell('N2', 'intent', 'add W2'),
        ],
      });
      await end('absent', [tell('N1', 'absent', 'add'), tell('N2', 'absent', 'add')]);
      await storage.apply({
        newIntents: [intent('N1', 'add'), intent('N2', 'add')],
        audit: [tell('N1', 'intent', 'add W1')],
      });
      await end('step-done', [
        tell('N1', 'step-done', 'add', later),
        tell('N2', 'step-done', 'another'),
        tell('N1', 'purged', ''),
      ]);
      await storage.apply({
        newIntents: [intent('N1', 'approve')],
        audit: [tell('N1', 'intent', 'approve W1', later)],
      });
      await end('loaded', [tell('N1', 'loaded', ''), tell('N1', 'loaded', 'W1')]);
      const both = await storage.history([key('N1'), key('N2')]);
      expect(both).toEqual(told);
      expect((await storage.decisions(9)).map(({ entry }) => entry.detail)).toEqual(['try again']);
      expect(
        (await storage.intents({ run: 3 })).map(({ value }) => [value.key.sourceId, value.action, value.outcome]),
      ).toEqual([
        ['N1', 'add', 'absent'],
        ['N2', 'add', 'absent'],
        ['N1', 'add', 'step-done'],
        ['N2', 'add', 'step-done'],
        ['N1', 'approve', 'loaded'],
      ]);
    });

    test('keeps the audit in the order in which it was told', async () => {
      const entry = (event: 'intent' | 'loaded') => ({ key: key('N1'), entry: { at, run: 1, event, detail: 'W1' } });
      await storage.apply({ audit: [entry('intent'), entry('loaded')] });
      const told = (await storage.history([key('N1')])).map((one) => one.entry.event);
      expect(told).toEqual(['intent', 'loaded']);
      expect(await storage.history([key('N2')])).toEqual([]);
      await storage.apply({ audit: [{ ...entry('intent'), key: key('N3') }, entry('loaded')] });
      const both = (await storage.history([key('N3'), key('N2'), key('N1')])).map((one) => one.key.sourceId);
      expect(both).toEqual(['N1', 'N1', 'N3', 'N1']);
    });

    test('tells what people decided, the latest first, and no more than was asked for', async () => {
      const entry = (id: string, run: number) => ({
        key: key(id),
        entry: { at, run, event: 'accepted' as const, detail: id, ...(run === 0 ? { who: 'ann@till' } : {}) },
      });
      await storage.apply({ audit: [entry('N1', 0), entry('N2', 3), entry('N3', 0), entry('N4', 0)] });
      const told = (await storage.decisions(2)).map(({ key: { sourceId }, entry: { who } }) => [sourceId, who]);
      expect(told).toEqual([
        ['N4', 'ann@till'],
        ['N3', 'ann@till'],
      ]);
    });

    test('has nothing to complain of while it is sound', async () => {
      await put(loaded('N1', 'W1'));
      expect(await storage.examine()).toMatchObject({ integrity: [], orphans: [], openRuns: 0 });
    });
  });
}
