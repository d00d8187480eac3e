import type { TransactionEntry } from './search.ts';
import type { Writer } from './writer.ts';

/** A payment that its store has moved stands on its order of now. */
export function noteTransactions(writer: Writer, entries: readonly TransactionEntry[]): void {
  for (const { key, store, paymentId, orderId } of entries)
    writer.run(
      `INSERT INTO transaction_of (store, payment_id, key, order_id) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET key = excluded.key, order_id = excluded.order_id`,
      store,
      paymentId,
      key,
      orderId,
    );
}

export function transactions(writer: Writer, keys: readonly string[]): TransactionEntry[] {
  return [...new Set(keys)].flatMap((key) =>
    writer
      .all('SELECT store, payment_id, order_id FROM transaction_of WHERE key = ? ORDER BY store, payment_id', key)
      .map((row) => ({
        key,
        store: String(row['store']),
        paymentId: String(row['payment_id']),
        orderId: String(row['order_id']),
      })),
  );
}
