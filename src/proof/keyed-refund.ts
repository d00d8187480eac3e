import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { DROPPED } from '../ledger/transitions/what-can-be-done.ts';
import { listed } from '../model/amounts-text.ts';
import { add, type Decimal, equal, isNegative, negate, ZERO } from '../model/money.ts';
import type { QuarantineReason } from '../model/reasons.ts';
import { apart } from '../reconcile/gst-rounding.ts';
import type { FoundDifference } from '../reconcile/prove-chunk.ts';
import type { ProofLabel } from '../run/proof.ts';

export interface KeyedRefund {
  readonly label: Extract<ProofLabel, 'dropped' | 'quarantined'>;
  /** A sentence for people. */
  readonly words: string;
}

interface Asking {
  readonly ledger: Pick<Ledger, 'belongingTo'>;
  readonly store: string;
}

/** More refunds of one order than these are not tried in all their sums. */
const TRIED = 8;

/**
 * A refund that its store keyed as a negative payment, and that a person has recorded as a return in the primary, where no negative
 * payment is taken: its credit, or what was paid out for it, is what the primary has more, to the cent.
 */
export async function keyedRefundOf(
  found: Pick<FoundDifference, 'entity' | 'kind' | 'orderId' | 'secondary' | 'primary'>,
  { ledger, store }: Asking,
): Promise<KeyedRefund | undefined> {
  if (found.entity !== 'refund' || found.orderId === null) return undefined;
  if (found.kind !== 'extra' && found.kind !== 'different') return undefined;
  const more = apart(found.secondary, found.primary);
  if (more === undefined || isNegative(more) || equal(more, ZERO)) return undefined;
  const keyed = (await ledger.belongingTo(store, 'payments', found.orderId)).filter(isKeyedRefund);
  const some = thatComeTo(negate(more), keyed.slice(0, TRIED));
  if (some === undefined) return undefined;
  const isOpen = some.some(({ state }) => state === 'quarantined');
  const which = `${some.length === 1 ? 'payment' : 'payments'} ${listed(some.map(({ sourceId }) => sourceId))}`;
  return {
    label: isOpen ? 'quarantined' : 'dropped',
    words: isOpen
      ? `It comes to the refund that was keyed as ${which} of ${store}, which waits for you: where it is that one, \`drop\` it.`
      : `It stands for the refund that was keyed as ${which} of ${store}, which you dropped.`,
  };
}

function isKeyedRefund({ amount, state, reason, targetId }: LedgerRecord): boolean {
  if (amount === null || !isNegative(amount) || targetId !== null) return false;
  const waits = state === 'quarantined' && reason === ('payment-negative' satisfies QuarantineReason);
  return waits || (state === 'skipped' && reason === DROPPED);
}

/** The fewest of the first that come to it. */
function thatComeTo(sum: Decimal, records: readonly LedgerRecord[]): LedgerRecord[] | undefined {
  const all: LedgerRecord[][] = [[]];
  for (const one of records) all.push(...all.map((set) => [...set, one]));
  return all
    .filter((set) => set.length > 0 && equal(add(ZERO, ...set.flatMap(({ amount }) => amount ?? [])), sum))
    .sort((a, b) => a.length - b.length)[0];
}
