import { type GivenPage, gaveMore } from './gave-more.ts';
import type { RawRecord } from './read-fields.ts';

/**
 * What the pages of one kind of request have shown of where a store cuts them, if it does: by a number of rows, or by the
 * size of the answer (reference, section 4, quirk 15).
 */
export class PageEvidence {
  readonly #given: GivenPage[];
  readonly #limit: number;

  /** @param given by all requests with these selectors, whatever their limit */
  constructor(given: GivenPage[], limit: number) {
    this.#given = given;
    this.#limit = limit;
  }

  /** @returns whether a short page of these rows may have been cut: not where the store once gave more to a request for no more */
  take(rows: readonly RawRecord[]): boolean {
    const lengths = rows.map((row) => JSON.stringify(row).length);
    const characters = lengths.reduce((sum, length) => sum + length, 0);
    const page = { limit: this.#limit, rows: rows.length, characters, longest: Math.max(0, ...lengths) };
    if (gaveMore(this.#given, page)) return false;
    const others = this.#given.filter((other) => !tellsAsMuch(page, other));
    this.#given.splice(0, this.#given.length, ...others, page);
    return true;
  }
}

function tellsAsMuch(one: GivenPage, other: GivenPage): boolean {
  return one.limit <= other.limit && one.rows >= other.rows && one.characters >= other.characters;
}
