import type { Order } from '../../../model/order.ts';
import { type Instant, localDateOf } from '../../../model/time.ts';
import type { Findings } from '../../comparing/finding.ts';
import type { ExpectedOrder } from './expected-order.ts';
import type { OrderFieldKey } from './fields.ts';

export function compareDates(expected: ExpectedOrder, copy: Order, findings: Findings<OrderFieldKey>): void {
  const { invoicedOn, placedAt, placedOn, dueOn, orDueOn = [], dueDates, timeZone, primaryTimeZone } = expected;
  if (invoicedOn !== null) findings.text('invoice-date', invoicedOn, copy.invoicedOn ?? 'none');
  if (placedOn !== null) {
    findings.text('placed', placedOn, dayOf(copy.placedAt, timeZone), '', { class: 'must-agree' });
  } else if (placedAt !== null) findings.text('placed', placedAt, copy.placedAt ?? 'none');
  if (dueOn === null) return;
  const due = dayOf(copy.paymentDueAt, primaryTimeZone);
  if (!orDueOn.some((day) => day === due)) findings.text('due-date', dueOn, due, '', { class: dueDates });
}

function dayOf(at: Instant | null, timeZone: string): string {
  return at === null ? 'none' : localDateOf(at, timeZone);
}
