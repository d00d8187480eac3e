import type { LoadItem } from '../../entities/writing/load-item.ts';
import { type Difference, type LoadTarget, mustAgree } from '../../entities/writing/load-target.ts';
import type { Settlement } from '../../ledger/intent.ts';
import { isAcceptedAs, type SeenDifference } from '../../model/accepted.ts';
import type { Reading } from '../../model/payment-reference.ts';
import type { NoteDifferences } from './batch.ts';

type Mismatch = Omit<Extract<Settlement, { kind: 'quarantine' }>, 'kind' | 'intent'> & {
  readonly differences?: readonly Difference[];
};

/** @param written whether what is there can be what was made of a write of ours */
export function doubtOf<Draft>(
  { targetId }: LoadItem<Draft>,
  reading: Exclude<Reading, 'other'>,
  written: boolean,
): Mismatch {
  const how = {
    whole: 'under this reference, which could be the beginning of another one',
    altered: 'with what may have been made of this reference',
    empty: 'without any reference',
    foreign: 'with a reference that is none of ours',
  }[reading];
  return written
    ? { reason: 'reference-altered', message: `${targetId} was written, and one like it stands in the primary ${how}.` }
    : { reason: 'may-be-there', message: `The primary has one of the same order and amount as ${targetId}, ${how}.` };
}

/**
 * What an order, payment or return comes to. Of another field alone, such as its GST, the sum stands as it was meant: taken for
 * what accepting puts into the books it would make an invoice of another total, and an overpayment that there is not.
 */
const WHOLE: readonly string[] = ['total', 'amount'];

/** Why what the primary holds under an item's id can not be left to stand as its copy; undefined where it can. */
export function mismatch<Draft, Existing>(
  target: LoadTarget<Draft, Existing>,
  item: LoadItem<Draft>,
  existing: Existing,
  { accepted = false, note }: { readonly accepted?: boolean; readonly note?: NoteDifferences | undefined } = {},
): Mismatch | undefined {
  const doubt = target.doubt?.(item, existing);
  // What bears nothing of ours may have been entered by hand, unless the primary says that ours is there.
  if (doubt !== undefined) return doubtOf(item, doubt, accepted || doubt !== 'foreign');
  // Between our look-up and our write somebody else may have taken the id: what is there now need not be ours.
  if (!target.isCopyOf(item, existing)) {
    return { reason: 'target-id-taken', message: `${item.targetId} was taken meanwhile.` };
  }
  const found = target.compare(item.draft, existing);
  note?.(
    item.key,
    found.filter((difference) => !mustAgree(difference)),
  );
  const differences = found
    .filter(mustAgree)
    .filter((difference) => !isAcceptedAs(item.key.acceptedAs, seenOf(difference)));
  if (differences.length === 0) return undefined;
  const [first] = differences;
  const difference = differences.length === 1 && WHOLE.includes(first?.key ?? '') ? first?.amount : undefined;
  return { reason: 'read-back-differs', message: differences.map(describe).join('; '), difference, differences };
}

function describe({ field, meant, held }: Difference): string {
  return `${field}: meant ${meant}, the primary holds ${held}`;
}

/** As it is kept with a quarantined record, and compared with what a person has accepted. */
export function seenOf({ key, field, meant, held }: Difference): SeenDifference {
  return { key: key ?? field, meant, held };
}
