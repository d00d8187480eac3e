import type { EntityName } from '../model/entities.ts';
import { entityNameSchema } from '../model/entities.ts';
import type { Instant, LocalDate } from '../model/time.ts';
import type { Booking, LedgerRecord, RecordState } from './record.ts';
import { REPLACED } from './replacement.ts';
import { bookingOf, recordOf, runOf } from './rows.ts';
import type { RunEntry, Standing } from './run-entry.ts';
import type { Writer } from './writer.ts';

// Left alone, SQLite prefers the primary key to the narrower indexes, and walks through all that a store ever had: each
// query that runs more than once in a run names its index.

/** Names of a list go into one parameter as JSON, so that one statement serves lists of every length. */
const AMONG = 'IN (SELECT value FROM json_each(?))';

/** Amounts are compared in cents here only to choose what to ask for; no decision about money rests on it. */
const cents = (column: string): string => `CAST(round(CAST(${column} AS REAL) * 100) AS INTEGER)`;

export function staged(
  writer: Writer,
  store: string,
  entity: EntityName,
  limit: number,
  after: string,
): LedgerRecord[] {
  return writer
    .all(
      "SELECT * FROM record INDEXED BY record_by_state WHERE state = 'staged' AND store = ? AND entity = ? AND source_id > ? ORDER BY source_id LIMIT ?",
      store,
      entity,
      after,
      limit,
    )
    .map(recordOf);
}

export function stagedOf(
  writer: Writer,
  store: string,
  entity: EntityName,
  parents: readonly string[],
): LedgerRecord[] {
  return writer
    .all(
      `SELECT * FROM record INDEXED BY record_by_parent WHERE store = ? AND entity = ? AND parent ${AMONG} AND state = 'staged' ORDER BY source_id`,
      store,
      entity,
      JSON.stringify(parents),
    )
    .map(recordOf);
}

export function stagedCount(writer: Writer, store: string, entity: EntityName): number {
  const row = writer.get(
    "SELECT count(*) AS count FROM record WHERE state = 'staged' AND store = ? AND entity = ?",
    store,
    entity,
  );
  return Number(row?.['count'] ?? 0);
}

export function known(
  writer: Writer,
  store: string,
  entity: EntityName,
  sourceIds: readonly string[],
): Map<string, LedgerRecord> {
  const rows = writer.all(
    `SELECT * FROM record WHERE store = ? AND entity = ? AND source_id ${AMONG}`,
    store,
    entity,
    JSON.stringify(sourceIds),
  );
  return new Map(rows.map(recordOf).map((record) => [record.sourceId, record]));
}

export function recentIds(writer: Writer, store: string, entity: EntityName, limit: number): string[] {
  return idsOf(
    writer.all(
      "SELECT source_id FROM record WHERE store = ? AND entity = ? AND coalesce(reason, '') NOT IN ('vanished', 'source-gone', 'dropped') AND (hash NOT LIKE 'file:%' OR target_id IS NOT NULL) ORDER BY hash LIKE 'file:%', changed_at DESC LIMIT ?",
      store,
      entity,
      limit,
    ),
  );
}

export function idsToReadAgain(writer: Writer, store: string, entity: EntityName, rules: string): string[] {
  return idsOf(
    writer.all(
      "SELECT source_id FROM record WHERE state = 'skipped' AND store = ?1 AND entity = ?2 AND rules <> ?3 AND coalesce(reason, '') <> 'dropped' UNION ALL SELECT source_id FROM record WHERE state = 'quarantined' AND store = ?1 AND entity = ?2 AND reason IN ('vanished', 'unreadable') UNION SELECT source_id FROM record WHERE state = 'quarantined' AND store = ?1 AND entity = ?2 AND target_id IS NULL AND payload IS NULL AND (reason IN ('waits-for', 'in-export-batch') OR rules <> ?3) UNION SELECT source_id FROM record WHERE state IN ('loaded', 'quarantined') AND store = ?1 AND entity = ?2 AND rules = '' UNION SELECT source_id FROM record AS waiting WHERE state = 'skipped' AND store = ?1 AND entity = ?2 AND (reason = 'rma-not-final' OR (reason = 'order-not-copied' AND EXISTS (SELECT 1 FROM record AS copied WHERE copied.store = ?1 AND copied.entity = 'orders' AND copied.source_id = waiting.parent AND copied.state = 'loaded')))",
      store,
      entity,
      rules,
    ),
  );
}

export function copiesNotRead(
  writer: Writer,
  since: number,
  store: string,
  entity: EntityName,
  page: { readonly limit: number; readonly after: string; readonly bookedFrom: LocalDate | undefined },
): LedgerRecord[] {
  const inState = (state: 'loaded' | 'linked'): LedgerRecord[] =>
    writer
      .all(
        `SELECT * FROM record WHERE state = ?7 AND target_id IS NOT NULL AND store = ?2 AND entity = ?3 AND source_id > ?4
         AND coalesce(booked_on, '9') >= ?6 AND NOT EXISTS (SELECT 1 FROM run_record AS read WHERE read.run IN (SELECT id FROM run WHERE id >= ?1) AND read.store = record.store
           AND read.entity = record.entity AND read.source_id = record.source_id)
       ORDER BY source_id LIMIT ?5`,
        since,
        store,
        entity,
        page.after,
        page.limit,
        page.bookedFrom ?? '',
        state,
      )
      .map(recordOf);
  // Payments and returns may stand for what another record has put there.
  if (entity !== 'payments' && entity !== 'rmas') return inState('loaded');
  return [...inState('loaded'), ...inState('linked')]
    .sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1))
    .slice(0, page.limit);
}

