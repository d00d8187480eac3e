import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  isZero,
  multiply,
  subtract,
  ZERO,
} from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import type { Findings } from '../../comparing/finding.ts';
import { CENT, isWithin, shown } from '../../comparing/line-sums.ts';
import { gstOf } from './expect-lines.ts';
import type { ExpectedOrder } from './expected-order.ts';
import type { OrderFieldKey } from './fields.ts';
import { shippingRestatedAs } from './shipping.ts';

/** What another total brings with it is told by the total; a cent for each amount of tax is a matter of rounding. */
export function compareGst(
  { gst, gstPercent, roundings, gstRounding, shipping }: ExpectedOrder,
  copy: Order,
  { off, isAllowed }: { readonly off: Decimal; readonly isAllowed: boolean },
  findings: Findings<OrderFieldKey>,
): void {
  const existing = shown(copy, 'orderTax');
  if (gst === null || existing === null) {
    findings.notShown('gst', gst === null ? 'source' : 'primary');
    return;
  }
  const moved = shippingRestatedAs(shipping, copy).flatMap((one) => gst.map((own) => add(own, one.gst)));
  const nearest = [...gst, ...moved].reduce((best, one) => (isNearer(existing, one, best) ? one : best));
  const apart = subtract(existing, nearest);
  if (isZero(apart)) return;
  const cents = multiply(CENT, decimal(roundings));
  const brought = isZero(off) ? ZERO : add(absolute(gstOf(off, true, gstPercent)), CENT);
  if (!isWithin(apart, add(cents, brought))) findings.differs('gst', nearest, existing);
  else if (isAllowed) {
    const holds = gstRounding === 'hold' && isZero(off);
    findings.differs('gst', nearest, existing, '', { class: holds ? 'must-agree' : 'rounding' });
  }
}

function isNearer(existing: Decimal, one: Decimal, other: Decimal): boolean {
  return compare(absolute(subtract(existing, one)), absolute(subtract(existing, other))) < 0;
}
