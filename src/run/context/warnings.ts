import type { EntityName } from '../../model/entities.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import { TextTable } from '../../model/text-table.ts';
import type { GuardName } from '../../transform/guards/guard-rules.ts';

/** Something in the primary that the map of ids does not account for. */
export interface RunDifference {
  /**
   * - `doubled`: a second copy of a source order, or a payment or return that was booked twice.
   * - `foreign`: an order in a store's number range or sales channel that this ledger did not make.
   */
  readonly kind: 'doubled' | 'foreign';
  readonly entity: 'orders' | 'payments' | 'rmas';
  readonly store: string;
  readonly sourceId: string | null;
  readonly targetId: string;
  readonly message: string;
}

/** Something that was copied all the same, and that a person should know of. */
export interface RunWarning {
  readonly store: string;
  readonly entity: EntityName;
  /** Of a group: the first one. */
  readonly sourceId: string;
  readonly code: string;
  /** A sentence that names ids and fields, never a shopper's data. */
  readonly message: string;
  /** Set where a guard that is to `warn` found it: one warning then stands for all orders of the store it found. */
  readonly guard?: GuardName | undefined;
  readonly count?: number | undefined;
  /** Source ids of some of them. */
  readonly examples?: readonly string[] | undefined;
}

/** Source ids that a group names. */
const EXAMPLES = 3;

interface GuardGroup {
  readonly store: string;
  readonly guard: GuardName;
  readonly reason: ReasonCode;
  /** Of each order of a web shop, it may be. */
  readonly ids: TextTable;
}

/**
 * What the guards found on orders, by store, guard and reason: most orders of a web shop have no due date, and one line
 * for each would hide all else. Which orders are named does not hang on the order in which they came.
 */
export class GuardGroups {
  readonly #groups = new Map<string, GuardGroup>();

  add(store: string, guard: GuardName, reason: ReasonCode, sourceId: string): void {
    const key = `${store} ${guard} ${reason}`;
    const group = this.#groups.get(key) ?? { store, guard, reason, ids: new TextTable() };
    group.ids.put(sourceId);
    this.#groups.set(key, group);
  }

  get size(): number {
    return this.#groups.size;
  }

  warnings(): RunWarning[] {
    return this.#sorted().map(({ store, guard, reason, ids }) => {
      const examples = examplesOf(ids);
      const message = `${describeIds(ids)}: ${reasons[reason].meaning} \`guards.${guard}\` is warn.`;
      const [sourceId = ''] = examples;
      return { store, entity: 'orders', sourceId, code: reason, message, guard, count: ids.size, examples };
    });
  }

  /** A line for each group, for a run that ends because of them. */
  sentences(): string[] {
    return this.#sorted().map(
      ({ store, guard, reason, ids }) =>
        `${store}: ${describeIds(ids)}: ${reasons[reason].meaning} \`guards.${guard}\` is stop.`,
    );
  }

  #sorted(): GuardGroup[] {
    const keyed = [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1));
    return keyed.map(([, group]) => group);
  }
}

/** Different ones. */
export type DifferentIds = Iterable<string> & { readonly size: number };

/** `12 orders, such as N1, N2 and N10`. */
export function describeIds(ids: DifferentIds, singular = 'order'): string {
  const examples = examplesOf(ids);
  if (ids.size === 1) return `1 ${singular}, ${examples.join()}`;
  const named = `${examples.slice(0, -1).join(', ')} and ${examples.at(-1)}`;
  return `${ids.size} ${singular}s, ${ids.size > EXAMPLES ? 'such as ' : ''}${named}`;
}

/** The first by number. */
export function examplesOf(ids: DifferentIds): string[] {
  const first: string[] = [];
  for (const id of ids) {
    const last = first[EXAMPLES - 1];
    if (last !== undefined && byNumber(id, last) >= 0) continue;
    first.splice(EXAMPLES - 1, 1, id);
    first.sort(byNumber);
  }
  return first;
}

function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
