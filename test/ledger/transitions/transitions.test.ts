import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stateNames } from '../../../src/ledger/record.ts';
import type { RecordState } from '../../../src/ledger/record-state.ts';
import type { RecordEvent } from '../../../src/ledger/transitions/event.ts';
import type { RecordKey } from '../../../src/model/entities.ts';
import { absolute, compare, ZERO } from '../../../src/model/money.ts';
import { inEachState } from '../support.ts';
import { eventFor, SECRET } from './events.ts';
import { World } from './world.ts';

const keys: readonly RecordKey[] = [
  { store: 'west', entity: 'orders', sourceId: 'N1' },
  { store: 'west', entity: 'orders', sourceId: 'N2' },
  { store: 'west', entity: 'payments', sourceId: '1' },
  { store: 'west', entity: 'payments', sourceId: '2' },
  { store: 'west', entity: 'payments', sourceId: 'file:N1' },
];

interface Step {
  readonly key: RecordKey;
  readonly event: RecordEvent;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(...keys.map((key) => eventFor(key, keys).map((event): Step => ({ key, event })))),
  { maxLength: 40, size: 'max' },
);

/** Lets all of it happen, and looks after each step. */
function through(all: readonly Step[], look: (world: World, step: Step, before: readonly RecordState[]) => void): void {
  const world = new World();
  for (const key of keys)
    world.happen(key, { kind: 'read', read: { sourceId: key.sourceId, hash: 'a', payload }, rules: 'r' });
  for (const step of all) {
    const before = world.records;
    world.happen(step.key, step.event);
    look(world, step, before);
  }
}

const always = (look: (world: World, step: Step, before: readonly RecordState[]) => void): void =>
  fc.assert(
    fc.property(steps, (all) => through(all, look)),
    { numRuns: 300 },
  );

const payload = JSON.stringify({ name: SECRET });
const nameOf = ({ store, entity, sourceId }: RecordKey): string => `${store} ${entity} ${sourceId}`;
const targetOf = ({ entity, targetId }: RecordState): string => `${entity} ${targetId?.toLowerCase()}`;
const answering = (records: readonly RecordState[]) =>
  records.filter(({ state, targetId }) => targetId !== null && state !== 'linked');

/** Of one state, with what that state takes and nothing of another one's. */
function isWhole(record: RecordState): boolean {
  const isStanding = record.state !== 'loaded' && record.state !== 'writing' ? true : record.targetId !== null;
  const isExplained = record.state !== 'quarantined' && record.state !== 'skipped' ? true : Boolean(record.reason);
  const isUnsettled = ['staged', 'writing', 'quarantined'].includes(record.state);
  return stateNames.includes(record.state) && isStanding && isExplained && 'content' in record === isUnsettled;
}

describe('whatever happens, in whatever order,', () => {
  test('each record is in one state, with what that state takes', () => {
    always((world) => {
      expect(world.records.filter((record) => !isWhole(record))).toEqual([]);
      expect(new Set(world.records.map(nameOf)).size).toBe(world.records.length);
    });
  });

  test('no target id is the copy of two records', () => {
    always((world) => {
      const targets = answering(world.records).map(targetOf);
      expect(new Set(targets).size).toBe(targets.length);
    });
  });

  test('no copy is forgotten: somebody has its target id afterwards, but where it was proven, or said, not to be there', () => {
    always((world, { key, event }, before) => {
      const own = before.find((record) => nameOf(record) === nameOf(key));
      const after = new Set(world.records.flatMap((one) => (one.targetId === null ? [] : [targetOf(one)])));
      const lost = answering(before).filter((record) => record.copiedAs !== null && !after.has(targetOf(record)));
      for (const record of lost) {
        // One that takes another one's copy takes it under the id that the copy has.
        const isHeir = event.kind === 'keyed-anew' || event.kind === 'linked-instead';
        if (isHeir && event.targetId.toLowerCase() !== record.targetId?.toLowerCase()) continue;
        expect(nameOf(record)).toBe(nameOf(key));
        // Another id is given to it by what names one, or a person has said that its copy is gone.
        const isRenamed = 'targetId' in event || event.kind === 'linked-by-hand' || event.kind === 'accepted';
        const isGone =
          event.kind === 'retried' && own !== undefined && 'reason' in own && own.reason === 'payment-copy-gone';
        expect({ event, isAllowed: isRenamed || isGone }).toMatchObject({ isAllowed: true });
      }
    });
  });

  test('what is personal is gone from all that is settled', () => {
    always((world) => {
      for (const record of world.records)
        if (['loaded', 'linked', 'skipped'].includes(record.state))
          expect(JSON.stringify(record)).not.toContain(SECRET);
    });
  });

  test('the money that is accepted is never more than a person has said', () => {
    const size = (record: RecordState | undefined) => absolute(record?.accepted ?? ZERO);
    always((world, { event }, before) => {
      if (event.kind === 'accepted' || event.kind === 'linked-by-hand') return;
      for (const record of world.records) {
        const was = before.find((one) => nameOf(one) === nameOf(record));
        expect(compare(size(record), size(was))).toBeLessThanOrEqual(0);
        if (event.kind !== 'viewed' && event.kind !== 'retried')
          expect(record.acceptedAs).toEqual(was?.acceptedAs ?? null);
      }
    });
  });

  test('a changed record is not taken for the one that was accepted', () => {
    always((world, { key, event }, before) => {
      if (event.kind !== 'read') return;
      const was = before.find((one) => nameOf(one) === nameOf(key));
      const now = world.find(key);
      if (
        now !== undefined &&
        was !== undefined &&
        now.state === 'staged' &&
        now.hash !== was.hash &&
        was.copiedAs === null
      )
        expect(now.accepted).toBeNull();
    });
  });
});

