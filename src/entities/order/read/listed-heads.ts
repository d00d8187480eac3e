import { TextTable } from '../../../model/text-table.ts';
import type { Instant } from '../../../model/time.ts';
import type { OrderHead } from '../../../neto/orders.ts';

const PER_PAGE = 500;
/** In place of the number of a stamp. */
const NONE = -1;

/** What was listed of orders, kept as bytes: a large first run lists all that it has copied. */
export class ListedHeads {
  readonly #ids = new TextTable();
  readonly #stamps = new TextTable();
  /** By the number of an id, the numbers of its stamps. */
  readonly #updated: number[] = [];
  readonly #completed: number[] = [];
  readonly #payments: number[] = [];

  /** One that was listed before is as it is listed now. */
  put(heads: readonly OrderHead[]): void {
    for (const { id, updatedAt, completedAt, payments } of heads) {
      const number = this.#ids.put(id);
      this.#updated[number] = this.#numberOf(updatedAt);
      this.#completed[number] = this.#numberOf(completedAt);
      this.#payments[number] = payments;
    }
  }

  /** In the order in which they came. */
  *pages(): Generator<OrderHead[]> {
    for (let first = 0; first < this.#ids.size; first += PER_PAGE) {
      const updated = this.#updated.slice(first, first + PER_PAGE);
      yield updated.map((stamp, place) => ({
        id: this.#ids.at(first + place),
        updatedAt: this.#stampAt(stamp),
        completedAt: this.#stampAt(this.#completed[first + place] ?? NONE),
        payments: this.#payments[first + place] ?? 0,
      }));
    }
  }

  #numberOf(stamp: Instant | null): number {
    return stamp === null ? NONE : this.#stamps.put(stamp);
  }

  #stampAt(number: number): Instant | null {
    return number === NONE ? null : (this.#stamps.at(number) as Instant);
  }
}
