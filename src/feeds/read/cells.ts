import { isBelievableYear } from '../../model/believable-year.ts';
import { type Decimal, parseDecimal, ZERO } from '../../model/money.ts';
import { hasUnwritable, unwritableIn, withoutUnwritable } from '../../model/readable-characters.ts';
import { type Instant, isEmptyDate, type LocalDate, parseLocalDate } from '../../model/time.ts';
import { instantOfClock } from '../clock-time.ts';
import { fieldKey } from '../field-key.ts';
import { isShortenedNumber, shortened } from '../shortened-number.ts';

/** A cell whose text can't be taken. Its content is not named: it may be a shopper's. */
export class CellProblem extends Error {
  override readonly name = 'CellProblem';
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** What a message says where cells are empty that another platform's export leaves so. */
export const FILL_DOWN = "--fill-down, or `source.fillDown: true`, takes an order's empty cells from its first row";

/** None, or one on the store's own clock. */
const TIME_OF_DAY = /^(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?$/;

/** By these a record says when it was changed. */
export const changeColumns = ['Date Updated', 'Date Modified', 'Last Updated', 'Last Modified', 'Updated At'] as const;

/** By name: the program asks each row for the same few hundred, and to make a key takes longer than to look it up. */
const keys = new Map<string, string>();

function keyOf(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    key = fieldKey(name);
    keys.set(name, key);
  }
  return key;
}

/**
 * The cells of one row, read by the name of a column or the first of its other names that is there. A value that was
 * given for a column stands in where the feed lacks the column.
 */
export class Cells {
  readonly #cells: ReadonlyMap<string, string>;
  readonly #given: ReadonlyMap<string, string>;

  constructor(cells: ReadonlyMap<string, string>, given: ReadonlyMap<string, string> = new Map()) {
    this.#cells = cells;
    this.#given = given;
  }

  has(...names: readonly string[]): boolean {
    return names.some((name) => this.#cells.has(keyOf(name)) || this.#given.has(keyOf(name)));
  }

  /** As it stands, but for characters that no XML can carry. */
  text(...names: readonly string[]): string {
    return withoutUnwritable(this.#asItStands(names));
  }

  #asItStands(names: readonly string[]): string {
    for (const from of [this.#cells, this.#given]) {
      for (const name of names) {
        const found = from.get(keyOf(name));
        if (found !== undefined) return found;
      }
    }
    return '';
  }

  /** As Neto calls it; else what stands in a column that is called a currency otherwise, such as `Order Currency`. */
  currency(): string {
    const named = this.text('Currency Code', 'Currency');
    if (named.trim() !== '') return named;
    for (const key of this.#cells.keys()) {
      const text = key.includes('currency') ? (this.#cells.get(key) ?? '') : '';
      if (isCode(text)) return text;
    }
    return named;
  }

  /** @throws CellProblem when empty */
  required(...names: readonly string[]): string {
    const found = this.text(...names).trim();
    if (found === '') throw new CellProblem(names[0] ?? '', 'is empty');
    return found;
  }

  /** A key of a record, as it stands; empty where there is none. @throws CellProblem where a spreadsheet has shortened it */
  key(...names: readonly string[]): string {
    const found = this.#asItStands(names);
    if (hasUnwritable(found)) throw new CellProblem(names[0] ?? '', unwritableIn(found));
    if (isShortenedNumber(found)) throw new CellProblem(names[0] ?? '', shortened(found));
    return found;
  }

  /** @throws CellProblem when empty, or shortened by a spreadsheet */
  requiredKey(...names: readonly string[]): string {
    this.required(...names);
    return this.key(...names).trim();
  }

  /** Zero when empty. @throws CellProblem */
  decimal(...names: readonly string[]): Decimal {
    return this.optionalDecimal(...names) ?? ZERO;
  }

  optionalDecimal(...names: readonly string[]): Decimal | null {
    // Not as a text: without a character that is left out of texts, it would be another amount.
    const found = this.#asItStands(names).trim();
    if (found === '') return null;
    const parsed = parseDecimal(found);
    if (parsed === undefined)
      throw new CellProblem(names[0] ?? '', 'is no amount; expected digits and a point, such as 7.95');
    return parsed;
  }

  /** @throws CellProblem when empty: zero would be a guess that changes a total */
  requiredDecimal(...names: readonly string[]): Decimal {
    this.required(...names);
    return this.decimal(...names);
  }

  /** `y`, `Yes`, `True`, `1` and their opposites, in any case. @throws CellProblem */
  boolean(name: string, whenEmpty = false): boolean {
    const found = this.text(name).trim().toLowerCase();
    if (found === '') return whenEmpty;
    if (['y', 'yes', 'true', '1'].includes(found)) return true;
    if (['n', 'no', 'false', '0'].includes(found)) return false;
    throw new CellProblem(name, 'is neither yes nor no');
  }

  /** null when empty. @throws CellProblem */
  optionalBoolean(name: string): boolean | null {
    return this.text(name).trim() === '' ? null : this.boolean(name);
  }

  requiredBoolean(name: string): boolean {
    this.required(name);
    return this.boolean(name);
  }

  /** The day; null when empty or the zero date. @throws CellProblem */
  day(...names: readonly string[]): LocalDate | null {
    const found = this.#asItStands(names).trim();
    if (isEmptyDate(found)) return null;
    const parsed = parseLocalDate(found.slice(0, 10).replaceAll('/', '-'));
    // With a zone behind its time it may be another day on the store's clock.
    if (parsed === undefined || !TIME_OF_DAY.test(found.slice(10)))
      throw new CellProblem(names[0] ?? '', notADate(found));
    return parsed;
  }

  /** When the record was last changed; null where no column of the feed tells. @throws CellProblem */
  changedAt(timeZone: string): Instant | null {
    return this.moment(timeZone, ...changeColumns);
  }

  /** A moment on the store's own clock, as Neto's pages and exports show it. @throws CellProblem */
  moment(timeZone: string, ...names: readonly string[]): Instant | null {
    const found = this.#asItStands(names).trim();
    if (isEmptyDate(found)) return null;
    const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?$/.exec(found);
    try {
      if (match === null || !isBelievableYear(found)) throw new RangeError('no moment');
      return instantOfClock(match[1] ?? '', match[2] ?? '00:00:00', timeZone);
    } catch {
      throw new CellProblem(names[0] ?? '', notADate(found));
    }
  }
}

/** Its content is not named; that a spreadsheet made it of a date may be. */
function notADate(found: string): string {
  const wanted = 'expected 2026-11-28 or 2026-11-28 14:05:00, of a year from 1990 to 2100';
  if (!/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(\D|$)/.test(found)) return `is no date; ${wanted}`;
  return `is a date in which day and month can't be told apart; ${wanted}. In the spreadsheet, format the column as yyyy-mm-dd`;
}

/** As ISO 4217 names currencies. */
function isCode(text: string): boolean {
  return /^[A-Za-z]{3}$/.test(text.trim());
}
