import type { Seen } from '../model/habits.ts';
import { isRecord, type RawRecord, recordsIn, textOf } from './read-fields.ts';
import { isRead } from './read-only.ts';
import { listNameOf, type Reply } from './reply.ts';

/** What the program calls the records of a reply's list. */
const kinds: Readonly<Record<string, string>> = {
  Order: 'orders',
  Payment: 'payments',
  Rma: 'rmas',
  Customer: 'customers',
  Item: 'products',
};

/** The kind of record that a list of a reply holds; `stores` where it is a list of names. */
export function kindOf(list: string): string {
  return kinds[list] ?? 'stores';
}

/** What a reply shows of its store beside what was asked (reference, section 5: U4, U27, U29, U37). */
export function seenInReply(action: string, { body }: Pick<Reply, 'body'>): Seen[] {
  const list = listNameOf(action);
  const rows = recordsIn(body[list]);
  const seen: Seen[] = [];
  if (isRead(action) && rows.length > 0) seen.push({ habit: 'pageRows', value: rows.length, in: kindOf(list) });
  const messages = body['Messages'];
  if (Array.isArray(messages) ? messages.length > 0 : isRecord(messages) && Object.keys(messages).length > 0)
    seen.push({ habit: 'messages', value: Array.isArray(messages) ? 'list' : 'object', in: 'stores' });
  return list === 'Order' && isRead(action) ? [...seen, ...seenInOrders(rows)] : seen;
}

function seenInOrders(rows: readonly RawRecord[]): Seen[] {
  const seen: Seen[] = [];
  if (rows.some((row) => textOf(row['OrderStatus']).trim().toLowerCase() === 'quote'))
    seen.push({ habit: 'quotes', value: 'listed', in: 'orders' });
  const value = lineIdsOf(rows);
  if (value !== undefined) seen.push({ habit: 'lineIds', value, in: 'orders' });
  return seen;
}

/** Each answer of orders is gone over for it, so without a list of them all. @returns undefined where no line has an id */
function lineIdsOf(rows: readonly RawRecord[]): 'digits' | 'text' | undefined {
  let found: 'digits' | undefined;
  for (const row of rows)
    for (const line of recordsIn(row['OrderLine'])) {
      const id = textOf(line['OrderLineID']).trim();
      if (id === '') continue;
      if (!/^\d+$/.test(id)) return 'text';
      found = 'digits';
    }
  return found;
}
