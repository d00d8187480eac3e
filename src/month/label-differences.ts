import type { Ledger } from '../ledger/ledger.ts';
import { labelsOf } from '../proof/label-differences.ts';
import type { ComparedStore } from '../reconcile/reconcile.ts';
import type { Difference } from '../reconcile/result.ts';
import type { ProofLabel } from '../run/proof.ts';
import { type Cause, causes } from './pack.ts';

const causeOfLabel: Readonly<Record<ProofLabel, Cause>> = {
  'gst-rounding': 'rounding',
  'before-this-version': 'unexplained',
  decided: 'accepted',
  dropped: 'dropped',
  'left-out': 'left-out',
  'next-run': 'next-run',
  quarantined: 'quarantined',
  'under-way': 'under-way',
  unexplained: 'unexplained',
};

export type DifferenceCauses = ReadonlyMap<Difference, Cause>;

export interface Explained {
  readonly causes: DifferenceCauses;
  /** Of each, what is said of it, with what the ledger knows. */
  readonly messages: ReadonlyMap<Difference, string>;
}

interface Labelling {
  readonly ledger: Ledger;
  /** Differences that hang on no order that was read. */
  readonly others: readonly Difference[];
}

/** What the ledger says of each difference; it was found without it. */
export async function causesOf(stores: readonly ComparedStore[], { ledger, others }: Labelling): Promise<Explained> {
  const labels = await labelsOf(stores, { ledger, others, taken: 'explained' });
  return {
    causes: new Map([...labels].map(([one, { label }]) => [one, causeOfLabel[label]])),
    messages: new Map([...labels].map(([one, { message }]) => [one, message])),
  };
}

/** The one that weighs most. */
export function worstOf(all: readonly Cause[]): Cause | null {
  return causes.findLast((cause) => all.includes(cause)) ?? null;
}
