import type { HabitValue } from '../model/habits.ts';

/**
 * Finds out by the first pages of one listing what number a store gives to the first one (reference, section 5, U6). They are
 * asked for in this order: page 0, or one without a number; page 1; page 2.
 */
export class FirstPage {
  readonly #unnumbered: boolean;
  #pages: (readonly string[])[] | undefined = [];

  /** @param unnumbered the first page is asked for without a number, which says nothing of page 0 */
  constructor(unnumbered: boolean) {
    this.#unnumbered = unnumbered;
  }

  /** @param keys of the page's rows @returns what is certain by now, once */
  read(keys: readonly string[]): HabitValue<'firstPage'> | undefined {
    if (this.#pages === undefined) return undefined;
    this.#pages.push(keys);
    const [first = [], second, third] = this.#pages;
    if (second === undefined) return undefined;
    if (first.length === 0 && second.length > 0 && !this.#unnumbered) return this.#settled('one-and-zero-is-empty');
    if (first.length === 0) return this.#settled(undefined);
    if (!isSame(first, second)) return this.#settled('zero');
    // One row may be repeated by the next page, and a store may give one page whatever it is asked for.
    if (first.length < 2) return this.#settled(undefined);
    if (third === undefined) return undefined;
    return this.#settled(isSame(second, third) ? undefined : 'one');
  }

  #settled(value: HabitValue<'firstPage'> | undefined): HabitValue<'firstPage'> | undefined {
    this.#pages = undefined;
    return value;
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}
