import type { Day } from '../dates.ts';
import type { Books } from './books.ts';
import { Refused } from './refused.ts';

/**
 * What is dated on or before a lock date is refused; drafts are let through by who asks this only for what is approved.
 * @throws Refused
 */
export function demandOpen({ organisation }: Books, date: Day): void {
  const { periodLockDate, endOfYearLockDate } = organisation;
  if (endOfYearLockDate !== undefined && date <= endOfYearLockDate) {
    throw new Refused(
      `The document date cannot be before the end of year lock date, currently set at ${endOfYearLockDate}`,
    );
  }
  if (periodLockDate !== undefined && date <= periodLockDate) {
    throw new Refused(`The document date cannot be before the period lock date, currently set at ${periodLockDate}`);
  }
}
