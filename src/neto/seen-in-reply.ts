import type { Seen } from '../model/habits.ts';
import { asArray, isRecord, type RawRecord, textOf } from './read-fields.ts';
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
  const rows = asArray(body[list]).filter(isRecord);
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
  const ids = rows
    .flatMap((row) => asArray(row['OrderLine']).filter(isRecord))
    .map((line) => textOf(line['OrderLineID']).trim())
    .filter((id) => id !== '');
  if (ids.length > 0)
    seen.push({ habit: 'lineIds', value: ids.every((id) => /^\d+$/.test(id)) ? 'digits' : 'text', in: 'orders' });
  return seen;
}
