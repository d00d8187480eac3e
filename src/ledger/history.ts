import { instantSchema, type LocalDate } from '../model/time.ts';
import type { Ledger } from './ledger.ts';
import type { HistorySlice } from './watermark.ts';
import type { Writer } from './writer.ts';

export function beginSlice(writer: Writer, slice: Parameters<Ledger['beginSlice']>[0]): void {
  writer.run(
    'INSERT INTO history_slice (store, from_day, to_day, in_accounting, begun_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET in_accounting = max(in_accounting, excluded.in_accounting), finished_at = NULL',
    slice.store,
    slice.from,
    slice.to,
    slice.alreadyInAccounting ? 1 : 0,
    writer.now(),
  );
}

export function finishSlice(writer: Writer, { store, from, to }: Parameters<Ledger['finishSlice']>[0]): void {
  writer.run(
    'UPDATE history_slice SET finished_at = ? WHERE store = ? AND from_day = ? AND to_day = ?',
    writer.now(),
    store,
    from,
    to,
  );
}

export function slices(writer: Writer): HistorySlice[] {
  return writer.all('SELECT * FROM history_slice ORDER BY begun_at, store, from_day').map((row) => ({
    store: String(row['store']),
    from: String(row['from_day']) as LocalDate,
    to: String(row['to_day']) as LocalDate,
    alreadyInAccounting: row['in_accounting'] === 1,
    begunAt: instantSchema.parse(row['begun_at']),
    finishedAt: row['finished_at'] === null ? null : instantSchema.parse(row['finished_at']),
  }));
}
