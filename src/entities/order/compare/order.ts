import { addressIn } from '../../../model/email-address.ts';
import { compare, subtract } from '../../../model/money.ts';
import { isApproved, type Order } from '../../../model/order.ts';
import { sameText } from '../../../model/text-key.ts';
import { type Finding, Findings } from '../../comparing/finding.ts';
import { personalKey } from '../../comparing/personal.ts';
import { compareDates } from './dates.ts';
import { nameKeys } from './expect-order.ts';
import type { ExpectedOrder } from './expected-order.ts';
import { type OrderFieldKey, orderFields } from './fields.ts';
import { compareGst } from './gst.ts';
import { compareLines } from './lines.ts';
import { compareShipping } from './shipping.ts';

/** What its last step must have brought a copy to. */
interface ExpectedCompletion {
  readonly status: string;
  readonly approved: boolean;
}

/** What the copy shows, field by field, beside what its source does. Empty when it is as meant, and shows all of it. */
export function compareOrder(
  expected: ExpectedOrder,
  copy: Order,
  completion?: ExpectedCompletion | undefined,
): readonly Finding[] {
  const findings = new Findings(orderFields);
  findings.key('number', expected.number, copy.id);
  compareTotal(expected, copy, findings);
  if (completion !== undefined) compareCompletion(completion, copy, findings);
  // Taken back, or cancelled by staff: it must not be approved as if it stood in the books.
  else if (copy.status.toLowerCase() === 'cancelled') findings.text('status', 'not cancelled', copy.status);
  findings.key('account', expected.account, copy.username);
  compareEmail(expected, copy, findings);
  findings.text('tax-mode', String(expected.taxInclusive), String(copy.taxInclusive));
  compareDates(expected, copy, findings);
  compareShipping(expected, copy, findings);
  compareLines(expected, copy, findings);
  compareSaid(expected, copy, findings);
  return findings.found;
}

type OrderFindings = Findings<OrderFieldKey>;

function compareTotal(expected: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  const off = subtract(copy.grandTotal, expected.total);
  const { least, most } = expected.allowed;
  const isAllowed = compare(off, least) >= 0 && compare(off, most) <= 0;
  if (!isAllowed) findings.differs('total', expected.total, copy.grandTotal);
  compareGst(expected, copy, { off, isAllowed }, findings);
}

function compareCompletion({ status, approved }: ExpectedCompletion, copy: Order, findings: OrderFindings): void {
  findings.text('status', status, copy.status);
  if (approved && !isApproved(copy)) findings.text('approval', 'Approved', copy.approval || 'none');
}

/** A shopper's address never goes into a message. */
function compareEmail({ email }: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  const same =
    email.kind === 'house' ? sameText(email.address, copy.email) : email.key === personalKey(addressIn(copy.email));
  if (same) return;
  const meant = email.kind === 'house' ? 'that of the house' : email.key === '' ? 'none' : 'that of the order';
  findings.add('email', { meant, held: copy.email === '' ? 'none' : 'another' });
}

function compareSaid({ salesChannel, names }: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  if (salesChannel !== '') findings.text('sales-channel', salesChannel, copy.salesChannel);
  for (const side of ['billing', 'shipping'] as const) {
    const existing = nameKeys(copy[side]);
    if (names[side].every((key, place) => key === '' || key === existing[place])) continue;
    findings.add(`${side}-name`, { meant: 'that of the order', held: 'another' });
  }
}
