import type { LocalDate } from '../model/time.ts';
import { nothing } from './amounts.ts';
import type { OrderCase } from './cases.ts';
import type { Difference } from './result.ts';

type Given = Pick<Difference, 'kind' | 'message' | 'remedy'> & Partial<Difference>;

/** Fills in what a difference shares with its order. */
export function difference(one: OrderCase, given: Given): Difference {
  return {
    entity: 'order',
    store: one.store.rules.store,
    sourceId: one.source?.id ?? one.live[0]?.belonging.sourceId ?? null,
    targetId: one.live[0]?.order.id ?? one.targetId,
    day: dayOf(one),
    field: null,
    secondary: null,
    primary: null,
    xero: null,
    effect: nothing,
    underWay: false,
    reason: null,
    ...given,
  };
}

function dayOf({ secondary, primary, live }: OrderCase): LocalDate | null {
  return secondary?.day ?? primary[0]?.day ?? live[0]?.day ?? null;
}
