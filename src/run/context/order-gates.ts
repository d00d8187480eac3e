import type { Unconfirmed } from '../../model/asked-orders.ts';

/** More orders than these, older than a store's last whole run, are looked at by a person before anything is written. */
export const UNASKED = 200;

/**
 * Lets the orders of a store go to the loader once all are read and not too many are old: placed before the last whole run
 * of that store began. Such a run had them before it and made nothing of them, so that many at once mean that `since` was
 * moved, a watermark was lost, or a key is another store's. What is traded between two runs is never counted.
 */
export class OrderGates {
  /** By store: which orders a person has to say yes to. */
  readonly unconfirmed = new Map<string, Omit<Unconfirmed, 'store'>>();
  readonly #asks: boolean;
  readonly #holds: boolean;
  readonly #open = new Set<string>();

  /**
   * @param asks false where a person has said yes
   * @param holds false in a plan, which counts what a run would ask about, and goes on as after a yes
   */
  constructor({ asks, holds }: { readonly asks: boolean; readonly holds: boolean }) {
    this.#asks = asks;
    this.#holds = holds;
  }

  isOpen(store: string): boolean {
    return !this.#asks || this.#open.has(store);
  }

  open(store: string): void {
    this.#open.add(store);
  }

  /** @returns whether nothing of the store may be written */
  ask(store: string, orders: Omit<Unconfirmed, 'store'>): boolean {
    this.unconfirmed.set(store, orders);
    if (this.#holds) this.#open.delete(store);
    else this.#open.add(store);
    return this.#holds;
  }

  get asks(): boolean {
    return this.#asks;
  }
}
