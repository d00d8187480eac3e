import { readAmount, roundToCents } from '../../amount.ts';
import { ORDER_STATUSES } from '../../records/order-fields.ts';
import type { StickyNote, StoredOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import type { Switches } from '../../switches.ts';
import { innerMaps, textOf, type ValueMap } from '../../value.ts';
import { fitText } from '../text-field.ts';
import { booleanValue, enumValue } from '../written-value.ts';
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
    // Of its values none is empty.
    if (given === undefined || (field.kind === 'enum' && textOf(given) === '')) continue;
    const value = storable(field, textOf(given), switches, warnings);
    if (value === undefined) warnings.push(`${field.write} has a wrong format`);
    else order[field.read] = value;
  }
}

function storable(field: WriteField, text: string, switches: Switches, warnings: string[]): string | undefined {
  if (field.kind === 'text') return fitText(text, field.write, field.limit, switches, warnings);
  if (text === '') return '';
  if (field.kind === 'enum') return enumValue(text, field.values ?? []);
  if (field.kind === 'boolean') return booleanValue(text);
  const amount = readAmount(text);
  return amount === undefined ? undefined : roundToCents(amount);
}

/** @returns undefined where the request names no status; for one that does not exist the docs show New, and a Warning */
export function writtenStatus(record: ValueMap, warnings: string[]): string | undefined {
  const text = textOf(record.OrderStatus);
  if (text === '') return undefined;
  const known = enumValue(text, ORDER_STATUSES);
  if (known === undefined) warnings.push(`OrderStatus ${text} does not exist, setting as New`);
  return known ?? 'New';
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
