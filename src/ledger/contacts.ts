import type { ContactEntry } from './search.ts';
import type { Writer } from './writer.ts';

/** What an account is called now; one that has no name any more is nobody's double. */
export function noteContacts(writer: Writer, host: string, entries: readonly ContactEntry[]): void {
  for (const { username, nameKey } of entries) {
    if (nameKey === '') writer.run('DELETE FROM contact WHERE host = ? AND username = ?', host, username);
    else
      writer.run(
        `INSERT INTO contact (host, username, name_key) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET name_key = excluded.name_key`,
        host,
        username,
        nameKey,
      );
  }
}

export function contactsNamed(
  writer: Writer,
  host: string,
  nameKeys: readonly string[],
  limit: number,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const nameKey of new Set(nameKeys)) {
    const sql = 'SELECT username FROM contact WHERE host = ? AND name_key = ? ORDER BY username LIMIT ?';
    const rows = writer.all(sql, host, nameKey, limit);
    if (rows.length > 0)
      found.set(
        nameKey,
        rows.map((row) => String(row['username'])),
      );
  }
  return found;
}
