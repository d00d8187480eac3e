import { type EntityName, entityNameOf } from '../../../model/entities.ts';
import type { StateName } from '../../record.ts';
import type { Standing } from '../../run-entry.ts';
import type { Statements } from './statements.ts';

const WORDS = 'JOIN word AS of_store ON of_store.id = store JOIN word AS of_entity ON of_entity.id = entity';

export function countByState(statements: Statements): Standing[] {
  return statements
    .all(
      `SELECT of_store.text AS store, of_entity.text AS entity, state, count FROM standing ${WORDS} WHERE count > 0 ORDER BY 1, 2, 3`,
    )
    .map((row) => ({
      store: String(row['store']),
      entity: entityNameOf(row['entity']),
      // The table of records allows no other text.
      state: String(row['state']) as StateName,
      count: Number(row['count']),
    }));
}

export function entitiesIn(statements: Statements, store: string, state: StateName): EntityName[] {
  return countByState(statements)
    .filter((one) => one.store === store && one.state === state)
    .map(({ entity }) => entity);
}
