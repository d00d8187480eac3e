import type { OfOrder, Shown } from '../../entities/definition/reads.ts';
import { upperKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { ReadingRun } from '../context/parts.ts';
import type { AtSource } from './at-source.ts';
import { stage } from './stage-page.ts';

/**
 * - `shown`: on its order. `elsewhere`: on another order of the store, where it has been staged anew.
 * - `gone`: proven to be deleted. `unknown`: not shown, and not proven to be deleted: nothing is decided on it now.
 */
export type Whereabouts = 'shown' | 'elsewhere' | 'gone' | 'unknown';

/** What a store shows now for some orders, whatever the ledger has of it: asked right before money is written. */
export class SourceNow<Found extends OfOrder> {
  readonly #context: ReadingRun;
  readonly #store: StoreRun;
  readonly #at: AtSource<Found>;
  readonly #shown = new Map<string, Found[]>();
  readonly #unreadable: ReadonlySet<string>;
  readonly #whereabouts = new Map<string, Whereabouts>();

  private constructor(context: ReadingRun, store: StoreRun, at: AtSource<Found>, shown: Shown<Found>) {
    this.#context = context;
    this.#store = store;
    this.#at = at;
    this.#unreadable = new Set(shown.unreadable.map(({ id }) => id));
    for (const found of shown.found) {
      const key = upperKey(found.orderId);
      this.#shown.set(key, [...(this.#shown.get(key) ?? []), found]);
    }
  }

  /** @throws ConsolidatorError where the store can't be read */
  static async read<Found extends OfOrder>(
    context: ReadingRun,
    store: StoreRun,
    at: AtSource<Found>,
    orderIds: readonly string[],
    untouched?: ReadonlySet<string>,
  ): Promise<SourceNow<Found>> {
    return new SourceNow(context, store, at, await at.ofOrders([...new Set(orderIds)], untouched));
  }

  of(orderId: string): readonly Found[] {
    return this.#shown.get(upperKey(orderId)) ?? [];
  }

  /** Ids that stand somewhere in the store, and can't be read. */
  get unreadable(): ReadonlySet<string> {
    return this.#unreadable;
  }

  /** Finds out where those are that their orders do not show. To be called before `whereabouts` is asked for them. */
  async locate(asked: readonly OfOrder[]): Promise<void> {
    const missing = asked.filter((one) => !this.#isShown(one) && !this.#whereabouts.has(keyOf(one)));
    if (missing.length === 0) return;
    const { found, unreadable } = await this.#at.byIds([...new Set(missing.map(({ id }) => id))]);
    const there = new Map(found.map((one) => [one.id, one]));
    await stage(this.#stage, this.#at.entity, { records: found.map((one) => this.#at.recordOf(one)), quarantined: [] });
    const withheld = new Set(unreadable.map(({ id }) => id));
    const unseen = missing.filter(({ id }) => !there.has(id) && !withheld.has(id));
    const gone = unseen.length === 0 ? new Set<string>() : await this.#at.provenGone(unseen);
    for (const one of missing) {
      const now = there.get(one.id);
      if (now !== undefined) this.#whereabouts.set(keyOf(one), sameOrder(now, one) ? 'shown' : 'elsewhere');
      else this.#whereabouts.set(keyOf(one), gone.has(one.id) ? 'gone' : 'unknown');
    }
  }

  whereabouts(one: OfOrder): Whereabouts {
    return this.#isShown(one) ? 'shown' : (this.#whereabouts.get(keyOf(one)) ?? 'unknown');
  }

  get #stage(): { readonly context: ReadingRun; readonly store: StoreRun } {
    return { context: this.#context, store: this.#store };
  }

  #isShown({ id, orderId }: OfOrder): boolean {
    return this.#unreadable.has(id) || this.of(orderId).some((found) => found.id === id);
  }
}

function keyOf({ id, orderId }: OfOrder): string {
  return `${upperKey(orderId)} ${id}`;
}

function sameOrder(a: OfOrder, b: OfOrder): boolean {
  return upperKey(a.orderId) === upperKey(b.orderId);
}
