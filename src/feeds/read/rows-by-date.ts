import { Cells, changeColumns } from './cells.ts';
import type { FeedRow } from './feed-row.ts';
import { columnsOfLine } from './order-field-columns.ts';
import { placesOf } from './repeated-rows.ts';

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
