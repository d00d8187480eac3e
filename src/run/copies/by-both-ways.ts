import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { ExtractedRecord } from '../../entities/reading/extracted-record.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { ReadingRun } from '../context/parts.ts';
import { inWords } from './match-order.ts';

const CHANGED: QuarantineReason = 'changed-after-copy';

/**
 * Says of records that came by a file and by the API, or by two files, what is different in the later reading. What one of the
 * two says alone, or in a form of its own, is no change; so the later one is compared with the copy that the first has become.
 * @throws ConsolidatorError
 */
export async function comparedByBothWays(
  context: ReadingRun,
  { fixed }: StoreRun,
  { name, content, compares }: EntityDefinition,
  records: readonly ExtractedRecord[],
): Promise<readonly ExtractedRecord[]> {
  const { byBothWays } = compares;
  if (byBothWays === undefined) return records;
  const ids = records.map(({ sourceId }) => sourceId);
  const known = await context.ledger.known(fixed.store, name, ids);
  const asked = records.flatMap(({ hash, sourceId }) => {
    const before = known.get(sourceId);
    return before !== undefined && isOtherReading(before, hash) ? [before.targetId ?? ''] : [];
  });
  if (asked.length === 0) return records;
  const copies = await byBothWays.lookUp(context.primary, asked, { signal: context.signal });
  return records.map((record) => {
    const before = known.get(record.sourceId);
    if (before === undefined || !isOtherReading(before, record.hash)) return record;
    const copy = copies.get(lowerKey(before.targetId ?? ''));
    // That it is gone is told of the orders that need it.
    if (copy === undefined) return { ...record, sinceCopy: { kind: 'same' } };
    const reading = { content: content.parse(JSON.parse(record.payload)), isOfFile: record.hash.startsWith(FROM_FILE) };
    const found = byBothWays.compare(reading, copy, fixed).filter(({ key }) => record.unsaid?.includes(key) !== true);
    const different = found.filter(mustAgree);
    if (different.length === 0) {
      context.compared.note(before, found);
      return { ...record, sinceCopy: { kind: 'same' } };
    }
    const message = inWords(before.targetId ?? '', record.sourceId, different);
    return { ...record, sinceCopy: { kind: 'changed', message } };
  });
}

/** Of a copy, in the form of another way or of another file. */
function isOtherReading({ state, reason, targetId, hash }: LedgerRecord, read: string): boolean {
  const isCopy = state === 'loaded' || (state === 'quarantined' && reason === CHANGED);
  return isCopy && targetId !== null && hash !== read && [hash, read].some((one) => one.startsWith(FROM_FILE));
}
