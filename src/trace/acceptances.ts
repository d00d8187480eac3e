import { comparedField } from '../entities/registry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { add, formatMoney } from '../model/money.ts';
import type { TracedAcceptance } from './trace.ts';

/** What people accepted of these records: when, for which reason, and which values that covers. */
export async function acceptancesOf(
  ledger: Pick<Ledger, 'history'>,
  records: readonly LedgerRecord[],
): Promise<TracedAcceptance[]> {
  const found: TracedAcceptance[] = [];
  for (const record of records) {
    const events = (await ledger.history(record)).filter(({ event }) => event === 'accepted');
    if (events.length === 0) continue;
    const { entity, sourceId } = record;
    const words = events.map(({ at, detail }) => ({ at, reason: detail }));
    found.push({ entity, sourceId, words, fields: fieldsOf(record), asItStood: isOpen(record) });
  }
  return found;
}

function fieldsOf({ entity, amount, accepted, acceptedAs }: LedgerRecord): TracedAcceptance['fields'] {
  const seen = (acceptedAs?.seen ?? []).map(({ key, meant, held }) => ({
    field: comparedField(entity, key)?.name ?? key,
    source: meant,
    copy: held,
  }));
  const isSeen = (acceptedAs?.seen ?? []).some(({ key }) => key === 'total');
  // Of the total alone the cents are kept, where nothing was written yet when they were accepted.
  if (accepted === null || amount === null || isSeen) return seen;
  return [{ field: 'total', source: formatMoney(amount), copy: formatMoney(add(amount, accepted)) }, ...seen];
}

/** Nobody knew how the copy stood; what the next looks see of it counts as accepted. */
function isOpen({ acceptedAs }: LedgerRecord): boolean {
  return (acceptedAs?.open.length ?? 0) > 0 && acceptedAs?.seen.length === 0;
}
