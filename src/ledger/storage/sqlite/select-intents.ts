import type { RecordKey } from '../../../model/entities.ts';
import type { IntentQuery, Stored, StoredIntent } from '../storage.ts';
import { intentOf } from './other-rows.ts';
import type { Row, Statements } from './statements.ts';

export function selectIntents(statements: Statements, query: IntentQuery): Stored<StoredIntent>[] {
  return rowsOf(statements, query).map(intentOf);
}

function rowsOf(statements: Statements, query: IntentQuery): Row[] {
  if ('ids' in query)
    return statements.all(
      'SELECT * FROM intent WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
      JSON.stringify(query.ids),
    );
  if ('ofThoseWith' in query)
    return statements.all(
      `SELECT DISTINCT intent.* FROM intent AS one JOIN intent USING (store, entity, source_id)
       WHERE one.id IN (SELECT value FROM json_each(?)) ORDER BY intent.id`,
      JSON.stringify(query.ofThoseWith),
    );
  if ('open' in query) return statements.all('SELECT * FROM intent WHERE outcome IS NULL ORDER BY id');
  if ('of' in query) return ofRecords(statements, query.of, 'TRUE');
  if ('openOf' in query) return ofRecords(statements, query.openOf, 'intent.outcome IS NULL');
  if ('run' in query) return statements.all('SELECT * FROM intent WHERE run = ? ORDER BY id', query.run);
  const { store, entity, outcome, since } = query;
  return statements.all(
    'SELECT * FROM intent WHERE store = ? AND entity = ? AND outcome = ? AND at >= ? ORDER BY id',
    ...[store, entity, outcome, since],
  );
}

function ofRecords(statements: Statements, keys: readonly RecordKey[], which: string): Row[] {
  if (keys.length === 0) return [];
  return statements.all(
    `SELECT intent.* FROM json_each(?) AS one CROSS JOIN intent ON intent.store = one.value ->> 0 AND intent.entity = one.value ->> 1
       AND intent.source_id = one.value ->> 2 WHERE ${which} ORDER BY intent.id`,
    JSON.stringify(keys.map(({ store, entity, sourceId }) => [store, entity, sourceId])),
  );
}
