import type { Reply } from '../protocol/reply.ts';
import type { StoreState } from '../state.ts';
import { mapsOf, type ValueMap } from '../value.ts';
import { missing, Refused } from './refused.ts';

/** Writes one record. @returns its key, as the reply names it; undefined when there is nothing to name */
type WriteOne = (state: StoreState, record: ValueMap, warnings: string[]) => ValueMap | undefined;

/** Writes a request's records one by one; what a bad one does to the others is a switch's matter. */
export function writeBatch(state: StoreState, body: ValueMap, name: string, writeOne: WriteOne): Reply {
  const records = mapsOf(body[name]);
  if (records.length === 0)
    return { fields: { [name]: [] }, errors: [missing(name).message], warnings: [], records: 0 };
  const start = state.savepoint();
  const errors: string[] = [];
  const warnings: string[] = [];
  let keys: ValueMap[] = [];
  for (const record of records) {
    const before = state.savepoint();
    try {
      const key = writeOne(state, record, warnings);
      if (key !== undefined) keys.push(key);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      state.rollBack(before);
      errors.push(error.message);
    }
  }
  if (errors.length > 0 && state.switches.batch === 'atomic') {
    state.rollBack(start);
    keys = [];
  }
  // Beside an Error the docs show an empty element; beside a Warning a live reply had none.
  const namesThem = keys.length > 0 || errors.length > 0;
  return { fields: namesThem ? { [name]: keys } : {}, errors, warnings, records: records.length };
}
