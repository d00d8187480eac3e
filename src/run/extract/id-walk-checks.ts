import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { ExtractedPage, ExtractedRecord } from '../../entities/reading/extracted-record.ts';
import { dayAfter, type Instant, type LocalDate, localDateOf } from '../../model/time.ts';
import type { WalkState } from './id-walk-state.ts';
import { numberOf } from './judge-ids.ts';
import type { StoreWindow } from './store-window.ts';

/** What can't be read is there all the same. */
export function numbersOn({ records, quarantined }: ExtractedPage): number[] {
  return [...records, ...quarantined].flatMap(({ sourceId }) => numberOf(sourceId) ?? []);
}

/**
 * Whether an answer to a list of ids was made of the whole list: what stands at its end, and is known to be in the store, is
 * in it.
 */
export function showsKnown(shown: ReadonlySet<number>, atTheEnd: readonly number[]): boolean {
  return atTheEnd.some((id) => shown.has(id));
}

/**
 * Whether a listing by time shows something that nobody has read, under a lower id than the highest: the next ids would never
 * have brought it.
 */
export async function hasNewBelow(
  { context: { ledger }, store: { fixed } }: StoreWindow,
  { name }: EntityDefinition,
  { highest, holes, at }: WalkState,
  { records }: ExtractedPage,
): Promise<boolean> {
  // What is of an earlier day may have been there before, outside of the days that are read.
  const since = dayAfter(localDateOf(at, fixed.timeZone));
  const below = records.filter((one) => {
    const number = numberOf(one.sourceId);
    return number !== undefined && number <= highest && !holes.includes(number) && !isBefore(one, since);
  });
  const ids = below.map(({ sourceId }) => sourceId);
  const known = await ledger.known(fixed.store, name, ids);
  return ids.some((id) => !known.has(id));
}

/** What a listing since the beginning would show, and what belongs to something that is known, whatever its day. */
export async function inDays(
  { context: { ledger }, store: { fixed }, beginning }: StoreWindow,
  { belongsTo }: EntityDefinition,
  records: readonly ExtractedRecord[],
): Promise<readonly ExtractedRecord[]> {
  const since = localDateOf(beginning, fixed.timeZone);
  const parents = records.filter((one) => isBefore(one, since)).flatMap(({ parent }) => parent ?? []);
  if (belongsTo === undefined || parents.length === 0) return records;
  const known = await ledger.known(fixed.store, belongsTo, parents);
  return records.filter((one) => !isBefore(one, since) || known.has(one.parent ?? ''));
}

/**
 * Up to when all is listed once a day. Where what is new is found by its ids, nothing else lists the last days. Elsewhere
 * every run does, the one that begins with it and those that go on.
 */
export function listedDailyTo(
  isWalk: boolean,
  { listedTo, lately }: { readonly listedTo: Instant; readonly lately: Instant },
): Instant {
  return isWalk ? listedTo : lately;
}

function isBefore({ facts }: ExtractedRecord, day: LocalDate): boolean {
  const bookedOn = facts?.bookedOn ?? null;
  return bookedOn !== null && bookedOn < day;
}
