import type { NoteQuery } from '../storage.ts';
import type { Statement } from './select-records.ts';

/** `SCHEMA` stands for where they are. */
export function selectNotes({ scope, names, labels, limit }: NoteQuery): Statement {
  const from = 'SELECT * FROM SCHEMA.note WHERE scope = $1';
  if (names !== undefined)
    return { sql: `${from} AND name = ANY ($2::text[]) ORDER BY name`, values: [scope, [...names]] };
  if (labels === undefined) return { sql: `${from} ORDER BY name`, values: [scope] };
  const labelled = `${from} AND label <> ''`;
  if (limit === undefined)
    return { sql: `${labelled} AND label = ANY ($2::text[]) ORDER BY name`, values: [scope, [...labels]] };
  return {
    sql: `SELECT found.* FROM unnest($2::text[]) WITH ORDINALITY AS wanted (label, place)
         CROSS JOIN LATERAL (${labelled} AND label = wanted.label ORDER BY name LIMIT $3) AS found ORDER BY wanted.place, found.name`,
    values: [scope, [...new Set(labels)], limit],
  };
}
