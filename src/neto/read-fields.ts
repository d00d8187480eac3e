import { type Decimal, parseDecimal, ZERO } from '../model/money.ts';
import { hasUnwritable, unwritableIn } from '../model/readable-characters.ts';
import { type Instant, isEmptyDate, type LocalDate, localDateOf, parseLocalDate } from '../model/time.ts';

/** A record as the codec left it. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** A field whose text can't be read. `readRecords` adds the store and the record's id. */
export class FieldProblem extends Error {
  override readonly name = 'FieldProblem';
}

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A list, however the store wrote it: array, one element as an object, `""`, missing, or inside a wrapper of its
 * singular name (reference, section 4, quirks 1-4 and 29). Empty elements are dropped.
 */
export function asArray(value: unknown, wrapper?: string): readonly unknown[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) {
    const elements: readonly unknown[] = value;
    return isPlainList(elements, wrapper) ? elements : elements.flatMap((element) => asArray(element, wrapper));
  }
  if (isRecord(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) return [];
    if (wrapper !== undefined && keys.length === 1 && keys[0] === wrapper) return asArray(value[wrapper]);
  }
  return [value];
}

/** Nearly all lists: of records that hold something, none of them a wrapper. Such a one is given as it stands. */
function isPlainList(elements: readonly unknown[], wrapper: string | undefined): elements is readonly RawRecord[] {
  for (const element of elements) if (!isRecord(element) || !holdsFields(element, wrapper)) return false;
  return true;
}

function holdsFields(record: RawRecord, wrapper: string | undefined): boolean {
  for (const name in record) return name !== wrapper;
  return false;
}

/** Like `asArray`, with only the elements that are records. */
export function recordsIn(value: unknown, wrapper?: string): readonly RawRecord[] {
  const elements = asArray(value, wrapper);
  return areRecords(elements) ? elements : elements.filter(isRecord);
}

export function areRecords(elements: readonly unknown[]): elements is readonly RawRecord[] {
  for (const element of elements) if (!isRecord(element)) return false;
  return true;
}

/** The records below a record. @throws FieldProblem where there is something else: taken for none, it would be lost */
export function sublist(raw: RawRecord, field: string, wrapper?: string): readonly RawRecord[] {
  const elements = asArray(raw[field], wrapper);
  if (!areRecords(elements)) throw new FieldProblem(`${field} is no list of records`);
  return elements;
}

/** Text as it stands; numbers and booleans as text; `""` for everything else, so also for a missing field. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** @throws FieldProblem where a structure is found: taken for an empty text, it would be lost; or a key that can't be written */
export function text(raw: RawRecord, field: string): string {
  const value = raw[field];
  if (typeof value !== 'string') return refuseStructure(raw, field, textOf(value));
  // Only keys still have such a character here: all other texts have lost it.
  if (hasUnwritable(value)) throw new FieldProblem(`${field} ${unwritableIn(value)}`);
  return value;
}

/** What a row is known by; unlike `text` it never throws, since rows are told apart before any of them is read. */
export function keyText(raw: RawRecord, field: string): string {
  return textOf(raw[field]);
}

/** The first of the fields that is not empty. */
export function firstText(raw: RawRecord, ...fields: readonly string[]): string {
  for (const field of fields) {
    const found = keyText(raw, field);
    if (found !== '') return found;
  }
  return '';
}

/** An amount or quantity; zero when empty or missing. @throws FieldProblem when it is no plain decimal */
export function decimalField(raw: RawRecord, field: string): Decimal {
  const found = text(raw, field);
  if (found === '' || found === '0.00' || found === '0') return refuseStructure(raw, field, ZERO);
  const parsed = parseDecimal(found);
  if (parsed === undefined) throw new FieldProblem(`${field} is no amount`);
  return parsed;
}

/** Names of the normal form whose fields the store did not show, by those fields; nothing where it showed them all. */
export function notShownIn(raw: RawRecord, fields: Readonly<Record<string, string>>): { notShown?: string[] } {
  let notShown: string[] | undefined;
  for (const name in fields) {
    if (text(raw, fields[name] ?? '').trim() !== '') continue;
    if (notShown === undefined) notShown = [name];
    else notShown.push(name);
  }
  return notShown === undefined ? {} : { notShown };
}

