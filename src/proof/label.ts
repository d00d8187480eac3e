import { kindReconciledAs } from '../entities/kinds.ts';
import { isGivenBack } from '../ledger/decision.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { DROPPED } from '../ledger/transitions/what-can-be-done.ts';
import { isAcceptedAs, type SeenDifference } from '../model/accepted.ts';
import type { RecordKey } from '../model/entities.ts';
import { isSaidAnother } from '../model/may-be.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  equal,
  formatMoney,
  isZero,
  multiply,
  parseDecimal,
  subtract,
  ZERO,
} from '../model/money.ts';
import type { ReasonCode } from '../model/reasons.ts';
import { type Instant, localDateOf } from '../model/time.ts';
import { apart, isGstRounding } from '../reconcile/gst-rounding.ts';
import type { FoundDifference } from '../reconcile/prove-chunk.ts';
import { isInXero } from '../reconcile/result.ts';
import type { AcceptedDifference, ProofLabel } from '../run/proof.ts';
import { isSaidOwn } from '../run/strange-orders.ts';
import { keyedRefundOf } from './keyed-refund.ts';
import { isOfOwnRecord } from './prove-own.ts';

interface Labelling {
  readonly ledger: Ledger;
  readonly store: string;
  readonly timeZone: string;
  /** Up to when the run has read the store; null where it is no explanation that something came later. */
  readonly bound: Instant | null;
}

/** Its content is to come from its store again, by a person's word. */
const TO_BE_READ: ReasonCode = 'to-be-read';
const CENT = decimal('0.01');
/** Of a price with the tax on top: more than any rate of Australia or New Zealand. */
const HIGHEST_SHARE = decimal('0.15');

/** What the ledger says of a difference that was found without it. */
export async function labelOf(found: FoundDifference, labelling: Labelling): Promise<ProofLabel> {
  const isOfOrder = found.entity === 'order' && found.orderId !== null;
  const quarantined = isOfOrder ? await labelling.ledger.find(orderKey(found, labelling)) : null;
  // Before all else: it was accepted as it is now, however lately its source has changed.
  if (quarantined?.state === 'loaded' && isAccepted(found, quarantined)) return 'decided';
  if (found.kind === 'extra' && found.targetId !== null && (await isSaidOwn(labelling.ledger, found.targetId)))
    return 'decided';
  if (found.underWay) return 'under-way';
  if (isOfOwnRecord(found)) return labelOfOwn(found, labelling);
  if (isGstRounding(found, found.roundings)) return 'gst-rounding';
  const order = found.orderId === null ? null : await labelling.ledger.find(orderKey(found, labelling));
  const ofOrder = await labelOfRecord(order, labelling.ledger);
  if (ofOrder !== undefined) return ofOrder;
  if (found.entity === 'order') return isAccepted(found, order) ? 'decided' : 'unexplained';
  return labelOfMoney(found, labelling);
}

/** Of a record that hangs on no order, what the ledger says of that record. */
async function labelOfOwn(found: FoundDifference, { ledger, store }: Labelling): Promise<ProofLabel> {
  const key = ownKey(found, store);
  const record = key === null ? null : await ledger.find(key);
  const label = await labelOfRecord(record, ledger);
  if (label !== undefined || record === null) return label ?? 'unexplained';
  return isAcceptedAs(record.acceptedAs, seenOf(found)) ? 'decided' : 'unexplained';
}

function ownKey({ entity, sourceId }: FoundDifference, store: string): RecordKey | null {
  const name = kindReconciledAs(entity)?.name;
  return name === undefined || sourceId === null ? null : { store, entity: name, sourceId };
}

function orderKey({ orderId }: FoundDifference, { store }: Labelling): RecordKey {
  return { store, entity: 'orders', sourceId: orderId ?? '' };
}

/** Of a difference that a person accepted, and that changes what the books come to: it is named, not only counted. */
export async function acceptedWords(
  found: FoundDifference,
  labelling: Labelling,
): Promise<AcceptedDifference | undefined> {
  const { ledger, store } = labelling;
  const { entity: of, orderId, targetId, effect, sourceId } = found;
  const changes = [effect.total, effect.gst, effect.paid].some((amount) => !isZero(amount));
  if (orderId === null || isInXero(of) || !changes) return undefined;
  const entity = kindReconciledAs(of)?.name ?? 'orders';
  const own = { store, entity: 'orders' as const, sourceId: orderId };
  const belonging = entity === 'orders' ? [] : await ledger.belongingTo(store, entity, orderId);
  const records =
    entity === 'orders' ? [own] : belonging.filter((one) => sourceId === null || one.sourceId === sourceId);
  const accepted = await Promise.all(records.map(async (one) => (await ledger.history(one)).some(isAcceptance)));
  if (!accepted.includes(true)) return undefined;
  const counts = `${targetId ?? ''} (${formatMoney(effect.total)}) counts`;
  const message =
    of === 'order' && found.field === 'cancelled' && !isZero(effect.total)
      ? `${counts}, though ${orderId} is cancelled.`
      : of === 'order' && found.kind === 'extra'
        ? `${counts}, though ${store} does not have ${orderId} any more.`
        : `${found.message}${found.field === 'total' ? await overpaid(found, labelling) : ''}`;
  return { entity: of, orderId, targetId, message };
}

/** What is paid on a copy beyond the total that was accepted for it. */
async function overpaid({ primary, orderId }: FoundDifference, { ledger, store }: Labelling): Promise<string> {
  const payments = await ledger.belongingTo(store, 'payments', orderId ?? '');
  const booked = payments.flatMap(({ state, amount }) => (state === 'loaded' && amount !== null ? [amount] : []));
  const paid = add(ZERO, ...booked);
  const total = parseDecimal(primary ?? '');
  if (total === undefined || compare(paid, total) <= 0) return '';
  const over = formatMoney(subtract(paid, total));
  return ` ${formatMoney(paid)} is paid on it: ${over} too much, an overpayment.`;
}

