import { type LocalDate, parseLocalDate } from '../model/local-date.ts';

/** One month of the calendar. */
export interface Month {
  /** `2026-10` */
  readonly name: string;
  readonly from: LocalDate;
  /** Its last day. */
  readonly to: LocalDate;
}

/** @returns undefined for what is no month, and for the last one that there is, whose end lies beyond all days */
export function parseMonth(text: string): Month | undefined {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (parts === null) return undefined;
  const [year, number] = [Number(parts[1]), Number(parts[2])];
  const [from, to] = [parseLocalDate(`${text}-01`), lastOf(year, number)];
  const after = parseLocalDate(number === 12 ? `${year + 1}-01-01` : `${text}-01`);
  return from === undefined || to === undefined || after === undefined ? undefined : { name: text, from, to };
}

/** @param month from 1 */
function lastOf(year: number, month: number): LocalDate | undefined {
  return parseLocalDate(new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10));
}
