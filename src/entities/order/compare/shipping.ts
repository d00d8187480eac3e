import { type Decimal, equal, formatMoney, isZero, subtract, ZERO } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import type { Findings } from '../../comparing/finding.ts';
import { CENT, isWithin, shown } from '../../comparing/line-sums.ts';
import type { ExpectedOrder, RestatedShipping } from './expected-order.ts';
import type { OrderFieldKey } from './fields.ts';
import { compareTax } from './tax.ts';

export function compareShipping({ shipping }: ExpectedOrder, copy: Order, findings: Findings<OrderFieldKey>): void {
  const { pairs, tax, taxed } = shipping;
  const total = shown(copy, 'shippingTotal');
  if (pairs === null || total === null) findings.notShown('shipping', pairs === null ? 'source' : 'primary');
  else {
    const discount = shown(copy, 'shippingDiscount');
    const agrees =
      pairs.some((pair) => equal(pair.total, total) && (discount === null || equal(pair.discount, discount))) ||
      shippingRestatedAs(shipping, copy).length > 0;
    const [meant = { total: ZERO, discount: ZERO }] = pairs;
    if (!agrees) findings.add('shipping', { meant: said(meant), held: said({ total, discount: discount ?? ZERO }) });
  }
  compareTax('shipping-tax', { tax, taxed }, shown(copy, 'shippingTax'), '', findings);
}

/** As which of these the copy shows its shipping: to the cent that its tax is rounded by, and without a discount of its own. */
export function shippingRestatedAs(
  { restated = [] }: Pick<ExpectedOrder['shipping'], 'restated'>,
  copy: Order,
): readonly RestatedShipping[] {
  const total = shown(copy, 'shippingTotal');
  if (total === null || !isZero(copy.shippingDiscount)) return [];
  return restated.filter((one) => isWithin(subtract(one.total, total), CENT));
}

function said({ total, discount }: { readonly total: Decimal; readonly discount: Decimal }): string {
  return isZero(discount) ? formatMoney(total) : `${formatMoney(total)} less ${formatMoney(discount)}`;
}