export function readBy(
  writer: Writer,
  run: number,
  store: string,
  entity: EntityName,
  sourceIds: readonly string[],
): Set<string> {
  const rows = writer.all(
    `SELECT source_id FROM run_record WHERE run = ? AND store = ? AND entity = ? AND source_id ${AMONG}`,
    run,
    store,
    entity,
    JSON.stringify(sourceIds),
  );
  return new Set(idsOf(rows));
}

export function ordersNotFullyPaid(writer: Writer, store: string): string[] {
  return idsOf(
    writer.all(
      `SELECT source_id FROM record AS copied WHERE state = 'loaded' AND store = ? AND entity = 'orders' AND ${cents('amount')} > coalesce(
         (SELECT sum(${cents('paid.amount')}) FROM record AS paid INDEXED BY record_by_parent
          WHERE paid.store = copied.store AND paid.entity = 'payments' AND paid.parent = copied.source_id AND paid.state <> 'skipped'), 0)`,
      store,
    ),
  );
}

export function halfway(
  writer: Writer,
  store: string,
  entity: EntityName,
): { readonly record: LedgerRecord; readonly draft: string }[] {
  return writer
    .all(
      `SELECT record.*, done.draft AS draft FROM record JOIN intent AS done
         ON done.store = record.store AND done.entity = record.entity AND done.source_id = record.source_id
       WHERE record.state = 'writing' AND record.store = ? AND record.entity = ? AND done.outcome = 'step-done' AND done.draft IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM intent AS open WHERE open.store = record.store AND open.entity = record.entity
           AND open.source_id = record.source_id AND open.outcome IS NULL)
       ORDER BY record.source_id`,
      store,
      entity,
    )
    .map((row) => ({ record: recordOf(row), draft: String(row['draft']) }));
}

export function writtenAgain(writer: Writer, store: string, entity: EntityName, since: string): LedgerRecord[] {
  return writer
    .all(
      `SELECT * FROM record WHERE store = ?1 AND entity = ?2 AND (target_id IS NOT NULL OR reason = '${REPLACED}') AND source_id IN
         (SELECT source_id FROM intent WHERE store = ?1 AND entity = ?2 AND outcome = 'absent' AND at >= ?3)
       ORDER BY source_id`,
      store,
      entity,
      since,
    )
    .map(recordOf);
}

export function runs(writer: Writer, limit: number): RunEntry[] {
  return writer.all('SELECT * FROM run ORDER BY id DESC LIMIT ?', limit).map(runOf);
}

/** @param entities those that put money into the books */
export function bookings(writer: Writer, entities: readonly EntityName[]): Booking[] {
  return writer
    .all(
      `SELECT store, entity, source_id, state, target_id, parent, amount, accepted, accepted_as, reason, changed_at, booked_on, tax, currency, status, method
       FROM record WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY store, entity, source_id`,
      JSON.stringify(entities),
    )
    .map(bookingOf);
}

export function standing(writer: Writer): Standing[] {
  return writer
    .all(
      'SELECT store, entity, state, count(*) AS count FROM record GROUP BY store, entity, state ORDER BY store, entity, state',
    )
    .map((row) => ({
      store: String(row['store']),
      entity: entityNameSchema.parse(row['entity']),
      state: String(row['state']) as RecordState,
      count: Number(row['count']),
    }));
}

export function copies(
  writer: Writer,
  store: string,
  entity: EntityName,
  limit: number,
  after: string,
): LedgerRecord[] {
  return writer
    .all(
      "SELECT * FROM record WHERE state = 'loaded' AND store = ? AND entity = ? AND source_id > ? ORDER BY source_id LIMIT ?",
      store,
      entity,
      after,
      limit,
    )
    .map(recordOf);
}

export function touchedBy(writer: Writer, run: number): LedgerRecord[] {
  return writer
    .all(
      `SELECT * FROM record WHERE EXISTS (SELECT 1 FROM intent WHERE intent.run = ? AND intent.store = record.store
         AND intent.entity = record.entity AND intent.source_id = record.source_id) ORDER BY store, entity, source_id`,
      run,
    )
    .map(recordOf);
}

export function changeStamps(
  writer: Writer,
  store: string,
  entity: EntityName,
  sourceIds: readonly string[],
): Map<string, Instant | null> {
  const rows = writer.all(
    `SELECT source_id, changed_in_source FROM record WHERE store = ? AND entity = ? AND source_id ${AMONG}`,
    store,
    entity,
    JSON.stringify(sourceIds),
  );
  return new Map(rows.map((row) => [String(row['source_id']), row['changed_in_source'] as Instant | null]));
}

export function hasCopies(writer: Writer, store: string, entity: EntityName): boolean {
  return (
    writer.get("SELECT 1 FROM record WHERE state = 'loaded' AND store = ? AND entity = ? LIMIT 1", store, entity) !==
    undefined
  );
}

function idsOf(rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  return rows.map((row) => String(row['source_id']));
}
