import { isZero } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { shown } from './shown.ts';

/**
 * How many amounts of tax of an order are rounded by themselves: those of its lines, at whichever end there are more, and
 * that of its shipping, where there is some. A surcharge is a line of its copy. What is not shown may be there.
 * @param copied how many of its own lines its copy is to have
 */
export function roundingsOf(source: Order, copied: number): number {
  const has = (field: 'shippingTotal' | 'surchargeTotal'): number => {
    const amount = shown(source, field);
    return amount === null || !isZero(amount) ? 1 : 0;
  };
  return Math.max(source.lines.length, copied + has('surchargeTotal')) + has('shippingTotal');
}
