import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LoadItem } from '../../../src/entities/writing/load-item.ts';
import type { WriteAnswer } from '../../../src/entities/writing/load-target.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { LoadBatch } from '../../../src/run/protocol/batch.ts';
import { loadBatch } from '../../../src/run/protocol/load-batch.ts';
import { freshFromNow } from '../../../src/run/protocol/looked.ts';
import { many } from '../../support/many.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { type Draft, type Held, Primary, stageOrders } from '../support/primary.ts';

let ledger: Ledger;
let primary: CountedPrimary;
let run = 0;
beforeEach(async () => {
  ledger = openLedger(':memory:');
  primary = new CountedPrimary();
  run = await ledger.beginRun({ narrowed: false });
});
afterEach(() => {
  vi.restoreAllMocks();
  ledger.close();
});

/** Counts what is asked of it, and refuses as a whole what holds one of these. */
class CountedPrimary extends Primary {
  readonly bad = new Set<string>();
  readonly writes: number[] = [];
  lookUps = 0;
  underWay = 0;
  mostUnderWay = 0;

  override lookUp(items: readonly LoadItem<Draft>[]) {
    this.lookUps += 1;
    return super.lookUp(items);
  }

  override async write(items: readonly LoadItem<Draft>[]): Promise<WriteAnswer> {
    this.writes.push(items.length);
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.underWay -= 1;
    const one = items.find(({ targetId }) => this.bad.has(targetId));
    if (one !== undefined) return { kind: 'refused', ids: [], errors: ['SKU is an invalid SKU'] };
    return super.write(items);
  }

  get requests(): number {
    return this.lookUps + this.writes.length;
  }
}

const stage = (count: number) =>
  stageOrders(
    ledger,
    run,
    Array.from({ length: count }, (_, index) => index + 1),
  );

type Options = Partial<Omit<LoadBatch<Draft, Held>, 'ledger' | 'run' | 'target' | 'items'>>;
const load = (items: readonly LoadItem<Draft>[], options: Options = {}) =>
  loadBatch({ ledger, run, target: primary, action: 'add', hasNextStep: false, items, ...options });

describe('several writes', () => {
  test('share one look-up and one read-back, and each has its own intents', async () => {
    const outcomes = await load(await stage(6), { writeSize: 2 });
    expect([...outcomes.values()]).toEqual(Array(6).fill('done'));
    expect([primary.writes, primary.lookUps]).toEqual([[2, 2, 2], 2]);
    expect(await ledger.openIntents()).toEqual([]);
  });

  test('go no more than a few at a time', async () => {
    await load(await stage(10), { writeSize: 1, writesInFlight: 3 });
    expect(primary.mostUnderWay).toBe(3);
    expect(primary.stored).toHaveLength(10);
  });

  test('about one thing come one after another, as they were given, and beside those about others', async () => {
    const order = ({ targetId }: LoadItem<Draft>): string => (['W2', 'W4', 'W5'].includes(targetId) ? 'one' : targetId);
    const begun: string[] = [];
    const underWay = new Set<string>();
    let mostAtOnce = 0;
    const write = primary.write.bind(primary);
    primary.write = async (items) => {
      for (const name of items.map(order)) {
        expect(underWay).not.toContain(name);
        underWay.add(name);
      }
      begun.push(...items.map(({ targetId }) => targetId));
      mostAtOnce = Math.max(mostAtOnce, underWay.size);
      const answer = await write(items);
      for (const name of items.map(order)) underWay.delete(name);
      return answer;
    };
    const outcomes = await load(await stage(9), { writeSize: 1, writesInFlight: 3, inTurn: order });
    expect([...outcomes.values()]).toEqual(Array(9).fill('done'));
    expect(begun.filter((id) => ['W2', 'W4', 'W5'].includes(id))).toEqual(['W2', 'W4', 'W5']);
    expect(mostAtOnce).toBe(3);
  });

  test('that had to wait for one that meets with trouble are not begun', async () => {
    const order = ({ targetId }: LoadItem<Draft>): string => (['W1', 'W3'].includes(targetId) ? 'one' : targetId);
    primary.moods.push('lost-before');
    const outcomes = await load(await stage(3), { writeSize: 1, writesInFlight: 3, inTurn: order });
    expect(outcomes.has('N3')).toBe(false);
    expect(primary.stored).not.toContain('W3');
  });

  test('end with the one that meets with trouble; what was not begun has no outcome and no intent', async () => {
    primary.moods.push('good', 'lost-before');
    const outcomes = await load(await stage(6), { writeSize: 2 });
    expect([...outcomes]).toEqual([
      ['N1', 'done'],
      ['N2', 'done'],
      ['N3', 'pending'],
      ['N4', 'pending'],
    ]);
    expect((await ledger.openIntents()).map(({ targetId }) => targetId)).toEqual(['W3', 'W4']);
    expect(await ledger.staged('west', 'orders', 10)).toHaveLength(2);
  });

  test('are read back as far as they were sent when a later one fails', async () => {
    primary.moods.push('good', 'unreachable');
    await expect(load(await stage(4), { writeSize: 2 })).rejects.toMatchObject({ code: 'store-unreachable' });
    expect(await ledger.openIntents()).toEqual([]);
    expect((await ledger.staged('west', 'orders', 10)).map(({ sourceId }) => sourceId)).toEqual(['N3', 'N4']);
  });

  test('end when the run is to stop, with what was sent read back', async () => {
    const answers = [true, false];
    const outcomes = await load(await stage(6), { writeSize: 2, mayGoOn: () => answers.shift() ?? false });
    expect([...outcomes.values()]).toEqual(Array(4).fill('done'));
    expect(await ledger.openIntents()).toEqual([]);
  });
});

