/** A calendar day without a zone: `2026-11-24`. */
export type Day = string;

const DAY = /^\d{4}-\d\d-\d\d$/;

export function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

export function midnightUtc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function dayOf(milliseconds: number): Day {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** `/Date(1795478400000+0000)/`: a day as midnight UTC, whatever the organisation's zone (reference, section 3.2). */
export function dateOfDay(day: Day): string {
  return `/Date(${midnightUtc(day)}+0000)/`;
}

export function dateStringOf(day: Day): string {
  return `${day}T00:00:00`;
}

/** `/Date(1795546931430+0000)/`, or without the offset. */
export function dateOfInstant(milliseconds: number, withOffset = true): string {
  return `/Date(${milliseconds}${withOffset ? '+0000' : ''})/`;
}

/** `2026-11-24T19:02:11` */
export function secondsText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19);
}

/** The wall clock of a zone: `2026-11-24 19:02:11`. */
export function localTime(milliseconds: number, timeZone: string): string {
  return formatterOf(timeZone).format(milliseconds);
}

export function localDay(milliseconds: number, timeZone: string): Day {
  return localTime(milliseconds, timeZone).slice(0, 10);
}

/** The instant at which a wall clock of the zone shows this time. */
export function instantOfLocal(local: string, timeZone: string): number {
  const wanted = Date.parse(`${local.replace(' ', 'T')}Z`);
  let guess = wanted;
  // The second step finds the offset on the other side of a change of daylight saving.
  for (let step = 0; step < 2; step += 1) {
    guess += wanted - Date.parse(`${localTime(guess, timeZone).replace(' ', 'T')}Z`);
  }
  return guess;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formatters.set(timeZone, made);
  return made;
}
