import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LoadItem } from '../../../src/entities/writing/load-item.ts';
import type { WriteAnswer } from '../../../src/entities/writing/load-target.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { instantOfMilliseconds } from '../../../src/model/time.ts';
import { loadBatch } from '../../../src/run/protocol/load-batch.ts';
import { settleIntents } from '../../../src/run/protocol/settle-intents.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { type Draft, Primary } from '../support/primary.ts';

/** Shows what it stored only after so many look-ups, and answers as it is told. */
class SlowPrimary extends Primary {
  hiddenFor = 0;
  /** Leaves out the ids of its answer, as for payments, whose numbers are the primary's own. */
  nameless = false;
  readonly answers: WriteAnswer[] = [];
  writes = 0;
  #looks = 0;

  override async lookUp(items: readonly LoadItem<Draft>[]) {
    this.#looks += 1;
    return this.#looks <= this.hiddenFor ? new Map() : super.lookUp(items);
  }

  override async write(items: readonly LoadItem<Draft>[]) {
    this.writes += 1;
    this.#looks = 0;
    const said = this.answers.shift();
    if (said !== undefined) return said;
    const answer = await super.write(items);
    return this.nameless ? { ...answer, ids: [], taken: answer.ids.length } : answer;
  }
}

let ledger: Ledger;
let primary: SlowPrimary;
let run = 0;
let now = Date.parse('2026-07-01T00:00:00Z');
beforeEach(async () => {
  ledger = openLedger(':memory:', { now: () => now });
  primary = new SlowPrimary();
  run = await ledger.beginRun({ narrowed: false });
});
afterEach(() => ledger.close());

async function stage(...numbers: number[]): Promise<LoadItem<Draft>[]> {
  const records = numbers.map((number) => ({ sourceId: `N${number}`, hash: 'h', payload: '{}' }));
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records });
  return numbers.map((number) => ({
    key: { store: 'west', entity: 'orders', sourceId: `N${number}` },
    targetId: `W${number}`,
    draft: { total: '7.00' },
  }));
}

const load = (items: readonly LoadItem<Draft>[], more: { hasNextStep?: boolean; action?: string } = {}) =>
  loadBatch({ ledger, run, target: primary, action: 'add', hasNextStep: false, items, ...more });

describe('a primary that shows what it stored only some reads later', () => {
  test('is looked at again after an answer that says done, so that nothing stays open', async () => {
    primary.hiddenFor = 2;
    expect([...(await load(await stage(1, 2))).values()]).toEqual(['done', 'done']);
    expect(primary.stored).toEqual(['W1', 'W2']);
  });

  test('does not get the rest of a half-taken batch twice where its answer names nobody', async () => {
    primary.hiddenFor = 9;
    primary.nameless = true;
    primary.moods.push('first-half');
    const outcomes = await load(await stage(1, 2, 3, 4));
    expect(primary.writes).toBe(1);
    expect(new Set(outcomes.values())).toEqual(new Set(['pending']));
  });

  test('gets the rest of a half-taken batch at once where all that its answer counts was found', async () => {
    primary.nameless = true;
    primary.moods.push('first-half');
    const outcomes = await load(await stage(1, 2, 3, 4));
    expect(primary.stored).toEqual(['W1', 'W2', 'W3', 'W4']);
    expect(new Set(outcomes.values())).toEqual(new Set(['done']));
  });

  test('is not believed when it holds more of a batch than it says', async () => {
    primary.held.set('w1', { total: '7.00', reference: 'west:N1' });
    const items = await stage(1, 2);
    primary.answers.push({ kind: 'refused', ids: [], errors: ['Internal error'] });
    const outcomes = await loadBatch({
      ledger,
      run,
      target: primary,
      action: 'add',
      hasNextStep: false,
      items,
      looked: { existing: new Map(), isFresh: () => true },
    });
    expect([...outcomes]).toEqual([
      ['N1', 'done'],
      ['N2', 'pending'],
    ]);
    expect(primary.writes).toBe(1);
  });

  test('leaves open what it answered a warning to without naming it', async () => {
    primary.answers.push({ kind: 'partial', ids: [], errors: [] });
    expect((await load(await stage(1))).get('N1')).toBe('pending');
    expect(await ledger.openIntents()).toHaveLength(1);
  });
});

