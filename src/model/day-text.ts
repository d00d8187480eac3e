const DAY = 86_400_000;
/** The days of the years 0 to 9999, counted from 1970, which Date writes with four digits of a year. */
const [FIRST, LAST] = [-719_528, 2_932_896];
/** Ten years of days. */
const MOST = 4_000;

/** Nearly all moments of a run lie on few days, and Date takes thirty times as long to write one. */
const known = new Map<number, string>();

/** `2026-06-30`. @param days since 1970, in UTC @throws RangeError for what is no day of Date's calendar */
export function dayText(days: number): string {
  const told = known.get(days);
  if (told !== undefined) return told;
  const text = new Date(days * DAY).toISOString().slice(0, 10);
  if (known.size >= MOST) known.clear();
  known.set(days, text);
  return text;
}

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** `2026-07-01T00:00:00Z`. @param seconds since 1970 @throws RangeError for what is no moment of Date's calendar */
export function momentText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  if (!(days >= FIRST && days <= LAST)) return `${new Date(seconds * 1000).toISOString().slice(0, -'.000Z'.length)}Z`;
  const rest = seconds - days * 86_400;
  const [hour, minute, second] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${dayText(days)}T${two[hour]}:${two[minute]}:${two[second]}Z`;
}
