import { shortHash } from '../../model/hashes.ts';
import type { AgreedBatch, Batch, BatchMemory } from '../verdicts.ts';
import type { BatchedOrder } from './orders.ts';

/** Two states of one order are told apart, so that few letters are enough. */
const LETTERS = 8;

function factsOf({ total, gst, day, currency, isDispatched }: BatchedOrder): string {
  return shortHash([total, gst, day, currency, isDispatched].join(' ')).slice(0, LETTERS);
}

/**
 * An order is touched again and again, as by a late payment or a note, and looks young by its last change each time: what its
 * batch is made from has been as it is for longer. So no batch is still to come for ever in a busy shop.
 */
export function withTheirAge(orders: readonly BatchedOrder[], memory: BatchMemory | undefined): BatchedOrder[] {
  return orders.map((one) => {
    const [facts, since] = memory?.orders[one.number] ?? [];
    const isKnown = since !== undefined && facts === factsOf(one) && one.changedAt !== null && since < one.changedAt;
    return isKnown ? { ...one, changedAt: since } : one;
  });
}

/**
 * What the next look is told of this one.
 * @param orders with their age
 * @param days of the invoices of this look's batches, by their ids
 */
export function memoryAfter(
  memory: BatchMemory | undefined,
  {
    orders,
    batches,
    days,
  }: {
    readonly orders: readonly BatchedOrder[];
    readonly batches: readonly Batch[];
    readonly days: ReadonlyMap<string, AgreedBatch['invoices'][number]['day']>;
  },
): BatchMemory {
  const first = orders.map(({ day }) => day).sort()[0] ?? '';
  const proven = batches.flatMap(({ of, verdict, from, to, invoices, orders: numbers }): AgreedBatch[] => {
    if (of !== 'sales' || verdict !== 'proven' || from === null || to === null) return [];
    const dated = invoices.map(({ id, number }) => ({ id, number, day: days.get(id) ?? null }));
    return [{ from, to, invoices: dated, orders: [...numbers] }];
  });
  const again = new Set(proven.flatMap((one) => [...one.invoices.map(({ id }) => id), ...one.orders]));
  const kept = (memory?.agreed ?? []).filter(
    (one) => one.to >= first && ![...one.invoices.map(({ id }) => id), ...one.orders].some((key) => again.has(key)),
  );
  return {
    orders: Object.fromEntries(
      orders.flatMap((one) => (one.changedAt === null ? [] : [[one.number, [factsOf(one), one.changedAt]]])),
    ),
    agreed: [...kept, ...proven],
  };
}
