import type { Arrival, Arrivals } from '../arrival/verdicts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { alarmsOf, arrivalDifference } from '../reconcile/arrival-differences.ts';
import { orderIdOf } from '../reconcile/cases.ts';
import { roundingsOfCase } from '../reconcile/gst-rounding.ts';
import type { ComparedBooks, ComparedCase, ComparedStore } from '../reconcile/reconcile.ts';
import { type Difference, isInXero } from '../reconcile/result.ts';
import type { ProofLabel } from '../run/proof.ts';
import { acceptedOf } from './accepted-in-books.ts';
import { keyedRefundOf } from './keyed-refund.ts';
import { labelOf } from './label.ts';

interface Labelling {
  readonly ledger: Ledger;
  /** Differences that hang on no order that was read. */
  readonly others: readonly Difference[];
  /**
   * - `explained`: what no run has read yet is under way, since the next one reads it.
   * - `as-found`: only what the comparison called under way is so, since that no run has come for days explains nothing; and
   *   no GST that it tells is rounding, since it has summed that up already.
   */
  readonly taken: 'explained' | 'as-found';
}

export interface Labelled {
  readonly label: ProofLabel;
  /** That of the difference, with what the ledger knows of it. */
  readonly message: string;
}

/** What the ledger says of each difference that was found without it; one of a store that is not among these is left out. */
export async function labelsOf(
  stores: readonly ComparedStore[],
  { ledger, others, taken }: Labelling,
): Promise<ReadonlyMap<Difference, Labelled>> {
  const found = new Map<Difference, Labelled>();
  for (const { store, inside, outside } of stores) {
    const { store: name, timeZone } = store.rules;
    const read = taken === 'as-found' ? null : await ledger.watermark(name, 'orders');
    const label = async (one: Difference, of: ComparedCase | null): Promise<void> => {
      const updated = of?.order.source?.updatedAt ?? null;
      const isUnread = taken === 'explained' && (read === null || (updated !== null && updated > read));
      const about = {
        ...one,
        orderId: of === null ? one.sourceId : orderIdOf(of.order),
        roundings: of === null ? 1 : roundingsOfCase(of.order),
        underWay: one.underWay || isUnread,
      };
      const labelling = { ledger, store: name, timeZone, bound: read };
      const known = await labelOf(about, labelling);
      const isTold = taken === 'as-found' && known === 'gst-rounding';
      const keyed = await keyedRefundOf(about, labelling);
      found.set(one, {
        label: isTold ? await labelOf({ ...about, roundings: 0 }, labelling) : known,
        message: keyed === undefined ? one.message : `${one.message} ${keyed.words}`,
      });
    };
    for (const of of [...inside, ...outside]) for (const one of of.differences) await label(one, of);
    for (const one of others) if (one.store === name && !found.has(one)) await label(one, null);
  }
  return found;
}

/** The differences of `reconcile`, each with what the ledger says of it afterwards, in the words of the daily proof. */
export async function labelledDifferences(
  { stores, reconciliation: { differences, books } }: ComparedBooks,
  ledger: Ledger,
): Promise<Difference[]> {
  // What Xero holds the ledger knows nothing of.
  const others = differences.filter(({ entity }) => !isInXero(entity));
  const labels = await labelsOf(stores, { ledger, others, taken: 'as-found' });
  const isDecided = await decidedInBooks(ledger, books);
  return differences.map((one) => ({
    ...one,
    label: isDecided(one) ? 'decided' : 'unexplained',
    ...labels.get(one),
  }));
}

/** Whether a person has accepted a difference between the primary and Xero, as it is now. */
export async function decidedInBooks(
  ledger: Pick<Ledger, 'learnedOf'>,
  books: Arrivals | undefined,
): Promise<(one: Difference) => boolean> {
  const all = books === undefined ? [] : alarmsOf(books);
  const accepted = await acceptedOf(ledger, all);
  const identify = (one: Arrival): string => identityOf(arrivalDifference(one));
  const told = new Set([...accepted].map(identify));
  // Two may be told by one sentence: what nobody has accepted is not hidden behind what somebody has.
  for (const one of all) if (!accepted.has(one)) told.delete(identify(one));
  return (one) => isInXero(one.entity) && told.has(identityOf(one));
}

function identityOf({ entity, sourceId, targetId, message }: Difference): string {
  return JSON.stringify([entity, sourceId, targetId, message]);
}
