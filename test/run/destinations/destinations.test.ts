import { describe, expect, test } from 'vitest';
import { ExportDestination } from '../../../src/operations/export/export-destination.ts';
import type { Destination } from '../../../src/run/protocol/destination.ts';
import { PlanDestination } from '../../../src/run/protocol/plan-destination.ts';
import { PrimaryDestination } from '../../../src/run/protocol/primary-destination.ts';
import { brokenDestinations } from './broken-destinations.ts';
import { checks, writesTo } from './conformance.ts';
import { samples, withGround } from './ground.ts';

const implementations: Readonly<Record<string, () => Destination>> = {
  'the primary': () => new PrimaryDestination(),
  'a plan': () => new PlanDestination(),
  'a plan of more than its memory takes': () => new PlanDestination(0),
  'export files': () => new ExportDestination(),
};

describe.each(Object.entries(implementations))('%s', (_name, open) => {
  test.each(Object.entries(checks))('%s', (_check, check) => withGround((ground) => check(open(), ground)));
});

describe('the suite notices a destination that', () => {
  test.each(Object.entries(brokenDestinations))('%s', async (_fault, open) => {
    const failed: string[] = [];
    for (const [name, check] of Object.entries(checks)) {
      await withGround((ground) => check(open(), ground)).catch(() => failed.push(name));
    }
    expect(failed).not.toEqual([]);
  });
});

test('what the primary refuses is told in its own words', () =>
  withGround(async (ground) => {
    ground.main.faults.next = ({ action }) =>
      action === 'AddItem' ? { kind: 'refused', message: 'SKU is too odd' } : undefined;
    const [products] = samples;
    if (products === undefined) throw new RangeError('No sample of products');
    const step = ground.steps(new PrimaryDestination()).of(products.step);
    const { outcomes, quarantined } = await ground.load(step, products.items);
    expect(outcomes).toEqual(['quarantined', 'quarantined']);
    expect(quarantined[0]).toMatchObject({ reason: 'refused', message: expect.stringContaining('SKU is too odd') });
  }));

test('an export keeps all that files have room for, and tells what they have not', () =>
  withGround(async (ground) => {
    const destination = new ExportDestination();
    const steps = ground.steps(destination);
    for (const { step, items } of samples) await ground.load(steps.of(step), items);
    const drafts: Readonly<Record<string, readonly unknown[]>> = destination.drafts();
    for (const { entity, items } of samples) {
      const meant = items.map(({ draft }) => draft);
      if (entity === 'rmas') expect(destination.left.map(({ targetId }) => targetId)).toEqual(['west:71']);
      else expect(drafts[entity]).toEqual(meant);
    }
    expect(destination.left).toMatchObject([{ entity: 'rmas', why: expect.stringContaining('Neto imports no file') }]);
    expect(writesTo(ground)).toBe(0);
  }));

test('a plan knows what it has put on orders that it has only foreseen, and what on those that are there', () =>
  withGround(async (ground) => {
    const destination = new PlanDestination();
    const steps = ground.steps(destination);
    const of = (entity: string) => samples.find((sample) => sample.entity === entity) ?? samples[0];
    const [orders, payments] = [of('orders'), of('payments')];
    if (orders === undefined || payments === undefined) throw new RangeError('No samples');
    await ground.load(steps.of(orders.step), orders.items);
    const [foreseen, there] = payments.items;
    if (foreseen === undefined || there === undefined) throw new RangeError('No samples of two payments');
    const onForeseen = { ...(foreseen.draft as object), orderId: orders.items[0]?.targetId.toLowerCase() };
    await ground.load(steps.of(payments.step), [{ ...foreseen, draft: onForeseen }, there]);
    expect([foreseen, there].map(({ key }) => destination.isOnForeseen(key))).toEqual([true, false]);
  }));
