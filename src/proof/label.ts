import type { Ledger, LedgerRecord } from '../ledger/ledger.ts';
import { DROPPED } from '../ledger/quarantine.ts';
import type { EntityName } from '../model/entities.ts';
import { absolute, compare, decimal, equal, multiply, parseDecimal, subtract } from '../model/money.ts';
import { type Instant, localDateOf } from '../model/time.ts';
import type { ProofLabel } from '../pipeline/run/proof.ts';
import type { FoundDifference } from '../reconcile/prove-chunk.ts';

export interface Labelling {
  readonly ledger: Ledger;
  readonly store: string;
  readonly timeZone: string;
  /** Up to when the run has read the store. */
  readonly bound: Instant;
}

const entities: Readonly<Record<FoundDifference['entity'], EntityName | undefined>> = {
  order: 'orders',
  payment: 'payments',
  refund: 'rmas',
  invoice: undefined,
};

/** What the ledger says of a difference that was found without it. */
export async function labelOf(found: FoundDifference, labelling: Labelling): Promise<ProofLabel> {
  if (found.underWay) return 'under-way';
  if (isGstRounding(found)) return 'gst-rounding';
  const { ledger, store } = labelling;
  const order = found.orderId === null ? null : await ledger.find({ store, entity: 'orders', sourceId: found.orderId });
  const ofOrder = labelOfRecord(order);
  if (ofOrder !== undefined) return ofOrder;
  if (found.entity === 'order') return (await isAccepted(found, order, ledger)) ? 'decided' : 'unexplained';
  return labelOfMoney(found, labelling);
}

/** A payment or return by itself; one that only the primary has, by those that its order has in the ledger. */
async function labelOfMoney(found: FoundDifference, labelling: Labelling): Promise<ProofLabel> {
  const { ledger, store, bound, timeZone } = labelling;
  const entity = entities[found.entity];
  if (entity === undefined || found.orderId === null) return 'unexplained';
  const all = await ledger.belongingTo(store, entity, found.orderId);
  const isOne = found.entity === 'payment' && found.sourceId !== null;
  const records = isOne ? all.filter(({ sourceId }) => sourceId === found.sourceId) : all;
  const labels = records.flatMap((record) => labelOfRecord(record) ?? []);
  for (const label of ['quarantined', 'under-way'] as const) if (labels.includes(label)) return label;
  const accepted = await Promise.all(records.map((record) => hasEvent(ledger, record, 'accepted')));
  if (accepted.includes(true)) return 'decided';
  // What one side has and no rule spoke of is not explained by others of its order that were left out.
  const explained = isOne ? labels[0] : labels.length > 0 && labels.length === records.length ? labels[0] : undefined;
  if (explained !== undefined) return explained;
  // Keyed since the store was read; a payment bears no stamp of its change.
  const isYoung = isOne && records.length === 0 && found.day !== null && found.day >= localDateOf(bound, timeZone);
  return isYoung ? 'under-way' : 'unexplained';
}

function labelOfRecord(record: LedgerRecord | null): ProofLabel | undefined {
  switch (record?.state) {
    case 'quarantined':
      return 'quarantined';
    case 'staged':
    case 'writing':
      return 'under-way';
    case 'skipped':
      return record.reason === DROPPED ? 'decided' : 'left-out';
    default:
      return undefined;
  }
}

/** A difference of totals that a person accepted covers itself, its GST and what it is made of; a copy that was accepted as staff left it, all of it. */
async function isAccepted(found: FoundDifference, order: LedgerRecord | null, ledger: Ledger): Promise<boolean> {
  if (order === null || found.kind !== 'different') return false;
  if (order.accepted === null) return hasEvent(ledger, order, 'accepted');
  // Whatever makes the total another shows on a line or on shipping, and was accepted with it.
  if (found.field?.startsWith('line-') || found.field?.startsWith('shipping')) return true;
  const [there, here] = [parseDecimal(found.secondary ?? ''), parseDecimal(found.primary ?? '')];
  if (there === undefined || here === undefined) return false;
  const off = subtract(here, there);
  if (found.field === 'total') return equal(off, order.accepted);
  return found.field === 'gst' && compare(absolute(off), absolute(order.accepted)) <= 0;
}

async function hasEvent(ledger: Ledger, record: LedgerRecord, wanted: string): Promise<boolean> {
  return (await ledger.history(record)).some(({ event }) => event === wanted);
}

/** At most a cent for each amount that is rounded by itself. */
function isGstRounding({ entity, kind, field, secondary, primary, roundings }: FoundDifference): boolean {
  if (entity !== 'order' || kind !== 'different' || field !== 'gst') return false;
  const [there, here] = [parseDecimal(secondary ?? ''), parseDecimal(primary ?? '')];
  if (there === undefined || here === undefined) return false;
  return compare(absolute(subtract(here, there)), multiply(decimal('0.01'), decimal(roundings))) <= 0;
}

/** Whether the copy, or where there is none the record, is there since before that run. */
export async function isFromBefore(
  found: FoundDifference,
  run: number,
  { ledger, store }: Labelling,
): Promise<boolean> {
  const key = found.orderId === null ? null : { store, entity: 'orders' as const, sourceId: found.orderId };
  const history = key === null ? [] : await ledger.history(key);
  const [first] = history;
  return first === undefined || first.run < run;
}
