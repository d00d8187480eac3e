import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Settlement } from '../../../src/ledger/intent.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { withDeferredIntents } from '../../../src/run/protocol/deferred-intents.ts';
import { openLedger } from '../../support/open-ledger.ts';

const now = () => Date.parse('2026-07-01T00:00:00Z');
const ids = ['N1', 'N2', 'N3', 'N4', 'N5'];
const keyOf = (sourceId: string) => ({ store: 'west', entity: 'orders', sourceId }) as const;
const requestOf = (sourceId: string, action = 'add') => ({
  ...{ key: keyOf(sourceId), action, targetId: `W${sourceId}`, draft: '{}' },
});

let kept: Ledger;
let tried: Ledger;
let run = 0;
beforeEach(async () => {
  kept = openLedger(':memory:', { now });
  tried = openLedger(':memory:', { now });
  for (const ledger of [kept, tried]) {
    run = await ledger.beginRun({ narrowed: false });
    const records = ids.map((sourceId) => ({ sourceId, hash: 'h', payload: '{}' }));
    await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records });
  }
});
afterEach(async () => {
  await kept.close();
  await tried.close();
});

const told = async (ledger: Ledger) => ({
  records: await ledger.findAll(ids.map(keyOf)),
  histories: await ledger.histories('west', 'orders', ids),
  counts: await ledger.counts(run),
});

/** Does the same in a ledger that keeps intents and in one that defers them, and shows what both tell then. */
async function both(steps: (ledger: Ledger) => Promise<void>) {
  await steps(kept);
  await steps(withDeferredIntents(tried));
  return [await told(tried), await told(kept)];
}

type Outcome = (intent: number) => Settlement;
const writeAll =
  (action: string, outcomes: readonly Outcome[], between?: (ledger: Ledger, intents: readonly number[]) => unknown) =>
  async (ledger: Ledger): Promise<void> => {
    const some = ids.slice(0, outcomes.length);
    const intents = await ledger.recordIntents(
      run,
      some.map((id) => requestOf(id, action)),
    );
    await between?.(ledger, intents);
    await ledger.settle(
      run,
      outcomes.map((outcome, place) => outcome(intents[place] ?? 0)),
    );
  };

const done: Outcome = (intent) => ({ kind: 'step-done', intent });
const loaded: Outcome = (intent) => ({ kind: 'loaded', intent, outcome: 'created' });
const quarantine: Outcome = (intent) => ({ kind: 'quarantine', intent, reason: 'refused', message: 'No.' });
const unwritten: Outcome = (intent) => ({ ...quarantine(intent), unwritten: true }) as Settlement;
const absent: Outcome = (intent) => ({ kind: 'absent', intent });

test('records, their histories and the counts are those of a run that keeps its intents', async () => {
  const [deferred, real] = await both(async (ledger) => {
    await writeAll('add', [done, loaded, quarantine, unwritten, absent])(ledger);
    await writeAll('approve', [loaded])(ledger);
  });
  expect(deferred).toEqual(real);
});

test('so they are where look-ups and refusals are noted in between', async () => {
  const [deferred, real] = await both(
    writeAll('add', [done, quarantine, absent], async (ledger, [one = 0, , third = 0]) => {
      await ledger.noteLookUps([one]);
      await ledger.noteRefusal([third], 'No.');
    }),
  );
  expect(deferred).toEqual(real);
  expect(await tried.openIntents()).toEqual([]);
});

test('what is settled leaves no intent and no draft, and nothing asks for a draft', async () => {
  const ledger = withDeferredIntents(tried);
  const asked = () => {
    throw new Error('a draft was asked for');
  };
  const [intent = 0] = await ledger.recordIntents(run, [lazily(requestOf('N1'), asked)]);
  await ledger.settle(run, [loaded(intent)]);
  expect(await tried.recordsWithIntents(run)).toEqual([]);
  expect((await tried.find(keyOf('N1')))?.state).toBe('loaded');
});

function lazily({ draft: _, ...request }: ReturnType<typeof requestOf>, asked: () => never) {
  return Object.defineProperty(request, 'draft', { get: asked, enumerable: true });
}

test('a target id that is the copy of another record is refused, and so is a step that has begun already', async () => {
  const ledger = withDeferredIntents(tried);
  await writeAll('add', [loaded])(ledger);
  const [intent = 0] = await ledger.recordIntents(run, [{ ...requestOf('N2'), targetId: 'WN1' }]);
  await expect(ledger.settle(run, [loaded(intent)])).rejects.toMatchObject({ code: 'internal' });
  await tried.recordIntents(run, [requestOf('N3')]);
  const [again = 0] = await ledger.recordIntents(run, [requestOf('N3')]);
  await expect(ledger.settle(run, [loaded(again)])).rejects.toMatchObject({ code: 'internal' });
});
