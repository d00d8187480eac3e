import { entityNameOf } from '../../../model/entities.ts';
import { type Decimal, decimal } from '../../../model/money.ts';
import { instantSchema } from '../../../model/time.ts';
import type { AuditEntry } from '../../record.ts';
import type { Outcome } from '../../record-state.ts';
import type { RunEntry } from '../../run-entry.ts';
import type { RunGroup } from '../storage.ts';
import type { Row } from './database.ts';
import { acceptedAsOf, instantOrNull, textOrNull } from './record-rows.ts';

export function auditEntryOf(row: Row): AuditEntry {
  return {
    at: instantSchema.parse(row['at']),
    run: Number(row['run']),
    event: String(row['event']),
    detail: String(row['detail']),
    ...(row['who'] === null ? {} : { who: String(row['who']) }),
  };
}

export function runOf(row: Row): RunEntry {
  return {
    id: Number(row['id']),
    startedAt: instantSchema.parse(row['started_at']),
    endedAt: instantOrNull(row['ended_at']),
    status: String(row['status']),
    narrowed: row['narrowed'] === true,
    summary: textOrNull(row['summary']),
  };
}

export function groupOf(row: Row): RunGroup {
  return {
    store: String(row['store']),
    entity: entityNameOf(row['entity']),
    outcome: textOrNull<Outcome>(row['outcome']),
    reason: textOrNull(row['reason']),
    amount: row['amount'] === null ? null : decimal(String(row['amount'])),
    accepted: textOrNull<Decimal>(row['accepted']),
    acceptedAs: acceptedAsOf(row),
    count: Number(row['count']),
  };
}
