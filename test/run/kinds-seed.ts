import { makeDemo } from '../../scripts/fixtures/demo-store.ts';
import type { OrderPlan } from '../../scripts/fixtures/order-plan.ts';
import type { Seed } from '../../src/fake-store/index.ts';

const demo = makeDemo();

/** A secondary of the demo with one order of each kind: what becomes of it, how it is paid, discounted, taxed, sent. */
export function kindsSeed(name: 'west' | 'south'): Seed {
  const { seed, plans } = demo[name];
  const kept = new Set(new Map(plans.map((plan) => [kindOf(plan), plan.id])).values());
  return { ...seed, orders: (seed.orders ?? []).filter(({ OrderID }) => kept.has(String(OrderID))) };
}

function kindOf({ id, outcome, basket, payments, fields }: OrderPlan): string {
  const { lines, shippingDiscount, surcharge, taxFree, taxInclusive } = basket;
  return JSON.stringify([
    id.replace(/\d+/, ''),
    outcome,
    taxInclusive || [taxFree, shippingDiscount > 0],
    payments.map(({ heldBack }) => heldBack ?? ''),
    surcharge > 0,
    shippingDiscount > 0 || lines.some(({ discount }) => discount > 0),
    lines.some(({ percent }) => percent > 0),
    Object.keys(fields).length,
  ]);
}
