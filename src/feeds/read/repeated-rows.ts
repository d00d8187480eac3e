import { fieldKey } from '../field-key.ts';
import { Cells, changeColumns } from './cells.ts';
import type { FeedRow } from './feed-row.ts';
import { columnsOfLine } from './order-field-columns.ts';

/** Why the rows of an order may be more than its lines, as where exports were put into one file. */
interface RepeatedRows {
  /** Sets of rows that may be the whole order, the smallest first; all of its rows are not among these. */
  readonly fewer: readonly (readonly FeedRow[])[];
  /** Rows of other orders stand between the sets. */
  readonly apart: boolean;
}

const { quantity, unitPrice, tax, percentDiscount, productDiscount, costPrice, ...texts } = columnsOfLine;
const amountKeys = [quantity, unitPrice, tax, percentDiscount, productDiscount, costPrice].flat().map(fieldKey);
const textKeys = Object.values(texts).flat().map(fieldKey);

/**
 * What a row says of its line: the same for equal lines, however a spreadsheet writes their amounts and whatever else
 * stands beside them, such as a running number or the time of the export.
 */
export function lineText({ cells }: FeedRow): string {
  const amounts = amountKeys.map(
    (key) =>
      cells
        .get(key)
        ?.trim()
        .replace(/(?:\.0+|(\.\d*?[1-9])0+)$/, '$1') ?? '',
  );
  return JSON.stringify([...amounts, ...textKeys.map((key) => cells.get(key)?.trim() ?? '')]);
}

/**
 * Whether the rows of an order are one set of lines several times, in whatever order they stand by now; or several sets,
 * with other orders between them, that have lines in common.
 * @param mostly most orders of the file do
 * @returns undefined where nothing repeats, or only lines that stand together do
 */
export function repeatedRows(rows: readonly FeedRow[], mostly: boolean): RepeatedRows | undefined {
  const lines = rows.map(lineText);
  const places = placesOf(rows);
  const apart = (places.at(-1) ?? 0) > 0;
  const times = timesRepeated(lines);
  // Of rows that stand together, a column that the program does not know may tell lines apart.
  if (times > 1 && (apart || mostly || timesRepeated(rows.map(({ cells }) => [...cells.values()].join('\0'))) > 1)) {
    const divisors = Array.from({ length: times - 1 }, (_, index) => times - index).filter((by) => times % by === 0);
    return { fewer: divisors.map((by) => onceIn(by, rows, lines)), apart };
  }
  const first = new Map<string, number>();
  const shared = lines.some((line, index) => {
    const place = places[index] ?? 0;
    if (!first.has(line)) first.set(line, place);
    return first.get(line) !== place;
  });
  return shared ? { fewer: [], apart } : undefined;
}

/** How many times the same set of these is there: the greatest number that divides how often each of them is. */
export function timesRepeated(lines: readonly (string | number)[]): number {
  const counts = new Map<string | number, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  let times = 0;
  for (const count of counts.values()) times = commonDivisor(times, count);
  return times;
}

/** By row: how many times rows of other orders stand between it and the first one. */
export function placesOf(rows: readonly FeedRow[]): number[] {
  let place = 0;
  return rows.map(({ record }, index) => {
    if (index > 0 && record !== (rows[index - 1]?.record ?? 0) + 1) place += 1;
    return place;
  });
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}

/** Of each line that part of its rows that stands first. */
function onceIn(times: number, rows: readonly FeedRow[], lines: readonly string[]): FeedRow[] {
  const left = new Map<string, number>();
  for (const line of lines) left.set(line, (left.get(line) ?? 0) + 1 / times);
  return rows.filter((_, index) => {
    const line = lines[index] ?? '';
    const of = Math.round(left.get(line) ?? 0);
    left.set(line, of - 1);
    return of > 0;
  });
}

/**
 * The rows of an order, by its states: where exports of several days were put into one file, its sets of rows stand apart,
 * and each names the date of change that it was exported with. A set that has no product in common with the others may
 * as well be further lines of one state, so that all are left together.
 */
export function statesOfRows(
  rows: readonly FeedRow[],
  given: ReadonlyMap<string, string>,
): readonly (readonly FeedRow[])[] {
  const dates = rows.map(({ cells }) => new Cells(cells, given).text(...changeColumns).trim());
  if (new Set(dates).size < 2) return [rows];
  const places = placesOf(rows);
  const uniform = dates.every((date, index) => places[index] !== places[index - 1] || date === dates[index - 1]);
  if (!uniform) return [rows];
  const states = [...Map.groupBy(rows, (_, index) => dates[index]).values()];
  const [first = new Set<string>(), ...others] = states.map(
    (state) => new Set(state.map(({ cells }) => new Cells(cells, given).text(...columnsOfLine.sku).trim())),
  );
  return others.every((other) => !other.isDisjointFrom(first)) ? states : [rows];
}
