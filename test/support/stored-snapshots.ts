import { DatabaseSync } from 'node:sqlite';
import { unpack } from '../../src/ledger/storage/sqlite/snapshot-codec.ts';

/** The snapshots of a ledger's orders as its file holds them, by source id: of what was read, and of what the copy shows. */
export function storedSnapshots(file: string): Map<string, { readonly readAs: string; readonly copiedAs: string }> {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database
    .prepare("SELECT source_id, read_as, copied_as FROM record_in_words WHERE entity = 'orders'")
    .all();
  database.close();
  const text = (cell: unknown): string => (cell instanceof Uint8Array ? unpack(cell) : String(cell));
  return new Map(
    rows.map((row) => [String(row['source_id']), { readAs: text(row['read_as']), copiedAs: text(row['copied_as']) }]),
  );
}
