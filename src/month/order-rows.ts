import { type Decimal, isZero, subtract } from '../model/money.ts';
import type { ComparedCase } from '../reconcile/reconcile.ts';
import type { BothCounted } from './counted.ts';
import type { Cause, Measures, OrderRow, Pair } from './pack.ts';

/** One order of the month, with both of its numbers and what it comes to on both sides. */
export function orderRowOf(
  { order, differences }: ComparedCase,
  counted: BothCounted,
  cause: Cause | null,
): OrderRow[] {
  const { source, live, targetId, secondary, primary, store } = order;
  if (secondary === null && primary.length === 0) return [];
  const both = (key: 'total' | 'gst' | 'paid'): Pair => pairOf(counted, key);
  const [total, gst, paid] = [both('total'), both('gst'), both('paid')];
  const isEqual = differences.length === 0 && [total, paid].every(({ difference }) => isZero(difference));
  const standing =
    primary.length === 0 ? 'only-in-store' : secondary === null ? 'only-in-primary' : isEqual ? 'ties' : 'differs';
  return [
    {
      store: store.rules.store,
      sourceId: source?.id ?? live[0]?.belonging.sourceId ?? null,
      number: live[0]?.order.id ?? targetId,
      day: secondary?.day ?? primary[0]?.day ?? null,
      status: source?.status ?? '',
      ...{ total, gst, paid, standing },
      cause: standing === 'ties' ? null : cause,
    },
  ];
}

export function pairOf<Key extends keyof Measures>(
  { secondary, primary }: BothCounted,
  key: Measures[Key] extends Decimal ? Key : never,
): Pair {
  const [there, here] = [secondary.measures[key] as Decimal, primary.measures[key] as Decimal];
  return { secondary: there, primary: here, difference: subtract(here, there) };
}
