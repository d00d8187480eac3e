import type { Return } from '../model/rma.ts';
import { type LocalDate, localDateOf } from '../model/time.ts';
import { markedWindowOf } from './history.ts';
import { type Skipped, skip } from './outcome.ts';
import type { StoreRules } from './rules.ts';

/**
 * A return can't be marked as exported, so a copy would become a credit note that the books have already: of a day that
 * they have, or, where they have its order, of any day before the pipeline's own beginning.
 */
export function inBooksAlready(
  returned: Return,
  rules: StoreRules,
  orderInBooks: boolean,
  title: string,
): Skipped | undefined {
  const day = dayOf(returned, rules);
  const marked = markedWindowOf(day, rules);
  if (marked !== undefined) {
    const days = `the books have the days ${marked.from} to ${marked.to} already`;
    return skip('in-accounting-already', `${title} is of ${day}; ${days}`);
  }
  if (!orderInBooks || day === null || day >= rules.since) return undefined;
  return skip(
    'in-accounting-already',
    `${title} is of ${day}, before ${rules.since}; the books have its order already`,
  );
}

/** Its day in the books; where its store shows none, the last on which it can have been made. */
function dayOf({ issuedOn, updatedAt }: Return, { timeZone }: StoreRules): LocalDate | null {
  return issuedOn ?? (updatedAt === null ? null : localDateOf(updatedAt, timeZone));
}