/** @throws FieldProblem when the field is missing or empty: zero would be a guess that changes a total */
export function requiredDecimal(raw: RawRecord, field: string): Decimal {
  if (text(raw, field).trim() === '') throw new FieldProblem(`${field} is missing`);
  return decimalField(raw, field);
}

/** True/False, y/n, 1/0, yes/no in any case (reference, section 4, quirk 12). @throws FieldProblem for other text */
export function booleanField(raw: RawRecord, field: string, whenEmpty = false): boolean {
  const found = text(raw, field).trim().toLowerCase();
  if (found === '') return refuseStructure(raw, field, whenEmpty);
  if (found === 'true' || found === 'y' || found === '1' || found === 'yes') return true;
  if (found === 'false' || found === 'n' || found === '0' || found === 'no') return false;
  throw new FieldProblem(`${field} is neither True nor False`);
}

/** @throws FieldProblem also when the field is missing or empty */
export function requiredBoolean(raw: RawRecord, field: string): boolean {
  if (text(raw, field).trim() === '') throw new FieldProblem(`${field} is missing`);
  return booleanField(raw, field);
}

/** A moment in UTC; null when empty or the zero date (quirks 5, 6, 8). @throws FieldProblem for other text */
export function instantField(raw: RawRecord, field: string): Instant | null {
  const found = text(raw, field);
  if (isEmptyDate(found)) return null;
  const parsed = parseInstant(found);
  if (parsed === undefined) throw new FieldProblem(`${field} is no date-time`);
  return parsed;
}

/** A day of the store's calendar, from date-only text or the first ten characters (quirk 7). @throws FieldProblem */
export function dateField(raw: RawRecord, field: string): LocalDate | null {
  const found = text(raw, field);
  if (isEmptyDate(found)) return null;
  const parsed = parseLocalDate(found.trim().slice(0, 10));
  if (parsed === undefined) throw new FieldProblem(`${field} is no date`);
  return parsed;
}

const dateTime = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/;

/** `YYYY-MM-DD HH:MM:SS` (or with T, or date-only) in UTC. @returns undefined when it names no moment, or one before 1990 or after 2100 */
export function parseInstant(found: string): Instant | undefined {
  const match = dateTime.exec(found.trim());
  const [, day, time = '00:00:00'] = match ?? [];
  if (day === undefined || parseLocalDate(day) === undefined) return undefined;
  // Two digits are in the order of what they say; Date would take 24:00 for the next day.
  const [hour, minute, second] = [time.slice(0, 2), time.slice(3, 5), time.slice(6)];
  return hour <= '23' && minute <= '59' && second <= '59' ? (`${day}T${time}Z` as Instant) : undefined;
}

export function hasTime(found: string): boolean {
  return found.trim().length > 10;
}

/** An object where a scalar belongs is a shape we don't know, not an empty field. Empty containers stand for "none". */
function refuseStructure<T>(raw: RawRecord, field: string, value: T): T {
  const found = raw[field];
  if (typeof found === 'object' && found !== null && Object.keys(found).length > 0)
    throw new FieldProblem(`${field} is no scalar`);
  return value;
}

/** Zero when empty. @throws FieldProblem when the field is missing altogether, or no plain decimal */
export function givenDecimal(raw: RawRecord, field: string): Decimal {
  if (raw[field] === undefined) throw new FieldProblem(`${field} is missing`);
  return decimalField(raw, field);
}

/** A day of the store's calendar: date-only text as it stands, a moment in UTC by its day in `timeZone`. @throws FieldProblem */
export function dayField(raw: RawRecord, field: string, timeZone: string): LocalDate | null {
  const found = text(raw, field).trim();
  if (!hasTime(found) || found.endsWith('00:00:00')) return dateField(raw, field);
  const at = instantField(raw, field);
  return at === null ? null : localDateOf(at, timeZone);
}

/**
 * Of what is known by an id alone: our reference in the primary is made of it, and is its first word there. Stores number
 * payments and returns; an id with blanks or the like could not be told from what stands beside it.
 * @throws FieldProblem
 */
export function demandPlainId(field: string, id: string): void {
  if (id === '') throw new FieldProblem(`${field} is missing`);
  if (!/^[\w-]{1,40}$/.test(id))
    throw new FieldProblem(`${field} is no id: only letters, digits, _ and - are expected`);
}
