import { ConsolidatorError } from '../model/errors.ts';
import { describeFault, isRecordFault } from '../model/record-fault.ts';
import type { KeyedOptions, NetoClient } from './client.ts';
import { demandShown, type MustShow } from './must-show.ts';
import { FieldProblem, firstText, isRecord, type RawRecord } from './read-fields.ts';
import { storeError } from './transport-errors.ts';

/** A record that the store delivered, of which a field can't be read. */
export interface Unreadable {
  readonly entity: RecordKind;
  /** Empty where the record bears none. */
  readonly id: string;
  /** What a listing knows it by, where that is not its id: a customer's user name. Not for messages. */
  readonly key?: string;
  /** A sentence that names store, record and field, never the field's content. */
  readonly problem: string;
}

export interface ReadOptions extends KeyedOptions {
  /** Told of each unreadable record, which is then left out; without it the first one ends the call with an error. */
  readonly onUnreadable?: ((record: Unreadable) => void) | undefined;
  /** Fields that a source has to show, or nothing of it can be judged. */
  readonly mustShow?: readonly MustShow[] | undefined;
}

export type RecordKind =
  | 'order'
  | 'payment'
  | 'customer'
  | 'product'
  | 'payment method'
  | 'shipping method'
  | 'warehouse'
  | 'currency settings'
  | 'RMA';

export interface RecordReader<T> {
  readonly kind: RecordKind;
  /** The fields that name a record: the first that is not empty does. Nothing personal among them. */
  readonly idFields: readonly string[];
  /** Where records are known by another field than by their id. */
  readonly keyField?: string;
  /** @throws FieldProblem */
  readonly read: (raw: RawRecord) => T;
}

/** @throws ConsolidatorError `answer-unexpected` that names the record and the field */
export function readRecord<T>(client: NetoClient, reader: RecordReader<T>, raw: RawRecord): T {
  try {
    return reader.read(raw);
  } catch (error) {
    if (!isRecordFault(error)) throw error;
    const record = firstText(raw, ...reader.idFields);
    const name = reader.idFields.length === 0 ? '' : ` ${record === '' ? 'without an id' : record}`;
    const sentence = `${reader.kind}${name} can't be read: ${error instanceof FieldProblem ? error.message : describeFault(error)}.`;
    throw storeError('answer-unexpected', client.store, sentence, { record });
  }
}

/** @throws ConsolidatorError `answer-unexpected` at the first unreadable record, unless `onUnreadable` takes it; `fields-not-shown` */
export function readRecords<T>(
  client: NetoClient,
  reader: RecordReader<T>,
  rows: readonly RawRecord[],
  { onUnreadable, mustShow = [] }: ReadOptions = {},
): T[] {
  demandShown(client, reader.kind, rows, mustShow);
  const found: T[] = [];
  for (const raw of rows) {
    try {
      found.push(readRecord(client, reader, raw));
    } catch (error) {
      if (onUnreadable === undefined || !(error instanceof ConsolidatorError)) throw error;
      const id = error.record ?? '';
      const key = reader.keyField === undefined ? {} : { key: firstText(raw, reader.keyField) };
      onUnreadable({ entity: reader.kind, id, ...key, problem: error.message });
    }
  }
  return found;
}

/** Counts the keys of a record that nothing here knows; they are never fatal. */
export function countUnknown(
  raw: unknown,
  known: ReadonlySet<string>,
  prefix: string,
  counts: Map<string, number>,
): void {
  if (!isRecord(raw)) return;
  for (const key in raw) {
    if (!known.has(key)) counts.set(prefix + key, (counts.get(prefix + key) ?? 0) + 1);
  }
}
