import { accountingDate, type Order } from '../../../model/order.ts';
import { originOf } from '../../../model/origin.ts';
import { sameText } from '../../../model/text-key.ts';
import { type LocalDate, localDateOf } from '../../../model/time.ts';
import type { FixedRules } from '../../../transform/rules.ts';

const DAY = 86_400_000;

type DueRules = Pick<FixedRules, 'timeZone' | 'orders' | 'purpose'>;

/** The day that a rule of the pipeline file gives an order without a due date of its own; null where none does. */
export function dueByRule(source: Order, { timeZone, orders }: DueRules): LocalDate | null {
  const days = daysByRule(source, orders);
  const from = accountingDate(source, timeZone);
  return days === undefined || from === undefined ? null : later(from, days);
}

/**
 * The days on which the copy of such an order may be due, whenever it is looked at: none where it was not given one by a
 * rule, as before there was such a rule. By the rule that it was made with, which its notes tell, and by that of today, as
 * somebody may have set it right.
 */
export function dueLater(source: Order, copy: Order, rules: DueRules): LocalDate[] {
  const made = originOf(copy.internalNotes)?.dueDays;
  if (source.paymentDueAt !== null || made === undefined) return [];
  const { timeZone, purpose } = rules;
  // Where the primary sends the goods, a copy does not follow an invoice date that its source gets afterwards.
  const placedOn = source.placedAt === null ? undefined : localDateOf(source.placedAt, timeZone);
  const from = [accountingDate(source, timeZone), ...(purpose === 'fulfil' ? [placedOn] : [])];
  const counts = [made, daysByRule(source, rules.orders)].filter((days) => days !== undefined);
  return counts.flatMap((days) => from.flatMap((day) => (day === undefined ? [] : [later(day, days)])));
}

function daysByRule({ paymentTerms }: Order, { dueDate, paymentTerms: listed }: FixedRules['orders']) {
  if (dueDate === 'terms') {
    const rows = Object.entries(listed ?? {}).filter(([terms]) => sameText(terms, paymentTerms));
    const [, days] = rows.find(([terms]) => terms === paymentTerms) ?? rows[0] ?? [];
    return days;
  }
  return dueDate === 'invoice-date' ? 0 : dueDate?.days;
}

/** Counted in whole days of UTC, in which no day is longer than another. */
function later(day: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10) as LocalDate;
}
