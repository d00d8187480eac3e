/** How many rows came in answer to a request for so many at most. */
export interface GivenPage {
  readonly limit: number;
  readonly rows: number;
  readonly characters: number;
  /** Characters of the longest row. */
  readonly longest: number;
}

/** There would have been room for one row more, also where an answer is cut by its size. */
export function gaveMore(given: readonly GivenPage[], page: GivenPage): boolean {
  return given.some(
    (other) =>
      other.limit <= page.limit && other.rows > page.rows && other.characters >= page.characters + page.longest,
  );
}