describe('a look-up that was done before', () => {
  const nothing = () => ({ existing: new Map<string, Held>(), isFresh: freshFromNow() });

  test('is taken while it is fresh', async () => {
    await load(await stage(2), { looked: nothing() });
    expect(primary.lookUps).toBe(1);
  });

  test.each([
    ['the wall clock', () => vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 31_000)],
    ['the wall clock, set back', () => vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 31_000)],
    [
      'the clock that only counts',
      () => vi.spyOn(process.hrtime, 'bigint').mockReturnValue(process.hrtime.bigint() + 31_000_000_000n),
    ],
  ])(
    'is done anew when it is over 30 seconds old by %s, so that what was added meanwhile is not added again',
    async (_, pass) => {
      const items = await stage(1);
      const looked = nothing();
      primary.held.set('w1', { total: '7.00', reference: 'west:N1' });
      pass();
      expect((await load(items, { looked })).get('N1')).toBe('done');
      expect([primary.writes, primary.lookUps]).toEqual([[], 1]);
    },
  );

  test('serves no write that would begin when it is old', async () => {
    const items = await stage(4);
    const write = primary.write.bind(primary);
    primary.write = async (some) => {
      vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 31_000);
      return write(some);
    };
    const outcomes = await load(items, { looked: nothing(), writeSize: 2 });
    expect([...outcomes.keys()]).toEqual(['N1', 'N2']);
  });
});

describe('a batch that is refused as a whole', () => {
  test('costs at most 40 requests where one of 50 is bad, and the refusal names it', async () => {
    const items = await stage(50);
    primary.bad.add('W31');
    const outcomes = await load(items);
    expect([...outcomes].filter(([, outcome]) => outcome !== 'done')).toEqual([['N31', 'quarantined']]);
    expect(primary.stored).toHaveLength(49);
    expect(primary.requests).toBeLessThanOrEqual(40);
    expect(await ledger.quarantined()).toMatchObject([{ sourceId: 'N31', reason: 'refused' }]);
  });

  test('goes in smaller writes where the primary takes no more, whatever the size', async () => {
    const items = await stage(50);
    const write = primary.write.bind(primary);
    primary.write = async (some) => {
      if (some.length <= 10) return write(some);
      primary.writes.push(some.length);
      return { kind: 'refused', ids: [], errors: ['too many'] };
    };
    expect([...(await load(items)).values()]).toEqual(Array(50).fill('done'));
    expect(primary.stored).toHaveLength(50);
    expect(primary.requests).toBeLessThanOrEqual(25);
  });

  test('whatever is bad and whatever is lost, each good one is stored once at most, and no bad one at all', async () => {
    const mood = fc.constantFrom('good', 'good', 'good', 'lost-after', 'lost-before', 'lie', 'first-half' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 6 }),
        fc.array(mood, { maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 3 }),
        async (bad, moods, writeSize, writesInFlight) => {
          ledger.close();
          ledger = openLedger(':memory:');
          primary = new CountedPrimary();
          run = await ledger.beginRun({ narrowed: false });
          for (const number of bad) primary.bad.add(`W${number}`);
          primary.moods.push(...moods);
          const outcomes = await load(await stage(20), { writeSize, writesInFlight });
          expect(new Set(primary.stored).size).toBe(primary.stored.length);
          for (const id of primary.stored) expect(primary.bad.has(id)).toBe(false);
          for (const [id, outcome] of outcomes)
            if (outcome === 'done') expect(primary.stored).toContain(id.replace('N', 'W'));
          if (moods.every((one) => one === 'good')) {
            const all = [...outcomes.values()].filter((outcome) => outcome === 'done');
            expect(all.length + bad.length).toBeGreaterThanOrEqual(outcomes.size);
          }
        },
      ),
      { numRuns: many(60, 1_000) },
    );
  });
});
