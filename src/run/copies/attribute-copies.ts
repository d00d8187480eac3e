import type { ShownRecord } from '../../entities/writing/referenced.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { attribute, type Sought } from '../../model/attribute.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Decimal } from '../../model/money.ts';
import type { Reading } from '../../model/payment-reference.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { RunBasics } from '../context/parts.ts';
import { claimedByHand, isByHand } from './by-hand.ts';

export type Attributed<Existing> =
  | { readonly kind: 'certain'; readonly existing: Existing }
  | { readonly kind: 'doubtful'; readonly existing: Existing; readonly reading: Exclude<Reading, 'other'> };

interface CopiesToAttribute<Existing> {
  readonly entity: EntityName;
  /** Under which records of this store may stand. */
  readonly referencePrefixes: readonly string[];
  /** What the copies of their orders have in the primary. */
  readonly shown: readonly ShownRecord<Existing>[];
  readonly due: readonly { readonly record: LedgerRecord; readonly orderId: string; readonly amount: Decimal }[];
}

/**
 * Which of the shown are copies of the records that are due, by source id. The other records of their orders that were
 * ever written are looked for as well: what is shown may be theirs.
 */
export async function attributeCopies<Existing extends { readonly id: string }>(
  { ledger }: RunBasics,
  store: StoreRun,
  { entity, referencePrefixes, shown, due }: CopiesToAttribute<Existing>,
): Promise<Map<string, Attributed<Existing>>> {
  const sought = new Map<string, Sought & { readonly id: string }>();
  const seek = (record: LedgerRecord, orderId: string, amount: Decimal): void => {
    const references = referencePrefixes.flatMap((referencePrefix) =>
      idsUnder(referencePrefix, record).map((id) => ({ prefix: referencePrefix, id })),
    );
    const written = record.targetId !== null;
    if (!sought.has(record.sourceId))
      sought.set(record.sourceId, { id: record.sourceId, orderId, amount, references, written });
  };
  for (const { record, orderId, amount } of due) seek(record, orderId, amount);
  const orders = new Map(due.map(({ record, orderId }) => [record.parent ?? '', orderId]));
  const linked = new Set<string>();
  const parents = shown.length === 0 ? [] : [...orders.keys()];
  for (const [parent, records] of await ledger.belongingToEach(store.fixed.store, entity, parents)) {
    const orderId = orders.get(parent) ?? '';
    for (const record of records) {
      // What a person has linked is nobody else's, and bears nothing of ours.
      for (const id of claimedByHand([record]).keys()) linked.add(id);
      if (isByHand(record)) continue;
      // Linked to what is there under another reference.
      if (record.targetId !== null && record.state !== 'linked' && record.amount !== null)
        seek(record, orderId, record.amount);
    }
  }
  const attributed = new Map<string, Attributed<Existing>>();
  const free = shown.filter(({ existing }) => !linked.has(existing.id));
  for (const [{ id }, found] of attribute(free, [...sought.values()])) {
    if (found.kind === 'certain') attributed.set(id, { kind: 'certain', existing: found.shown[0].existing });
    else attributed.set(id, { kind: 'doubtful', existing: found.shown.existing, reading: found.reading });
  }
  return attributed;
}

/** One that was keyed anew in its store stands under the reference of the one before. */
function idsUnder(referencePrefix: string, { sourceId, targetId }: LedgerRecord): string[] {
  const isUnder = targetId?.toLowerCase().startsWith(referencePrefix.toLowerCase()) === true;
  return [...new Set([sourceId, ...(isUnder ? [targetId.slice(referencePrefix.length)] : [])])];
}
