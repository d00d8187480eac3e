import type { LocalDate } from '../model/time.ts';
import type { Search, StandsElsewhere } from './search.ts';
import type { Writer } from './writer.ts';

export function searches(writer: Writer, store: string): Search[] {
  return writer.all('SELECT * FROM searched WHERE store = ?', store).map((row) => ({
    host: String(row['host']),
    store: String(row['store']),
    prefixes: String(row['prefixes']),
    from: String(row['from_day']) as LocalDate,
    whole: row['whole'] === 1,
  }));
}

export function noteSearch(writer: Writer, { host, store, prefixes, from, whole }: Search): void {
  writer.run(
    `INSERT INTO searched (host, store, prefixes, from_day, whole, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET from_day = min(from_day, excluded.from_day), whole = max(whole, excluded.whole), at = excluded.at`,
    host,
    store,
    prefixes,
    from,
    whole ? 1 : 0,
    writer.now(),
  );
}

export function noteElsewhere(writer: Writer, store: string, found: readonly StandsElsewhere[]): void {
  for (const { sourceId, targetId } of found)
    writer.run(
      'INSERT OR IGNORE INTO elsewhere (store, source_id, target_id) VALUES (?, ?, ?)',
      store,
      sourceId,
      targetId,
    );
}

export function forgetElsewhere(writer: Writer, store: string, { sourceId, targetId }: StandsElsewhere): void {
  writer.run('DELETE FROM elsewhere WHERE store = ? AND source_id = ? AND target_id = ?', store, sourceId, targetId);
}

export function elsewhere(writer: Writer, store: string, sourceIds: readonly string[]): StandsElsewhere[] {
  return writer
    .all(
      'SELECT source_id, target_id FROM elsewhere WHERE store = ? AND source_id IN (SELECT value FROM json_each(?)) ORDER BY source_id, target_id',
      store,
      JSON.stringify(sourceIds),
    )
    .map((row) => ({ sourceId: String(row['source_id']), targetId: String(row['target_id']) }));
}
