import { isApproved, type Order } from '../../model/order.ts';
import { lowerKey } from '../../model/text-key.ts';

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

/** More than are under way at once. */
const MOST = 1_000;

/**
 * Copies that this very run has added, as their read-back has just shown them, so that one step's read-back is the next one's
 * look-up. Of none that was there before, that was settled after its outcome was unknown, or that anything was written to
 * since: what those show is asked for.
 */
export class FreshCopies {
  readonly #seen = new Map<string, Seen>();
  /** Those that this run added a moment ago, whether or not they were written to since. */
  readonly #added = new Set<string>();

  /**
   * Whether the primary's orders show their payments at all: that an order shows none tells nothing before one has shown some.
   * Set by whoever has seen it.
   */
  showPayments: boolean;

  constructor(showPayments: boolean) {
    this.showPayments = showPayments;
  }

  /** Of an order that was added, and found where it was added, by a write that the primary accepted. */
  added(copy: Order, isFresh: () => boolean): void {
    // The oldest come first.
    for (const [id, seen] of this.#seen) {
      if (seen.isFresh()) break;
      this.#seen.delete(id);
    }
    if (this.#added.size >= MOST) this.#added.clear();
    this.#added.add(lowerKey(copy.id));
    this.#note(copy, isFresh);
  }

  /** Of one that was read back after a further step that the primary accepted; nothing where this run did not add it. */
  shownAgain(copy: Order, isFresh: () => boolean): void {
    if (this.#added.has(lowerKey(copy.id))) this.#note(copy, isFresh);
  }

  /** Something is about to be written to it: what it showed before says nothing any more, whatever comes of that. */
  forget(targetId: string): void {
    this.#seen.delete(lowerKey(targetId));
  }

  /** Whether all of these were just seen as they were added; undefined where one was not. The answer ends as they grow old. */
  areAllUnapproved(targetIds: readonly string[]): (() => boolean) | undefined {
    const seen = targetIds.map((id) => this.#seen.get(lowerKey(id)));
    const isOf = (one: Seen | undefined): boolean => one?.isFresh() === true && !one.copy.isApproved;
    return seen.every(isOf) ? () => seen.every(isOf) : undefined;
  }

  of(targetId: string): CopySeen | undefined {
    const seen = this.#seen.get(lowerKey(targetId));
    return seen?.isFresh() === true ? seen.copy : undefined;
  }

  #note(order: Order, isFresh: () => boolean): void {
    const { status, username, grandTotal, payments } = order;
    const copy = { status, username, grandTotal, payments: payments.length, isApproved: isApproved(order) };
    this.forget(order.id);
    this.#seen.set(lowerKey(order.id), { copy, isFresh });
  }
}
