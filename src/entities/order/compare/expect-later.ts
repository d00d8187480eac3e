import type { FixedRules } from '../../../transform/rules.ts';
import type { ExpectedOrder } from './expect-order.ts';

/**
 * What a copy must still show on any day after it was made: all that it was made with. Only a primary that sends the goods
 * invoices by itself from then on, whatever its source does, so that its invoice date is its own.
 */
export function expectLater(expected: ExpectedOrder, { purpose }: Pick<FixedRules, 'purpose'>): ExpectedOrder {
  return purpose === 'fulfil' ? { ...expected, invoicedOn: null } : expected;
}
