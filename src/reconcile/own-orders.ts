import { createHash } from 'node:crypto';
import { add, isZero, ZERO } from '../model/money.ts';
import { accountingDate, type Order } from '../model/order.ts';
import { textKey } from '../model/text-key.ts';

/** So many hexadecimal digits tell more orders apart than any store has. */
const DIGITS = 16;

/** An order of the primary that nothing ties to a secondary, known by what would be equal if it were a second copy. */
export interface OwnOrder {
  readonly id: string;
  readonly keys: readonly string[];
}

/**
 * What two orders share that are one sale entered twice: its day, total, number of pieces and buyer, by e-mail address or
 * by name. As hashes, so that they can be kept; an order of nothing, or of nobody, has none.
 * @param timeZone of the store that holds it
 */
export function saleKeys(order: Order, timeZone: string): string[] {
  const day = accountingDate(order, timeZone);
  if (day === undefined || isZero(order.grandTotal)) return [];
  const { firstName, lastName, company } = order.billing;
  const name = [firstName, lastName, company].map(textKey);
  const buyers = [
    ...(textKey(order.email) === '' ? [] : [`address ${textKey(order.email)}`]),
    ...(name.every((part) => part === '') ? [] : [`name ${name.join('|')}`]),
  ];
  const pieces = add(ZERO, ...order.lines.map(({ quantity }) => quantity));
  return buyers.map((buyer) => hash([day, order.grandTotal, pieces, buyer].join('\n')));
}

/** One that is no sale, cancelled or a quote, is none of the books' business. */
export function ownOrder(order: Order, timeZone: string): OwnOrder {
  const isSale = !['cancelled', 'quote'].includes(order.status.toLowerCase()) && order.type.toLowerCase() !== 'quote';
  return { id: order.id, keys: isSale ? saleKeys(order, timeZone) : [] };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}
