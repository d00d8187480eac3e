import { parseDecimal } from '../../../model/money.ts';
import { ORDER_STATUSES } from '../../records/order-fields.ts';
import type { StickyNote, StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import type { Switches } from '../../switches.ts';
import { booleanText, innerMaps, readBoolean, textOf, type ValueMap } from '../../value.ts';
import { fitText } from '../text-field.ts';
import type { WriteField } from './order-write-fields.ts';

/** Takes a record's fields into an order; optional ones in a wrong format are left alone, with a Warning. */
export function takeFields(
  order: StoredOrder,
  record: ValueMap,
  fields: readonly WriteField[],
  switches: Switches,
  warnings: string[],
): void {
  for (const field of fields) {
    const given = record[field.write];
    if (given === undefined) continue;
    const value = storable(field, textOf(given), switches, warnings);
    if (value === undefined) warnings.push(`${field.write} has a wrong format`);
    else order[field.read] = value;
  }
}

function storable(field: WriteField, text: string, switches: Switches, warnings: string[]): string | undefined {
  if (field.kind === 'text') return fitText(text, field.write, field.limit, switches, warnings);
  if (text === '') return '';
  if (field.kind === 'amount') return parseDecimal(text);
  const value = readBoolean(text);
  return value === undefined ? undefined : booleanText(value);
}

/** @returns undefined where the request names no status, or one that does not exist */
export function writtenStatus(record: ValueMap): { known?: string; unknown?: string } {
  const text = textOf(record.OrderStatus);
  if (text === '') return {};
  const known = ORDER_STATUSES.find((status) => status.toLowerCase() === text.toLowerCase());
  return known === undefined ? { unknown: text } : { known };
}

export function writtenNotes(state: StoreState, record: ValueMap, warnings: string[]): StickyNote[] {
  const single = { Title: record.StickyNoteTitle ?? '', Description: record.StickyNote ?? '' };
  const notes = [
    ...(textOf(single.Description) === '' ? [] : [single]),
    ...innerMaps(record.StickyNotes, 'StickyNote'),
  ];
  return notes.map((note) => ({
    StickyNoteID: state.nextNumber('note'),
    Title: fitText(textOf(note.Title), 'Title', 150, state.switches, warnings),
    Description: fitText(textOf(note.Description), 'Description', 5000, state.switches, warnings),
  }));
}
