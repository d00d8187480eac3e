import type { Finding } from '../../entities/comparing/finding.ts';
import type { OfOrder } from '../../entities/definition/reads.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isAcceptedAs } from '../../model/accepted.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { ExistingOnCopies } from '../copies/moved-copies.ts';
import { linkedTo } from '../copies/on-copies.ts';

interface LinkedMoney<Existing extends OfOrder> {
  readonly of: ExistingOnCopies<Existing>;
  /** What the primary has on the copy of its order. */
  readonly onCopy: readonly Existing[];
  readonly orderId: string;
  readonly gone: QuarantineReason;
  readonly changed: QuarantineReason;
  compare(existing: Existing): readonly Finding[];
}

/** What becomes of a linked payment or return that is judged anew: it is compared with what was entered, and never booked. */
export function judgeLinked<Existing extends OfOrder>(
  record: LedgerRecord,
  { of, onCopy, orderId, gone, changed, compare }: LinkedMoney<Existing>,
): Decision {
  const existing = linkedTo(record, onCopy, of);
  const named = (record.byHand ?? []).join(', ');
  if (existing === undefined) {
    const message = `${named}, which was entered by hand for ${record.sourceId} and linked, is not on ${orderId} in the primary any more.`;
    return { kind: 'quarantine', key: record, reason: gone, message };
  }
  const seen = compare(existing)
    .filter(mustAgree)
    .map(({ key, meant, held: shown }) => ({ key, meant, held: shown }))
    .filter((one) => !isAcceptedAs(record.acceptedAs, one));
  if (seen.length === 0) return { kind: 'keep', key: record };
  const words = seen.map(({ key, meant, held: shown }) => `its ${key} is ${shown} there, and ${meant} in its store`);
  const message = `${named}, which was entered by hand for ${record.sourceId}: ${words.join('; ')}`;
  return { kind: 'quarantine', key: record, reason: changed, message, seen };
}
