/** No store and no order is older, and nothing that is real is dated later. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

/** Whether a date that begins with its year can be one of a shop's. @param text `2026-…` */
export function isBelievableYear(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
