import { ConsolidatorError } from '../model/errors.ts';
import type { NetoClient } from './client.ts';
import { FieldProblem, firstText, isRecord, type RawRecord } from './read-fields.ts';

/**
 * Reads one record, naming it where it can't be read.
 * @throws ConsolidatorError `answer-unexpected` with the record's id and the field's name, never its content
 */
export function readRecord<T>(
  client: NetoClient,
  entity: string,
  idFields: readonly string[],
  raw: RawRecord,
  read: () => T,
): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    const id = firstText(raw, ...idFields);
    throw new ConsolidatorError(
      'answer-unexpected',
      `${client.store}, ${entity} ${id === '' ? 'without an id' : id}: ${error.message}.`,
      {
        store: client.store,
        record: id,
      },
    );
  }
}

/** Counts the keys of a record that nothing here knows; they are never fatal. */
export function countUnknown(
  raw: unknown,
  known: ReadonlySet<string>,
  prefix: string,
  counts: Map<string, number>,
): void {
  if (!isRecord(raw)) return;
  for (const key of Object.keys(raw)) {
    if (!known.has(key)) counts.set(prefix + key, (counts.get(prefix + key) ?? 0) + 1);
  }
}
