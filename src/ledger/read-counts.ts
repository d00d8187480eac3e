import { type EntityName, entityNameSchema } from '../model/entities.ts';
import type { Counts } from './run-entry.ts';
import type { Writer } from './writer.ts';

/**
 * A run's counts over distinct ids. `read` is counted by itself, not summed up from the rest, so that
 * `read = created + updated + unchanged + skipped + quarantined + pending` is a check and no definition.
 */
export function readCounts(writer: Writer, run: number): Map<string, Map<EntityName, Counts>> {
  const stores = new Map<string, Map<EntityName, Counts>>();
  const rows = writer.all(
    `SELECT store, entity, count(*) AS read,
       count(*) FILTER (WHERE outcome = 'created') AS created, count(*) FILTER (WHERE outcome = 'updated') AS updated,
       count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged, count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
       count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined, count(*) FILTER (WHERE outcome IS NULL) AS pending
     FROM run_record WHERE run = ? GROUP BY store, entity ORDER BY store, entity`,
    run,
  );
  for (const row of rows) {
    const store = String(row['store']);
    const entities = stores.get(store) ?? new Map<EntityName, Counts>();
    stores.set(store, entities);
    const number = (column: keyof Counts) => Number(row[column]);
    entities.set(entityNameSchema.parse(row['entity']), {
      read: number('read'),
      created: number('created'),
      updated: number('updated'),
      unchanged: number('unchanged'),
      skipped: number('skipped'),
      quarantined: number('quarantined'),
      pending: number('pending'),
    });
  }
  return stores;
}

/** What a run is narrowed to, as far as it says which records are its; what is left out means all. */
export interface Asked {
  readonly stores?: readonly string[] | undefined;
  readonly entities?: readonly EntityName[] | undefined;
  /** Source ids of orders. */
  readonly orders?: readonly string[] | undefined;
}

/** Takes out of the counts what the run neither decided nor was asked for. */
export function countOnlyAsked(writer: Writer, run: number, { stores, entities, orders }: Asked): void {
  const among = (column: string, parameter: string): string =>
    `(${parameter} IS NULL OR ${column} IN (SELECT value FROM json_each(${parameter})))`;
  writer.run(
    `DELETE FROM run_record WHERE run = ?1 AND outcome IS NULL AND NOT EXISTS (
       SELECT 1 FROM record WHERE record.store = run_record.store AND record.entity = run_record.entity
         AND record.source_id = run_record.source_id AND ${among('record.store', '?2')} AND ${among('record.entity', '?3')}
         AND ${among('coalesce(record.parent, record.source_id)', '?4')})`,
    run,
    ...[stores, entities, orders].map((some) => (some === undefined ? null : JSON.stringify(some))),
  );
}
