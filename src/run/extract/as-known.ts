import type { ExtractedRecord } from '../../entities/reading/extracted-record.ts';
import { entityOf } from '../../entities/registry.ts';
import type { EntityName } from '../../model/entities.ts';
import type { AskedSource } from '../../session/source/source.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { RunBasics } from '../context/parts.ts';

type Around = Pick<RunBasics, 'ledger' | 'signal'>;

/**
 * A field that its store does not show any more, or shows from now on, is no change of what was copied: a blank currency
 * is the store's own, and of what else is left out the ledger keeps what was shown. Else the copies of a whole store would
 * look changed, and stay so. What a file leaves out is a matter of its columns.
 */
export async function asKnown(
  { ledger, signal }: Around,
  { source, fixed }: StoreRun,
  entity: EntityName,
  records: readonly ExtractedRecord[],
): Promise<readonly ExtractedRecord[]> {
  const { asKnown: compared } = entityOf(entity).read;
  if (source.kind === 'files' || compared === undefined || records.length === 0) return records;
  const ids = records.map(({ sourceId }) => sourceId);
  const known = await ledger.known(fixed.store, entity, ids);
  const alike: ExtractedRecord[] = [];
  for (const record of records) {
    const before = known.get(record.sourceId);
    const now = before === undefined ? record : await compared(record, before, () => currencyOf(source, signal));
    alike.push(now);
  }
  return alike;
}

/** Asked for only where something looks changed, and once. */
const currencies = new WeakMap<AskedSource, Promise<string>>();

function currencyOf(source: AskedSource, signal: AbortSignal | undefined): Promise<string> {
  const asked = currencies.get(source) ?? source.settings({ signal }).then(({ currency }) => currency);
  currencies.set(source, asked);
  return asked;
}
