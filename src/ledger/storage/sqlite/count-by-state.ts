import { type EntityName, entityNameSchema } from '../../../model/entities.ts';
import type { StateName } from '../../record.ts';
import type { Standing } from '../../run-entry.ts';
import type { Statements } from './statements.ts';

export function countByState(statements: Statements): Standing[] {
  return statements
    .all(
      'SELECT store, entity, state, count(*) AS count FROM record GROUP BY store, entity, state ORDER BY store, entity, state',
    )
    .map((row) => ({
      store: String(row['store']),
      entity: entityNameSchema.parse(row['entity']),
      // The table's own CHECK allows no other text.
      state: String(row['state']) as StateName,
      count: Number(row['count']),
    }));
}

export function entitiesIn(statements: Statements, store: string, state: StateName): EntityName[] {
  const sql =
    'SELECT DISTINCT entity FROM record INDEXED BY record_by_state WHERE state = ? AND store = ? ORDER BY entity';
  return statements.all(sql, state, store).map(({ entity }) => entityNameSchema.parse(entity));
}
