import type { Order } from '../../../model/order.ts';
import { sameText } from '../../../model/text-key.ts';
import { type Finding, Findings } from '../../comparing/finding.ts';
import { orderFields } from './fields.ts';

/** In these an order is no invoice, whoever sends the goods. */
const NO_INVOICE: readonly string[] = ['quote', 'uncommitted'];

/**
 * Whether a copy stands in a state that keeps it out of the books though its source is a sale. On hold is what the staff of
 * a primary that sends the goods may do; a copy made for the books alone has no reason to be.
 */
export function compareState(source: Order, copy: Order, purpose: 'books' | 'fulfil'): readonly Finding[] {
  const findings = new Findings(orderFields);
  const stuck = purpose === 'books' ? [...NO_INVOICE, 'on hold'] : NO_INVOICE;
  const isQuote = sameText(copy.type, 'quote') && !sameText(source.type, 'quote');
  const isStuck = stuck.includes(copy.status.trim().toLowerCase()) && !sameText(copy.status, source.status);
  if (isStuck) findings.add('status', { meant: source.status, held: copy.status });
  else if (isQuote) findings.add('status', { meant: source.status, held: 'a quote' });
  return findings.found;
}
