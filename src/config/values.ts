import { Cron } from 'croner';
import { isNegative, parseDecimal } from '../model/money.ts';
import { isTimeZone, parseLocalDate } from '../model/time.ts';

// Each says as a relative clause what is wrong with a value, or undefined where nothing is.

export function dateProblem(text: string): string | undefined {
  return parseLocalDate(text) === undefined ? 'which is no day of the calendar' : undefined;
}

export function amountProblem(value: string | number): string | undefined {
  const amount = parseDecimal(value);
  if (amount === undefined) return 'which is no plain decimal number';
  return isNegative(amount) ? 'which is less than zero' : undefined;
}

export function timeZoneProblem(text: string): string | undefined {
  // +10:00 knows no daylight saving, and EST is another zone in Sydney than in New York.
  const isName = text === 'UTC' || /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$/.test(text);
  return isName && isTimeZone(text) ? undefined : 'which is no time zone';
}

const CRON_FIELD = /^[0-9A-Za-z*,/-]+$/;

/** Five fields of numbers, names, `*`, `,`, `-` and `/`: croner takes more, which other cron programs don't. */
export function cronProblem(line: string): string | undefined {
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 5) return 'which has not five fields';
  if (!fields.every((text) => CRON_FIELD.test(text) && isWordless(text))) return 'which is no cron line';
  try {
    return new Cron(line, { paused: true }).nextRun() === null ? 'which names a time that never comes' : undefined;
  } catch {
    return 'which is no cron line';
  }
}

const NAMES = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)\b/gi;

/** Besides the names of months and days there are no letters: `L` and `W` are croner's own. */
function isWordless(text: string): boolean {
  return !/[A-Za-z]/.test(text.replaceAll(NAMES, ''));
}

export function keyProblem(value: string): string | undefined {
  if (value === '') return 'which is empty';
  if (value.trim() !== value)
    return 'which begins or ends with a blank (a blank, tab or line break), so that the store would refuse the key';
  return /^[\x21-\x7e]+$/.test(value) ? undefined : 'which holds a blank or a character that no key holds';
}

export function usernameProblem(value: string): string | undefined {
  if (value === '') return 'which is empty';
  if (value.trim() !== value) return 'which begins or ends with a blank';
  return /^[\x20-\x7e]+$/.test(value) ? undefined : 'which holds a character that no user name holds';
}
