import { accountingDate, type Order } from '../../../model/order.ts';
import { textKey } from '../../../model/text-key.ts';
import { daysAfter, type Instant, type LocalDate, localDateOf, startOfDay } from '../../../model/time.ts';
import type { FixedRules } from '../../../transform/rules.ts';

interface DraftedDueDate {
  /** The midnight at which the day begins in the primary. */
  readonly at: Instant | null;
  /** Days after the order's day in the books, where a rule of the pipeline file gave it. */
  readonly days?: number;
}

/** When the copy is to be paid: the order's own due date always goes before the rule of the pipeline file. */
export function draftDueDate(order: Order, rules: FixedRules): DraftedDueDate {
  const begins = (day: LocalDate): Instant => startOfDay(day, rules.primaryTimeZone);
  if (order.paymentDueAt !== null) return { at: begins(localDateOf(order.paymentDueAt, rules.timeZone)) };
  const days = ruledDays(order, rules.orders);
  const day = accountingDate(order, rules.timeZone);
  return days === undefined || day === undefined ? { at: null } : { at: begins(daysAfter(day, days)), days };
}

/** The day itself, for people. @returns null where it has none */
export function dueDay(order: Order, rules: FixedRules): LocalDate | null {
  const { at } = draftDueDate(order, rules);
  return at && localDateOf(at, rules.primaryTimeZone);
}

/** Undefined where no rule gives a due date: there is none, or the order's payment terms are not listed. */
export function ruledDays(
  { paymentTerms }: Pick<Order, 'paymentTerms'>,
  { dueDate, paymentTerms: listed = {} }: FixedRules['orders'],
): number | undefined {
  if (dueDate === undefined) return undefined;
  if (dueDate === 'invoice-date') return 0;
  if (dueDate !== 'terms') return dueDate.days;
  // One spelled just so goes before one that differs in case, as with methods.
  if (Object.hasOwn(listed, paymentTerms)) return listed[paymentTerms];
  return Object.entries(listed).find(([name]) => textKey(name) === textKey(paymentTerms))?.[1];
}
