import { orderSteps } from '../../entities/order/write/steps.ts';
import type { FinancialRecord, LedgerRecord } from '../../ledger/record.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { LocalDate } from '../../model/time.ts';
import type { ReadingRun } from '../context/parts.ts';

/** Records that are asked about at once. */
const AT_ONCE = 500;

type Money = 'payments' | 'rmas';

/** A copy to be looked at. */
export interface CopyLookedAt {
  /** Target id. */
  readonly id: string;
  /** The accounting date of its order, before which nothing can have been put on the copy; null where it is not known. */
  readonly bookedOn: LocalDate | null;
}

/** What of an order is needed to find what stands on its copy. */
type CopiedOrder = Pick<FinancialRecord, 'store' | 'sourceId' | 'bookedOn'>;

/** A copy that changed since the last close, as it was listed. */
export interface ChangedCopy {
  readonly id: string;
  /** How many payments it shows. */
  readonly payments: number;
  /** What it is a copy of. */
  readonly orders: readonly CopiedOrder[];
}

/**
 * What the map has on the copies that changed since the last close, which may be all that a large run has made: they are
 * taken page by page as they are listed, and kept of them are only the ids of those that are to be looked at.
 */
export class MoneyOnCopies {
  readonly #context: ReadingRun;
  /** Target ids of those that show more payments than the map has; also of those that show none, as where a primary shows none at all. */
  readonly withMorePayments: string[] = [];
  readonly withReturns: CopyLookedAt[] = [];
  /** What this run has put on copies, by store, without what stands on those that were taken. */
  readonly #written: Readonly<Record<Money, ReadonlyMap<string, Set<string>>>>;

  private constructor(context: ReadingRun, written: Readonly<Record<Money, ReadonlyMap<string, Set<string>>>>) {
    this.#context = context;
    this.#written = written;
  }

  static async begin(context: ReadingRun): Promise<MoneyOnCopies> {
    return new MoneyOnCopies(context, {
      payments: await writtenIn(context, 'payments'),
      rmas: await writtenIn(context, 'rmas'),
    });
  }

  async take(copies: readonly ChangedCopy[]): Promise<void> {
    for (let start = 0; start < copies.length; start += AT_ONCE) {
      const some = copies.slice(start, start + AT_ONCE);
      const [payments, returns] = [await this.#on(some, 'payments'), await this.#on(some, 'rmas')];
      for (const { id, orders, payments: shown } of some) {
        const paid = orders.flatMap((order) => payments(order));
        const known = new Set(paid.flatMap(({ targetId }) => (targetId === null ? [] : lowerKey(targetId))));
        if (known.size > 0 && (shown > known.size || shown === 0)) this.withMorePayments.push(id);
        const credited = orders.filter((order) => returns(order).some(({ targetId }) => targetId !== null));
        if (credited.length > 0) this.withReturns.push({ id, bookedOn: firstDay(credited) });
      }
    }
  }

  /**
   * The copies on which this run has put something, and that were not listed as changed: what another ledger puts there in
   * the same minute is seen by none of the looks before. A copy that a plan has only foreseen is not there to be asked.
   */
  async writtenBeside(entity: Money): Promise<CopyLookedAt[]> {
    const { ledger, destination } = this.#context;
    const foreseen = destination.foreseen(orderSteps.add);
    const copies: CopyLookedAt[] = [];
    for (const [store, left] of this.#written[entity]) {
      const ids = [...left];
      for (let start = 0; start < ids.length; start += AT_ONCE) {
        const written = await ledger.known(store, entity, ids.slice(start, start + AT_ONCE));
        const parents = new Set([...written.values()].map(({ parent }) => parent ?? ''));
        const orders = await ledger.known(store, 'orders', [...parents]);
        for (const { targetId: id, bookedOn = null } of orders.values())
          if (id !== null && !foreseen.has(lowerKey(id))) copies.push({ id, bookedOn });
      }
    }
    return copies;
  }

  /** What the map has of each of these orders. */
  async #on(copies: readonly ChangedCopy[], entity: Money): Promise<(order: CopiedOrder) => readonly LedgerRecord[]> {
    const belonging = new Map<string, ReadonlyMap<string, readonly LedgerRecord[]>>();
    const all = copies.flatMap(({ orders }) => orders);
    for (const [store, orders] of Map.groupBy(all, (order) => order.store)) {
      const parents = orders.map(({ sourceId }) => sourceId);
      const records = await this.#context.ledger.belongingToEach(store, entity, parents);
      const left = this.#written[entity].get(store);
      for (const { sourceId } of [...records.values()].flat()) left?.delete(sourceId);
      belonging.set(store, records);
    }
    return ({ store, sourceId }) => belonging.get(store)?.get(sourceId) ?? [];
  }
}

function firstDay(orders: readonly CopiedOrder[]): LocalDate | null {
  const days = orders.map(({ bookedOn }) => bookedOn);
  return days.includes(null) ? null : (days.sort()[0] ?? null);
}

async function writtenIn(
  { ledger, run, stores, destination }: ReadingRun,
  entity: Money,
): Promise<ReadonlyMap<string, Set<string>>> {
  const written = new Map<string, Set<string>>();
  for (const { fixed } of stores) {
    const part = { store: fixed.store, entity, outcome: 'created' } as const;
    const ids = await ledger.idsOfRun(run, part);
    // In a plan of new orders these are all of them, which need not be read for that once more.
    const isAsked = (sourceId: string): boolean =>
      destination.isOnForeseen?.({ store: fixed.store, entity, sourceId }) !== true;
    written.set(fixed.store, new Set(ids.filter(isAsked)));
  }
  return written;
}
