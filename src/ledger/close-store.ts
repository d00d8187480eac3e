import type { ClosedStore } from './examination.ts';
import { keyOf } from './rows.ts';
import { TO_BE_READ } from './stage.ts';
import type { Writer } from './writer.ts';

/**
 * Nothing more is read of this store: what waited to be copied is left out, and what waited to be carried over to a copy
 * is not. Should the store come back, both are read again.
 */
export function closeStore(writer: Writer, run: number, store: string): ClosedStore {
  const staged = writer.all(
    "SELECT * FROM record WHERE state = 'staged' AND store = ? ORDER BY entity, source_id",
    store,
  );
  let unchanged = 0;
  for (const row of staged) {
    const key = keyOf(row);
    if (row['target_id'] === null) {
      const message = 'Its store was closed before it was copied.';
      writer.conclude(run, key, 'skipped', 'skipped', { reason: 'store-closed', message });
    } else {
      unchanged += 1;
      const shows = row['copied_as'];
      writer.conclude(run, key, 'loaded', 'unchanged', {});
      writer.run(
        'UPDATE record SET copied_as = ? WHERE store = ? AND entity = ? AND source_id = ?',
        shows as string | null,
        key.store,
        key.entity,
        key.sourceId,
      );
    }
    writer.run(
      `UPDATE record SET rules = '${TO_BE_READ}' WHERE store = ? AND entity = ? AND source_id = ?`,
      key.store,
      key.entity,
      key.sourceId,
    );
  }
  return { leftOut: staged.length - unchanged, unchanged };
}
