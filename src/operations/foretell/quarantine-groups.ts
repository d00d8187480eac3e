import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { methodKey } from '../../model/method-names.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import { commonValue } from '../../verdict/decisions.ts';

/** Records that a run would quarantine for one reason. */
export interface QuarantineGroup {
  /** Of what belongs to orders, that. */
  readonly entity: EntityName;
  readonly reason: ReasonCode;
  /** What they have in common besides, such as the name of the payment method. */
  readonly name: string;
  readonly ids: readonly string[];
  /** Of the first one; empty where it may hold what a shopper wrote. */
  readonly message: string;
}

/** Their messages quote the record, or name a customer. */
const QUOTING: readonly ReasonCode[] = ['record-failed', 'unreadable', 'may-be-there', 'waits-for'];

/** By reason and name, in the order in which the groups come up; without what waits for an order that is in one. */
export function quarantineGroups(records: readonly LedgerRecord[]): QuarantineGroup[] {
  const orders = new Set(records.flatMap(({ entity, sourceId }) => (entity === 'orders' ? sourceId : [])));
  const groups = new Map<string, QuarantineGroup & { readonly ids: string[] }>();
  for (const record of records) {
    if (record.reason === 'waits-for' && orders.has(record.parent ?? '')) continue;
    const { entity: own, sourceId, parent, copiedAs, message } = record;
    const entity = parent === null ? own : 'orders';
    const reason = (Object.hasOwn(reasons, record.reason ?? '') ? record.reason : 'record-failed') as ReasonCode;
    const name = commonValue(record);
    // The spellings of one method are one line; a prefix in another case is another one.
    const key = [entity, reason, reason === 'id-prefix-unknown' ? name : methodKey(name)].join(' ');
    // A change of a copy is told by its fields, with what they hold.
    const mayQuote = own === 'customers' || copiedAs !== null || QUOTING.includes(reason);
    const said = mayQuote ? '' : (message ?? '').replace(/\.$/, '');
    const group: QuarantineGroup & { readonly ids: string[] } = groups.get(key) ?? {
      entity,
      reason,
      name,
      ids: [],
      message: said,
    };
    if (!group.ids.includes(parent ?? sourceId)) group.ids.push(parent ?? sourceId);
    groups.set(key, group);
  }
  return [...groups.values()];
}
