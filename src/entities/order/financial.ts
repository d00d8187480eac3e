import type { Order } from '../../model/order.ts';
import type { Financial } from '../definition/financial.ts';
import { orderPosting } from './read/posting.ts';

export const orderFinancial: Financial<Order> = {
  sign: 'adds',
  isSummed: true,
  posting: orderPosting,
};
