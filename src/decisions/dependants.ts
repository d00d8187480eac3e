import { partsOf } from '../entities/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import type { EntityName, RecordKey } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';

/** What a dropped order leaves behind. */
export interface Dependant {
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly amount: Decimal | null;
  /**
   * - `left-out`: by the next run, since its order is not copied.
   * - `copied`: it stands in the primary, and stays there.
   * - `quarantined`: for a reason of its own, and to be decided about by itself.
   */
  readonly fate: 'left-out' | 'copied' | 'held';
}

export interface Dropped extends RecordKey {
  /** A copy of it that stands in the primary stays there. */
  readonly targetId: string | null;
  /** An order's total, a payment's amount, as its store has it. */
  readonly amount: Decimal | null;
  readonly dependants: readonly Dependant[];
}

/** What belongs to a record: of an order its payments and returns; of most, nothing. */
export async function dependantsOf(
  ledger: Ledger,
  { store, entity, sourceId }: Pick<LedgerRecord, 'store' | 'entity' | 'sourceId'>,
): Promise<Dependant[]> {
  const belonging = await Promise.all(partsOf(entity).map(({ name }) => ledger.belongingTo(store, name, sourceId)));
  return belonging.flat().map((record) => ({
    entity: record.entity,
    sourceId: record.sourceId,
    amount: record.amount,
    fate: consequenceOf(record),
  }));
}

function consequenceOf({ state, reason, targetId }: LedgerRecord): Dependant['fate'] {
  if (state === 'loaded' || state === 'linked') return 'copied';
  // What waits for its order is judged anew by the next run; what was written or doubted is not.
  if (state === 'quarantined' && reason !== 'waits-for') return 'held';
  return state === 'writing' && targetId !== null ? 'copied' : 'left-out';
}
