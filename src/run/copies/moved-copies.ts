import { rangesOfDays, type TimeRange, timesOf } from '../../entities/writing/stands-elsewhere.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { Decimal } from '../../model/money.ts';
import { readReferences } from '../../model/payment-reference.ts';
import type { ReadingRun } from '../context/parts.ts';

/** How payments, or returns, are read from the copies of their orders. */
export interface ExistingOnCopies<Existing> {
  readonly entity: 'payments' | 'rmas';
  /** @param references those looked for: once all have come, an answer counts as whole */
  read(context: ReadingRun, orderIds: readonly string[], references: readonly string[]): Promise<readonly Existing[]>;
  /** Those of any order that were booked in this time. */
  list(context: ReadingRun, booked: TimeRange): Promise<readonly Existing[]>;
  /** The fields that may bear our reference. */
  textsOf(existing: Existing): readonly string[];
  amountOf(existing: Existing): Decimal;
  /** Several that were entered by hand for one, as that one. */
  together(existing: readonly [Existing, ...Existing[]]): Existing;
}

/** A copied payment or return that is not on the copy of its order. */
export type Missing = Pick<LedgerRecord, 'store' | 'entity' | 'sourceId' | 'bookedOn'> & {
  readonly targetId: string;
};

/**
 * Where in the primary they stand instead, by source id: staff move a payment to another order as easily as they remove it.
 * Looked for on the days that they were booked and written, under their whole reference.
 * @returns order ids of the primary; those that stand nowhere are left out
 * @throws ConsolidatorError where the primary can't be read
 */
export async function findMoved<Existing extends { readonly orderId: string }>(
  context: ReadingRun,
  of: ExistingOnCopies<Existing>,
  missing: readonly Missing[],
): Promise<ReadonlyMap<string, string>> {
  const moved = new Map<string, string>();
  if (missing.length === 0) return moved;
  for (const range of await rangesOf(context, missing)) {
    for (const existing of await of.list(context, range)) {
      const one = missing.find(({ targetId }) => bears(of.textsOf(existing), targetId));
      if (one !== undefined) moved.set(one.sourceId, existing.orderId);
    }
  }
  return moved;
}

async function rangesOf({ ledger }: ReadingRun, missing: readonly Missing[]): Promise<readonly TimeRange[]> {
  const written: { readonly at: TimeRange['from'] }[] = [];
  for (const key of missing) {
    written.push(...(await ledger.history(key)).filter(({ event }) => event === 'loaded'));
  }
  return [...rangesOfDays(missing.map(({ bookedOn }) => bookedOn ?? null)), ...timesOf(written)];
}

/** Whether what is there bears this reference, whole. */
export function bears(texts: readonly string[], reference: string): boolean {
  return readReferences(texts, [{ prefix: reference, id: '' }]) === 'whole';
}
