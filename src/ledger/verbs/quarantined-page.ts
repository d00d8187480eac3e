import type { RecordKey } from '../../model/entities.ts';
import { type Decimal, parseDecimal } from '../../model/money.ts';
import { Turns } from '../../model/turns.ts';
import type { QuarantinedOf, QuarantinedPage, QuarantinedWanted } from '../quarantined-page.ts';
import type { LedgerRecord } from '../record.ts';
import type { RecordFilter } from '../storage/record-query.ts';
import type { LedgerStorage } from '../storage/storage.ts';
import { viewOf } from './view.ts';

/** A page in the order of store, entity and source id, by their index: however much there is, no more is read than it takes. */
export async function quarantinedPage(storage: LedgerStorage, wanted: QuarantinedWanted): Promise<QuarantinedPage> {
  const { after, limit, text = '' } = wanted;
  const found: LedgerRecord[] = [];
  for (const { store, entity } of await groupsOf(storage, wanted)) {
    const isFirst = after !== undefined && after.store === store && after.entity === entity;
    let from = isFirst ? after.sourceId : '';
    while (found.length <= limit) {
      const size = limit + 1 - found.length;
      const some = await storage.records({ anyOf: [filterOf(wanted, { store, entity })], after: from, limit: size });
      const views = some.map(({ value }) => viewOf(value));
      found.push(...(text === '' ? views : views.filter((one) => says(one, text))));
      if (some.length < size) break;
      from = some.at(-1)?.value.sourceId ?? '';
    }
  }
  return { records: found.slice(0, limit), hasMore: found.length > limit };
}

/** So many at a time, where all are gone through. */
const PAGE = 500;

/**
 * All of them, in that order; whoever else this process has to answer comes in between. By their reason they lie in no order of their own, so
 * that each page would read all of them.
 */
export async function allQuarantined(
  storage: LedgerStorage,
  { reason, ...of }: QuarantinedOf = {},
): Promise<LedgerRecord[]> {
  const found: LedgerRecord[] = [];
  let last: LedgerRecord | undefined;
  const turns = new Turns();
  for (;;) {
    const { records, hasMore } = await quarantinedPage(storage, { ...of, after: last, limit: PAGE });
    last = records.at(-1);
    for (const record of records) if (reason === undefined || record.reason === reason) found.push(record);
    if (!hasMore) return found;
    await turns.give();
  }
}

async function groupsOf(
  storage: LedgerStorage,
  { store, entity, after }: QuarantinedWanted,
): Promise<Pick<RecordKey, 'store' | 'entity'>[]> {
  const isAfter = (one: Pick<RecordKey, 'store' | 'entity'>): boolean =>
    after === undefined || one.store > after.store || (one.store === after.store && one.entity >= after.entity);
  return (await storage.countByState())
    .filter((one) => one.state === 'quarantined' && isAfter(one))
    .filter((one) => (store === undefined || one.store === store) && (entity === undefined || one.entity === entity))
    .sort((a, b) => (a.store === b.store ? (a.entity < b.entity ? -1 : 1) : a.store < b.store ? -1 : 1));
}

function filterOf(
  { reason, text = '' }: QuarantinedWanted,
  group: Pick<RecordFilter, 'store' | 'entity'>,
): RecordFilter {
  return {
    ...group,
    states: ['quarantined'],
    ...(reason === undefined ? {} : { reasons: [reason as never] }),
    ...(text === '' ? {} : { saying: { text, amount: amountIn(text) } }),
  };
}

/** `$1,234.50` is looked for as 1234.5. */
function amountIn(text: string): Decimal | null {
  return parseDecimal(text.replace(/^\$\s*/, '').replaceAll(',', '')) ?? null;
}

/** Of its content the values, and not the names of its fields. */
function says({ sourceId, targetId, parent, amount, reason, message, payload }: LedgerRecord, text: string): boolean {
  const wanted = text.toLowerCase();
  const isIn = (value: string | null): boolean => value?.toLowerCase().includes(wanted) ?? false;
  if ([sourceId, targetId, parent, reason, message].some(isIn)) return true;
  if (amount !== null && amount === amountIn(text)) return true;
  return anyText(JSON.parse(payload || 'null'), isIn);
}

function anyText(value: unknown, isIn: (text: string) => boolean): boolean {
  if (typeof value === 'string') return isIn(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((one) => anyText(one, isIn));
}