function isAcceptance({ event }: { readonly event: string }): boolean {
  return event === 'accepted';
}

/** A payment or return by itself; one that only the primary has, by those that its order has in the ledger. */
async function labelOfMoney(found: FoundDifference, labelling: Labelling): Promise<ProofLabel> {
  const { ledger, store, bound, timeZone } = labelling;
  const entity = kindReconciledAs(found.entity)?.name;
  if (entity === undefined || found.orderId === null) return 'unexplained';
  const keyed = await keyedRefundOf(found, labelling);
  if (keyed !== undefined) return keyed.label;
  const all = await ledger.belongingTo(store, entity, found.orderId);
  const isOne = found.entity === 'payment' && found.sourceId !== null;
  const records = isOne ? all.filter(({ sourceId }) => sourceId === found.sourceId) : all;
  const labels = (await Promise.all(records.map((one) => labelOfRecord(one, ledger)))).filter(
    (one) => one !== undefined,
  );
  for (const label of ['quarantined', 'under-way', 'next-run'] as const) if (labels.includes(label)) return label;
  // That one is missing or too many is about the whole of it; of a field, this very difference was accepted or none.
  const accepted = await Promise.all(
    records.map((record) =>
      found.kind === 'different'
        ? isAcceptedAs(record.acceptedAs, seenOf(found))
        : hasEvent(ledger, record, 'accepted'),
    ),
  );
  if (accepted.includes(true) || comesToAccepted(found, records)) return 'decided';
  // What one side has and no rule spoke of is not explained by others of its order that were left out.
  const explained = isOne ? labels[0] : labels.length > 0 && labels.length === records.length ? labels[0] : undefined;
  if (explained !== undefined) return explained;
  // Keyed since the store was read; a payment bears no stamp of its change.
  const since = bound === null ? null : localDateOf(bound, timeZone);
  const isYoung = isOne && records.length === 0 && since !== null && found.day !== null && found.day >= since;
  return isYoung ? 'under-way' : 'unexplained';
}

async function labelOfRecord(record: LedgerRecord | null, ledger: Ledger): Promise<ProofLabel | undefined> {
  switch (record?.state) {
    case 'quarantined':
      return 'quarantined';
    case 'staged':
      return record.reason !== null && isGivenBack(await ledger.history(record)) ? 'next-run' : 'under-way';
    case 'writing':
      return 'under-way';
    case 'skipped':
      if (record.reason === TO_BE_READ) return 'next-run';
      return record.reason === DROPPED ? 'dropped' : 'left-out';
    default:
      return undefined;
  }
}

/** Returns are compared by the sums of their order: what people accepted of each of them has to come to the difference. */
function comesToAccepted(found: FoundDifference, records: readonly LedgerRecord[]): boolean {
  if (found.entity !== 'refund' || found.kind !== 'different') return false;
  const off = apart(found.secondary, found.primary);
  const seen = records.flatMap(({ acceptedAs }) => acceptedAs?.seen ?? []).filter(({ key }) => key === found.field);
  const known = seen.flatMap(({ meant, held }) => apart(meant, held) ?? []);
  return off !== undefined && known.length > 0 && equal(off, add(ZERO, ...known));
}

/** What a person accepted covers the very differences that were seen then, and the GST that another total brings with it. */
function isAccepted(found: FoundDifference, order: LedgerRecord | null): boolean {
  if (order === null) return false;
  if (found.kind === 'doubled') return isSaidAnother(order.acceptedAs, found.targetId ?? '');
  if (found.kind !== 'different') return false;
  const { accepted, acceptedAs } = order;
  if (isAcceptedAs(acceptedAs, seenOf(found))) return true;
  const off = apart(found.secondary, found.primary);
  if (off === undefined) return false;
  if (found.field === 'total') return accepted !== null && equal(off, accepted);
  const ofTotal = (acceptedAs?.seen ?? []).flatMap(({ key, meant, held }) =>
    key === 'total' ? [apart(meant, held)] : [],
  );
  return found.field === 'gst' && [accepted ?? undefined, ...ofTotal].some((total) => bringsGst(total, off, found));
}

/** As much tax as a total that is off by so much may bring with it, each amount rounded by itself. */
function bringsGst(total: Decimal | undefined, off: Decimal, { roundings }: FoundDifference): boolean {
  if (total === undefined || isZero(total)) return false;
  const most = add(multiply(absolute(total), HIGHEST_SHARE), multiply(CENT, decimal(roundings + 1)));
  return compare(absolute(off), most) <= 0;
}

/** A difference of the proof in the words of what was accepted. */
export function seenOf({ field, secondary, primary }: FoundDifference): SeenDifference {
  return { key: field ?? '', meant: secondary ?? '', held: primary ?? '' };
}

async function hasEvent(ledger: Ledger, record: LedgerRecord, wanted: string): Promise<boolean> {
  return (await ledger.history(record)).some(({ event }) => event === wanted);
}

/** Whether the copy, or where there is none the record, is there since before that run. */
export async function isFromBefore(
  found: FoundDifference,
  run: number,
  { ledger, store }: Labelling,
): Promise<boolean> {
  const ofOrder = found.orderId === null ? null : { store, entity: 'orders' as const, sourceId: found.orderId };
  const key = isOfOwnRecord(found) ? ownKey(found, store) : ofOrder;
  const history = key === null ? [] : await ledger.history(key);
  const [first] = history;
  return first === undefined || first.run < run;
}
