import type { z } from 'zod';
import { isBelievableYear } from './believable-year.ts';

/** A calendar day without a time zone: `2026-06-30`. Its schema is `localDateSchema`. */
export type LocalDate = string & z.core.$brand<'LocalDate'>;

/**
 * By the calendar of Date, so that a command line can be read without all that time zones take.
 * @returns undefined for text that names no day of the calendar (`2026-02-30`, `0000-00-00`), or one before 1990 or after 2100
 */
export function parseLocalDate(text: string): LocalDate | undefined {
  if (days.has(text)) return text as LocalDate;
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || !isBelievableYear(text)) return undefined;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  // What is no day of its month comes out as one of another month.
  const found = new Date(Date.UTC(year, month - 1, day));
  if (found.getUTCDate() !== day || found.getUTCMonth() !== month - 1) return undefined;
  if (days.size === MOST_DAYS) days.clear();
  days.add(text);
  return text as LocalDate;
}

/** Days that were found in the calendar: nearly all dates of a run are of few days. */
const days = new Set<string>();
/** Ten years of them. */
const MOST_DAYS = 4_000;
