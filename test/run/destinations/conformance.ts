import { expect } from 'vitest';
import { mustAgree } from '../../../src/entities/writing/load-target.ts';
import { ConsolidatorError } from '../../../src/model/errors.ts';
import { lowerKey } from '../../../src/model/text-key.ts';
import type { Destination } from '../../../src/run/protocol/destination.ts';
import { NOTHING_KEPT } from '../../../src/session/kept-aside.ts';
import { type Ground, samples } from './ground.ts';

/** What every destination must be able to do. Each throws where one can't. */
export const checks: Readonly<Record<string, (destination: Destination, ground: Ground) => Promise<void>>> = {
  'what was written is found, as it was meant': findsWhatWasWritten,
  'what was written is not written a second time, by whatever ledger': writesOnce,
  'the primary is written to only where it keeps what is written': writesWhereItKeeps,
  'later records know what was written': tellsLaterRecords,
  "another's record under the same id is told, and left alone": tellsOfAnothers,
  'where nothing may be written, that is told and nothing is': obeysTheWatch,
  'the primary itself is seen': showsThePrimary,
};

async function loadAll(destination: Destination, ground: Ground): Promise<void> {
  const steps = ground.steps(destination);
  for (const { step, items } of samples) await ground.load(steps.of(step), items);
}

async function findsWhatWasWritten(destination: Destination, ground: Ground): Promise<void> {
  const steps = ground.steps(destination);
  for (const { entity, step, items } of samples) {
    const own = steps.of(step);
    expect((await own.target.lookUp(items)).size, entity).toBe(0);
    const { outcomes, written } = await ground.load(own, items);
    expect({ entity, outcomes, written }).toEqual({ entity, outcomes: items.map(() => 'done'), written: items.length });
    const found = await own.target.lookUp(items);
    for (const item of items) {
      expect([...found.keys()], entity).toContain(lowerKey(item.targetId));
      const existing = found.get(lowerKey(item.targetId));
      expect(own.target.isCopyOf(item, existing), item.targetId).toBe(true);
      expect(own.target.doubt?.(item, existing), item.targetId).toBeUndefined();
      expect(own.target.compare(item.draft, existing).filter(mustAgree), item.targetId).toEqual([]);
    }
  }
}

async function writesOnce(destination: Destination, ground: Ground): Promise<void> {
  await loadAll(destination, ground);
  const before = writesTo(ground);
  const steps = ground.steps(destination);
  for (const { entity, step, items } of samples) {
    const { outcomes, written } = await ground.load(steps.of(step), items);
    expect({ entity, outcomes, written }).toEqual({ entity, outcomes: items.map(() => 'done'), written: 0 });
  }
  expect(writesTo(ground)).toBe(before);
}

async function writesWhereItKeeps(destination: Destination, ground: Ground): Promise<void> {
  await loadAll(destination, ground);
  const given = samples.reduce((sum, { items }) => sum + items.length, 0);
  const there = [
    ...ground.main.items().filter(({ SKU }) => SKU !== 'MUG'),
    ...ground.main.customers().filter(({ Username }) => Username !== 'w_first'),
    ...ground.main.orders().filter(({ OrderID }) => OrderID !== 'W1'),
    ...ground.main.payments(),
    ...ground.main.rmas(),
  ];
  expect(there.length).toBe(destination.keeps ? given : 0);
  if (!destination.keeps) expect(writesTo(ground)).toBe(0);
}

async function tellsLaterRecords(destination: Destination, ground: Ground): Promise<void> {
  await loadAll(destination, ground);
  for (const { step, items } of samples) {
    if (step.foresee === undefined) continue;
    const foreseen = destination.foreseen(step);
    const expected = destination.keeps
      ? []
      : items.map(({ targetId, draft }) => [lowerKey(targetId), step.foresee?.(draft)]);
    expect([...foreseen]).toEqual(expected);
  }
}

async function tellsOfAnothers(destination: Destination, ground: Ground): Promise<void> {
  const [products] = samples;
  if (products === undefined) throw new RangeError('No sample of products');
  ground.main.panel.addItem({ SKU: 'BOOK', Name: 'Quite another book', InternalNotes: 'ours' });
  const { outcomes, written, quarantined } = await ground.load(
    ground.steps(destination).of(products.step),
    products.items,
  );
  expect(outcomes).toEqual(['quarantined', 'done']);
  expect(written).toBe(1);
  expect(quarantined).toMatchObject([{ reason: 'target-id-taken', sourceId: products.items[0]?.key.sourceId }]);
}

async function obeysTheWatch(destination: Destination, ground: Ground): Promise<void> {
  const steps = ground.steps(destination, async () => {
    throw new ConsolidatorError('ledger-superseded', 'Somebody else goes on.');
  });
  for (const { step, items } of samples) {
    await expect(ground.load(steps.of(step), items)).rejects.toMatchObject({ code: 'ledger-superseded' });
    expect(destination.foreseen(step).size).toBe(0);
  }
  expect(writesTo(ground)).toBe(0);
}

async function showsThePrimary(destination: Destination, ground: Ground): Promise<void> {
  // By somebody else, or by an earlier run.
  for (const { step, items } of samples) await ground.steps(inPrimary).of(step).target.write(items);
  const before = writesTo(ground);
  const steps = ground.steps(destination);
  for (const { entity, step, items } of samples) {
    const { outcomes, written } = await ground.load(steps.of(step), items);
    expect({ entity, outcomes, written }).toEqual({ entity, outcomes: items.map(() => 'done'), written: 0 });
  }
  expect(writesTo(ground)).toBe(before);
}

const inPrimary: Destination = {
  keeps: true,
  isByFile: false,
  open: ({ target }) => target,
  foreseen: () => NOTHING_KEPT,
};

export function writesTo({ main }: Pick<Ground, 'main'>): number {
  return main.requests.filter(({ write }) => write).length;
}
