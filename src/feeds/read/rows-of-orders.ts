import { timesRepeated } from './repeated-rows.ts';

interface RowsTold {
  readonly apart: ReadonlyMap<string, number>;
  readonly mostly: boolean;
  readonly somewhere: boolean;
}

/**
 * The rows of a file by their orders, told by a number for each: a few bytes a row and an order's id, since there may be
 * millions.
 */
export class RowsOfOrders {
  /** By id: which order it is, from 0. */
  readonly #orders = new Map<string, number>();
  /** A number for each row, in the order of the file. */
  readonly #lines = new Numbers();
  /** By order: the first of its rows, and how many follow each other from there. */
  readonly #starts = new Numbers();
  readonly #counts = new Numbers();
  /** The numbers of all rows of orders whose rows do not all follow each other. */
  readonly #apart = new Map<string, number[]>();
  #current = '';
  #last = 0;

  /**
   * @param record the place of the row in its file @param line the same number for equal lines
   * @returns whether it is the first row of its order
   */
  add(id: string, record: number, line: number): boolean {
    const order = this.#orders.get(id);
    const follows = id === this.#current && record === this.#last + 1;
    this.#current = id;
    this.#last = record;
    const place = this.#lines.push(line);
    if (order === undefined) {
      this.#orders.set(id, this.#starts.push(place));
      this.#counts.push(1);
      return true;
    }
    const lines = this.#apart.get(id);
    if (lines !== undefined) lines.push(line);
    else if (follows) this.#counts.set(order, this.#counts.at(order) + 1);
    else this.#apart.set(id, [...this.#together(order), line]);
    return false;
  }

  end(): RowsTold {
    let repeated = 0;
    let somewhere = false;
    for (const [id, order] of this.#orders) {
      const lines = this.#apart.get(id);
      if (timesRepeated(lines ?? this.#together(order)) < 2) continue;
      repeated += 1;
      somewhere ||= lines !== undefined;
    }
    return {
      apart: new Map([...this.#apart].map(([id, lines]) => [id, lines.length])),
      mostly: repeated > 1 && repeated * 2 > this.#orders.size,
      somewhere,
    };
  }

  #together(order: number): readonly number[] {
    const start = this.#starts.at(order);
    return this.#lines.between(start, start + this.#counts.at(order));
  }
}

/** Whole numbers from 0 to 2^32 - 1, four bytes each. */
class Numbers {
  #numbers = new Uint32Array(1024);
  #length = 0;

  /** @returns its place */
  push(number: number): number {
    if (this.#length === this.#numbers.length) {
      const more = new Uint32Array(this.#length * 2);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[this.#length] = number;
    this.#length += 1;
    return this.#length - 1;
  }

  at(place: number): number {
    return this.#numbers[place] ?? 0;
  }

  set(place: number, number: number): void {
    this.#numbers[place] = number;
  }

  between(from: number, to: number): number[] {
    return [...this.#numbers.subarray(from, to)];
  }
}
