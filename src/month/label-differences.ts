import type { Ledger } from '../ledger/ledger.ts';
import { labelOf } from '../proof/label.ts';
import { orderIdOf } from '../reconcile/cases.ts';
import { roundingsOfCase } from '../reconcile/gst-rounding.ts';
import type { ComparedCase, ComparedStore } from '../reconcile/reconcile.ts';
import type { Difference } from '../reconcile/result.ts';
import type { ProofLabel } from '../run/proof.ts';
import { type Cause, causes } from './pack.ts';

const causeOfLabel: Readonly<Record<ProofLabel, Cause>> = {
  'gst-rounding': 'rounding',
  'before-this-version': 'unexplained',
  decided: 'accepted',
  dropped: 'dropped',
  'left-out': 'left-out',
  quarantined: 'quarantined',
  'under-way': 'under-way',
  unexplained: 'unexplained',
};

export type DifferenceCauses = ReadonlyMap<Difference, Cause>;

interface Labelling {
  readonly ledger: Ledger;
  /** Differences that hang on no order that was read. */
  readonly others: readonly Difference[];
}

/** What the ledger says of each difference; it was found without it. */
export async function causesOf(
  stores: readonly ComparedStore[],
  { ledger, others }: Labelling,
): Promise<DifferenceCauses> {
  const found = new Map<Difference, Cause>();
  for (const { store, inside, outside } of stores) {
    const { store: name, timeZone } = store.rules;
    const read = await ledger.watermark(name, 'orders');
    const label = async (one: Difference, of: ComparedCase | null): Promise<void> => {
      const updated = of?.order.source?.updatedAt ?? null;
      const about = {
        orderId: of === null ? one.sourceId : orderIdOf(of.order),
        roundings: of === null ? 1 : roundingsOfCase(of.order),
        // What no run has read yet, the next one does.
        underWay: one.underWay || read === null || (updated !== null && updated > read),
      };
      const bound = read ?? updated;
      const known =
        bound === null ? 'under-way' : await labelOf({ ...one, ...about }, { ledger, store: name, timeZone, bound });
      found.set(one, causeOfLabel[known]);
    };
    for (const of of [...inside, ...outside]) for (const one of of.differences) await label(one, of);
    for (const one of others) if (one.store === name && !found.has(one)) await label(one, null);
  }
  return found;
}

/** The one that weighs most. */
export function worstOf(all: readonly Cause[]): Cause | null {
  return causes.findLast((cause) => all.includes(cause)) ?? null;
}
