import type { Instant } from '../model/time.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { orderIdOf } from './order-fields.ts';
import { hasTime, keyText, parseInstant, type RawRecord, text } from './read-fields.ts';
import { readRows } from './rows.ts';
import { netoTime } from './write-fields.ts';

/** A moment as the store tells it in UTC and by its own wall clock (`YYYY-MM-DD HH:MM:SS`). */
export interface LocalTime {
  readonly utc: Instant;
  readonly local: string;
}

const LOCAL_TIMES = 50;

/**
 * The moments of some payments since `from`, which GetPayment alone gives in both forms (reference, section 2.3). One
 * request; payments without a time of day are left out. @throws ConsolidatorError
 */
export async function readLocalTimes(
  client: NetoClient,
  from: Instant,
  options: RequestOptions = {},
): Promise<LocalTime[]> {
  const selectors = ['ID', 'DatePaidUTC', 'DatePaidLocal'];
  const filter = { DatePaidFrom: netoTime(from), Limit: String(LOCAL_TIMES), OutputSelector: selectors };
  const read = { action: 'GetPayment', entity: 'Payment' };
  const { rows } = await readRows(client, read, { Filter: filter }, options);
  return rows.flatMap((raw: RawRecord): LocalTime[] => {
    const [utc, local] = [text(raw, 'DatePaidUTC'), text(raw, 'DatePaidLocal').trim()];
    const at = hasTime(utc) && hasTime(local) ? parseInstant(utc) : undefined;
    return at === undefined ? [] : [{ utc: at, local: local.replace('T', ' ') }];
  });
}

/** Whether some order stands in this sales channel; there is no list of channels. One request. @throws ConsolidatorError */
export async function hasOrderInChannel(
  client: NetoClient,
  channel: string,
  options: RequestOptions = {},
): Promise<boolean> {
  const filter = { SalesChannel: [channel], Limit: '1', OutputSelector: ['ID', 'SalesChannel'] };
  const { rows } = await readRows(client, { action: 'GetOrder', entity: 'Order' }, { Filter: filter }, options);
  // A store that ignores the filter answers with another order.
  return rows.some((row) => keyText(row, 'SalesChannel').trim().toLowerCase() === channel.toLowerCase());
}

/**
 * What a store brings when it is asked for one order by the external references of its lines (reference, section 5, U36). One
 * request. @throws ConsolidatorError
 */
export async function askByExternalReference(
  client: NetoClient,
  { store, sourceId, targetId }: { readonly store: string; readonly sourceId: string; readonly targetId: string },
  options: RequestOptions = {},
): Promise<'filters' | 'ignored' | 'finds-nothing'> {
  const filter = {
    ...{ ExternalSystemIdentifier: [store], ExternalOrderReference: [sourceId] },
    ...{ Limit: '5', OutputSelector: ['ID'] },
  };
  const { rows } = await readRows(client, { action: 'GetOrder', entity: 'Order' }, { Filter: filter }, options);
  if (rows.length === 0) return 'finds-nothing';
  return rows.every((row) => orderIdOf(row).toLowerCase() === targetId.toLowerCase()) ? 'filters' : 'ignored';
}
