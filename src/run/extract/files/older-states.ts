import type { ExtractedRecord } from '../../../entities/reading/extracted-record.ts';
import type { EntityName } from '../../../model/entities.ts';
import { FROM_FILE } from '../../../model/from-file.ts';
import type { Instant } from '../../../model/time.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import type { RunBasics } from '../../context/parts.ts';

/**
 * Tells records apart that the ledger knows in a newer state already: an export that arrives late takes nothing back.
 * @param arrivedAt when the file arrived in a watched folder, which stands in for a date of change between files; what the
 * API has told is newer than a file only by the record's own date of change
 */
export async function withoutOlder(
  { ledger }: RunBasics,
  { fixed }: StoreRun,
  entity: EntityName,
  records: readonly ExtractedRecord[],
  arrivedAt: Instant | null,
): Promise<{ readonly present: ExtractedRecord[]; readonly older: string[] }> {
  const ids = records.map(({ sourceId }) => sourceId);
  const stamps = await ledger.changeStamps(fixed.store, entity, ids);
  const known = await ledger.known(fixed.store, entity, ids);
  const present: ExtractedRecord[] = [];
  const older: string[] = [];
  for (const record of records) {
    const before = known.get(record.sourceId);
    const byFile = before?.hash.startsWith(FROM_FILE) ?? true;
    const own = record.changedAt ?? null;
    const changedAt = own ?? (byFile ? arrivedAt : null);
    const stamp = stamps.get(record.sourceId) ?? null;
    const differs = before !== undefined && before.hash !== record.hash;
    if (differs && stamp !== null && changedAt !== null && changedAt < stamp) older.push(record.sourceId);
    else present.push(changedAt === null ? record : { ...record, changedAt });
  }
  return { present, older };
}