describe('what a person has dropped', () => {
  test('is never staged by being read, whatever is read and however often', () => {
    const [key = { store: '', entity: 'orders', sourceId: '' } as const] = keys;
    const readings = eventFor(key, keys).filter(({ kind }) => kind === 'read');
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 12, size: 'max' }), (all) => {
        const world = new World();
        const [dropped] = inEachState.filter((record) => record.state === 'skipped' && record.reason === 'dropped');
        if (dropped === undefined) throw new Error('there is none');
        world.put(dropped);
        for (const event of all) {
          world.happen(key, event);
          const now = world.find(key);
          // Once its store no longer gives it, it waits under that reason, and a person sees that.
          if (now?.state === 'quarantined' && now.reason === 'vanished') return;
          expect(now?.state).not.toBe('staged');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('each event', () => {
  test('is defined on each state: the record moves, stays, or the event is refused', () => {
    const [key = { store: '', entity: 'orders', sourceId: '' } as const] = keys;
    fc.assert(
      fc.property(eventFor(key, keys), fc.constantFrom(undefined, ...inEachState), (event, record) => {
        const world = new World();
        if (record !== undefined) world.put(record);
        const { kind } = world.happen(key, event);
        expect(['moved', 'stayed', 'refused']).toContain(kind);
        if (kind === 'refused') expect(world.find(key)).toEqual(record);
      }),
      { numRuns: 1_500 },
    );
  });

  test('makes the same of the same', () => {
    const [key = { store: '', entity: 'orders', sourceId: '' } as const] = keys;
    fc.assert(
      fc.property(eventFor(key, keys), fc.constantFrom(...inEachState), (event, record) => {
        const [one, other] = [new World(), new World()];
        for (const world of [one, other]) world.put(record);
        const copy = structuredClone(record);
        expect(one.happen(key, event)).toEqual(other.happen(key, event));
        expect(record).toEqual(copy);
      }),
      { numRuns: 300 },
    );
  });
});

test('what waits for another record has been in quarantine since it first waited, and anew after a person’s word', () => {
  const world = new World();
  const [key = { store: '', entity: 'orders', sourceId: '' } as const] = keys;
  world.happen(key, { kind: 'read', read: { sourceId: 'N1', hash: 'a', payload: '{}' }, rules: 'r' });
  world.happen(key, { kind: 'quarantined', reason: 'waits-for', message: '' });
  const since = world.find(key)?.quarantinedSince;
  world.happen(key, { kind: 'restaged', rules: 'r' });
  world.happen(key, { kind: 'quarantined', reason: 'waits-for', message: '' });
  expect(world.find(key)?.quarantinedSince).toBe(since);
  world.happen(key, { kind: 'retried', another: false });
  expect(world.find(key)).toMatchObject({ state: 'staged', quarantinedSince: null });
});
