import type { LocalDate } from './time.ts';

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
]; // biome-ignore format: a table

/** `November`, of a day or a month. */
export function monthName(month: string): string {
  return MONTHS[Number(month.slice(5, 7)) - 1] ?? month;
}

/** `28 November` */
export function dayWords(day: LocalDate): string {
  return `${Number(day.slice(8))} ${monthName(day)}`;
}
