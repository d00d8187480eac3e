import { plainText } from './text-key.ts';
import { type LocalDate, parseLocalDate } from './time.ts';

/** Days that the books have already; both ends belong to them. */
export interface BookedDays {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const NOTE = /^In the books already: the days (\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})$/;
/** It stands below the line of the origin and that of the shopper, so that no note of the order's own is taken for it. */
const WITHIN = 3;
const SHOPPER = 'Shopper: ';

/** The line of a copy's internal notes that says why it is marked as exported, and for which days that was asked. */
export function inBooksNote({ from, to }: BookedDays): string {
  return `In the books already: the days ${from} to ${to}`;
}

/** The days that a copy's notes name. @returns undefined for a copy that was not made for days that the books have */
export function inBooksDays(internalNotes: string): BookedDays | undefined {
  const lines = plainText(internalNotes).trimStart().split('\n').slice(0, WITHIN);
  for (const line of lines) {
    const [, from = '', to = ''] = NOTE.exec(line.trim()) ?? [];
    const days = { from: parseLocalDate(from), to: parseLocalDate(to) };
    if (days.from !== undefined && days.to !== undefined) return { from: days.from, to: days.to };
  }
  return undefined;
}

/** The notes of a copy with that line where a new copy has it. */
export function withInBooksNote(internalNotes: string, days: BookedDays): string {
  const lines = internalNotes === '' ? [] : internalNotes.split('\n');
  const head = lines[1]?.startsWith(SHOPPER) === true ? 2 : Math.min(1, lines.length);
  return [...lines.slice(0, head), inBooksNote(days), ...lines.slice(head)].join('\n');
}
