import { entityReconciledAs } from '../entities/registry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { FinancialRecord, LedgerRecord } from '../ledger/record.ts';
import { DROPPED } from '../ledger/transitions/what-can-be-done.ts';
import type { EntityName } from '../model/entities.ts';
import { upperKey } from '../model/text-key.ts';
import type { Instant } from '../model/time.ts';
import { labelOf } from '../proof/label.ts';
import { type Difference, isInXero } from '../reconcile/result.ts';

/** What the ledger knows of a difference that was found without it. */
type Known =
  /** By a person, who accepted, linked or dropped the record. `at` is null where that is not kept. */
  | { readonly kind: 'decided'; readonly at: Instant | null; readonly reason: string }
  /** In quarantine: it waits for a decision there. */
  | { readonly kind: 'quarantined' };

interface Knowing {
  readonly ledger: Ledger;
  /** All orders, of whatever day. */
  readonly orders: readonly FinancialRecord[];
  readonly timeZones: Readonly<Record<string, string>>;
  readonly now: Instant;
}

export type KnownDifferences = ReadonlyMap<Difference, Known>;

/** Which of them a person has decided about, or still has to in quarantine; all others are left out. */
export async function knownOf(differences: readonly Difference[], knowing: Knowing): Promise<KnownDifferences> {
  const copies = new Map(
    knowing.orders.flatMap(({ store, targetId, sourceId }) =>
      targetId === null ? [] : [[nameOf(store, targetId), sourceId]],
    ),
  );
  const known = new Map<Difference, Known>();
  for (const one of differences) {
    const timeZone = knowing.timeZones[one.store];
    if (timeZone === undefined || isInXero(one.entity)) continue;
    const { ledger, now } = knowing;
    const orderId = one.entity === 'order' ? one.sourceId : await orderOf(one, ledger, copies);
    const bound = (await ledger.watermark(one.store, 'orders')) ?? now;
    const label = await labelOf({ ...one, orderId, roundings: 1 }, { ledger, store: one.store, timeZone, bound });
    if (label === 'quarantined') known.set(one, { kind: 'quarantined' });
    if (label === 'decided' || label === 'dropped') known.set(one, await decisionOn(one, orderId, ledger));
  }
  return known;
}

/** The order that a payment or a return belongs to: by its own record, else by the copy that it stands on. */
async function orderOf(
  { store, entity, sourceId, targetId }: Difference,
  ledger: Ledger,
  copies: ReadonlyMap<string, string>,
): Promise<string | null> {
  const name = entityReconciledAs(entity)?.name;
  const record = name === undefined || sourceId === null ? null : await ledger.find({ store, entity: name, sourceId });
  return record?.parent ?? copies.get(nameOf(store, targetId ?? '')) ?? null;
}

function nameOf(store: string, targetId: string): string {
  return JSON.stringify([store, upperKey(targetId)]);
}

/** The latest one: of the record itself, else of its order. */
async function decisionOn({ store, entity, sourceId }: Difference, orderId: string | null, ledger: Ledger) {
  const records: LedgerRecord[] = [];
  const ofMoney: EntityName | undefined = entityReconciledAs(entity)?.name;
  if (ofMoney !== undefined && ofMoney !== 'orders' && orderId !== null) {
    const all = await ledger.belongingTo(store, ofMoney, orderId);
    const own = all.filter((record) => record.sourceId === sourceId);
    records.push(...(own.length > 0 ? own : all));
  }
  const order = orderId === null ? null : await ledger.find({ store, entity: 'orders', sourceId: orderId });
  for (const record of [...records, ...(order === null ? [] : [order])]) {
    const history = await ledger.history(record);
    const last = history.findLast(({ event }) => event === 'accepted' || event === 'linked-by-hand');
    if (record.reason === DROPPED) {
      const dropped = history.findLast(({ event }) => event === 'skipped');
      return { kind: 'decided', at: dropped?.at ?? null, reason: record.message ?? '' } as const;
    }
    if (last !== undefined) return { kind: 'decided', at: last.at, reason: last.detail } as const;
  }
  return { kind: 'decided', at: null, reason: '' } as const;
}