describe('a refusal for a reason that passes', () => {
  const busy: WriteAnswer = { kind: 'refused', ids: [], errors: ['Deadlock found, try restarting transaction'] };
  const waits: number[] = [];
  const loadPatiently = (items: readonly LoadItem<Draft>[]) =>
    loadBatch({
      ledger,
      run,
      target: primary,
      action: 'add',
      hasNextStep: false,
      items,
      pause: async (attempt) => void waits.push(attempt),
    });
  beforeEach(() => {
    waits.length = 0;
  });

  test('is tried again after a pause and a look-up', async () => {
    primary.answers.push(busy, busy);
    expect((await loadPatiently(await stage(1))).get('N1')).toBe('done');
    expect(waits).toEqual([1, 2]);
  });

  test('three times in one run, and then left staged for the next', async () => {
    primary.answers.push(busy, busy, busy, busy);
    expect((await loadPatiently(await stage(1))).get('N1')).toBe('pending');
    expect(primary.writes).toBe(3);
    expect(await ledger.staged('west', 'orders', 10)).toHaveLength(1);
    expect(await ledger.openIntents()).toEqual([]);
  });
});

describe('a step that sets a state', () => {
  async function added() {
    const items = await stage(1);
    await load(items, { hasNextStep: true });
    primary.held.clear();
    primary.moods.push('lost-before');
    await load(items, { action: 'approve' });
    return items;
  }
  const settle = async (items: readonly LoadItem<Draft>[], repeatable: boolean) => {
    const open = (await ledger.openIntents()).flatMap((intent) => items.map((item) => ({ intent, item })));
    const shared = { ledger, run, target: primary, hasNextStep: false, settleAfterSeconds: 300, repeatable };
    return settleIntents({ ...shared, open, now: instantOfMilliseconds(now) });
  };

  test('may be done again after one look-up, from where the copy stands', async () => {
    const items = await added();
    await settle(items, true);
    expect(await ledger.openIntents()).toEqual([]);
    expect(await ledger.partiallyLoaded('west', 'orders')).toMatchObject([
      { record: { sourceId: 'N1', targetId: 'W1' } },
    ]);
    expect(await ledger.staged('west', 'orders', 10)).toEqual([]);
    await load(items, { action: 'approve' });
    expect(await ledger.find({ store: 'west', entity: 'orders', sourceId: 'N1' })).toMatchObject({ state: 'loaded' });
  });

  test('not so one that adds something', async () => {
    await settle(await added(), false);
    expect(await ledger.openIntents()).toHaveLength(1);
  });
});

test('a record that never shows up is written ten times at most, and then a person is asked', async () => {
  const items = await stage(1);
  for (let cycle = 0; cycle < 12; cycle += 1) {
    primary.answers.push({ kind: 'accepted', ids: ['W1'], errors: [] });
    if ((await ledger.staged('west', 'orders', 1)).length > 0) await load(items);
    for (let look = 0; look < 3; look += 1) {
      now += 200_000;
      const open = (await ledger.openIntents()).flatMap((intent) => items.map((item) => ({ intent, item })));
      const shared = { ledger, run, target: primary, hasNextStep: false, settleAfterSeconds: 300 };
      await settleIntents({ ...shared, open, now: instantOfMilliseconds(now) });
    }
  }
  expect(primary.writes).toBe(10);
  expect(await ledger.quarantined()).toMatchObject([
    { reason: 'not-stored', message: 'W1 was written 10 times, and the primary never showed it.' },
  ]);
});

describe('a refusal in words', () => {
  const refusedBy = (error: string): WriteAnswer => ({ kind: 'refused', ids: [], errors: [error] });

  test('that will be the same again goes to quarantine at once', async () => {
    primary.answers.push(refusedBy('BillLastName is a required field and is missing'));
    expect((await load(await stage(1))).get('N1')).toBe('quarantined');
    expect(primary.writes).toBe(1);
  });

  test('that nobody knows is worth one more try', async () => {
    const strange = refusedBy('The moon is in the seventh house');
    primary.answers.push(strange);
    expect((await load(await stage(1))).get('N1')).toBe('done');
    primary.answers.push(strange, strange);
    expect((await load(await stage(2))).get('N2')).toBe('quarantined');
    expect(primary.writes).toBe(4);
  });
});
