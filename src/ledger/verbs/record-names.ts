import type { RecordKey } from '../../model/entities.ts';
import type { RecordFilter } from '../storage/record-query.ts';

export const nameOf = ({ store, entity, sourceId }: RecordKey): string => `${store}\n${entity}\n${sourceId}`;

/** Records of several stores and entities, as few filters. */
export function filtersOf(keys: readonly RecordKey[]): RecordFilter[] {
  const groups = Map.groupBy(keys, ({ store, entity }) => `${store}\n${entity}`);
  return [...groups.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    return [
      { store: first.store, entity: first.entity, sourceIds: [...new Set(some.map(({ sourceId }) => sourceId))] },
    ];
  });
}
