/** Neto's date-time text: `YYYY-MM-DD HH:MM:SS`, in UTC unless said otherwise. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads the spellings that filters take (blank or T, with or without Z, date only) into Neto's. @returns undefined for anything else */
export function readTime(text: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, day = '', clock = '00:00:00'] = match;
  const full = `${day} ${clock.length === 5 ? `${clock}:00` : clock}`;
  return Number.isNaN(Date.parse(`${full.replace(' ', 'T')}Z`)) ? undefined : full;
}

function millisecondsOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function wallClock(milliseconds: number, timeZone: string): string {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(milliseconds);
}

export function utcToLocal(utc: string, timeZone: string): string {
  const time = readTime(utc);
  return time === undefined ? '' : wallClock(millisecondsOf(time), timeZone);
}

export function localToUtc(local: string, timeZone: string): string {
  const wanted = millisecondsOf(local);
  // Two steps find the offset on both sides of a change of daylight saving.
  let guess = wanted;
  for (let step = 0; step < 2; step += 1) guess += wanted - millisecondsOf(wallClock(guess, timeZone));
  return timeText(guess);
}

/** A date or date-time so many days later, in the form that it has. */
export function shiftDays(text: string, days: number): string {
  const time = readTime(text);
  if (time === undefined) return text;
  return timeText(millisecondsOf(time) + days * 86_400_000).slice(0, text.length);
}
