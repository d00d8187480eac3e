import { isApproved, type Order } from '../../model/order.ts';
import { lowerKey } from '../../model/text-key.ts';
import { freshFromNow } from '../protocol/looked.ts';

/** What the steps after an order's own must know of its copy. */
export type CopySeen = Pick<Order, 'status' | 'username' | 'grandTotal'> & {
  /** How many payments it shows. */
  readonly payments: number;
  readonly isApproved: boolean;
};

interface Seen {
  readonly copy: CopySeen;
  readonly isFresh: () => boolean;
}

/**
 * Copies that this very run has added, as their read-back has just shown them, so that one step's read-back is the next one's
 * look-up. Of none that was there before, that was settled after its outcome was unknown, or that anything was written to
 * since: what those show is asked for.
 */
export class FreshCopies {
  readonly #now: () => number;
  readonly #seen = new Map<string, Seen>();

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Of an order that was added, and found where it was added, by a write that the primary accepted. */
  added(copy: Order): void {
    for (const [id, { isFresh }] of this.#seen) if (!isFresh()) this.#seen.delete(id);
    this.#note(copy);
  }

  /** Of one that was read back once more after a further step; nothing where it wasn't added by this run a moment ago. */
  shownAgain(copy: Order): void {
    if (this.of(copy.id) !== undefined) this.#note(copy);
  }

  /** Something is about to be written to it. */
  forget(targetId: string): void {
    this.#seen.delete(lowerKey(targetId));
  }

  of(targetId: string): CopySeen | undefined {
    const seen = this.#seen.get(lowerKey(targetId));
    return seen?.isFresh() === true ? seen.copy : undefined;
  }

  #note(order: Order): void {
    const { status, username, grandTotal, payments } = order;
    const copy = { status, username, grandTotal, payments: payments.length, isApproved: isApproved(order) };
    this.#seen.set(lowerKey(order.id), { copy, isFresh: freshFromNow(this.#now) });
  }
}
