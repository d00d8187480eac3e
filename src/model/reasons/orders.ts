import { BY_ITSELF, quarantine, RETRY, type Reason } from './reason.ts';

/** Why an order as it stands in its store can not be copied as it is. */
export const orders = {
  'total-unexplained': quarantine(
    'The order total does not follow, to the cent, from the prices, discounts, shipping and taxes of the order.',
    'Compare the order with the predictions in the detail. Mend it in its store and `retry`, `accept` the difference that the message names, or enter the order in the primary by hand, then `link` it.',
  ),
  'surcharge-unmapped': quarantine(
    'The order has a surcharge, and the pipeline file names no product to carry it.',
    `Set \`orders.surchargeSku\` for that store; ${BY_ITSELF}`,
  ),
  'surcharge-part-taxed': quarantine(
    'Only a part of the surcharge is taxed, which one line in the primary can not show.',
    'Enter this order in the primary by hand, then `link` it.',
  ),
  'coupon-exceeds-lines': quarantine(
    'The coupon takes more off the order than its lines come to.',
    'Mend the coupon in its store and `retry`, or enter this order in the primary by hand, then `link` it.',
  ),
  'kit-unhandled': quarantine(
    'The parts of a kit bear prices that do not come to what the kit costs, or there is no line for the kit itself.',
    'Put the price on the line of the kit in its store and `retry`, or enter this order in the primary by hand, then `link` it.',
  ),
  'split-after-copy': quarantine(
    'The order was split off another one, or combined with it, after that one had been copied; together the copies would come to more than the orders.',
    'Mend the copy of the other order in the primary so that it comes to what its order comes to now, then `retry` this one; or enter the difference by hand and `drop` it.',
  ),
  'gst-rate-differs': quarantine(
    'The order is taxed, and the two stores have different tax rates.',
    'Set both stores to the same rate, or enter this order in the primary by hand, then `link` it.',
  ),
  'line-tax-unexplained': quarantine(
    'The tax of the order does not follow from its lines at the tax rate of the store.',
    'Look for a line that is taxed in part or at another rate, and mend it in its store, or enter the order by hand, then `link` it.',
  ),
  'tax-not-shown': quarantine(
    'The store does not show the tax of a line, and nothing else of the order or return decides whether it is taxed.',
    'Mend the rights of the key or the columns of the file so that taxes are shown and `retry`, or enter it in the primary by hand, then `link` it.',
  ),
  'line-without-sku': quarantine(
    'A line of the order names no product.',
    'Use the `placeholder` policy for products, or give the line a product in its store.',
  ),
  'too-many-lines': quarantine(
    'The order has more lines than can be copied in one order.',
    'Enter this order in the primary by hand, then `link` it.',
  ),
  'text-too-long': quarantine(
    'A text of the record is longer than its field in the primary, and must not be cut.',
    `Shorten the field that the message names in its store; ${BY_ITSELF}`,
  ),
  'shipping-method-unmapped': quarantine(
    'The primary has no shipping method of this name.',
    `Add it to \`orders.shippingMethods\` of that store; ${BY_ITSELF} Or create the method in the primary, ${RETRY}`,
  ),
  'accounting-date-missing': quarantine(
    'The order has neither an invoice date nor the date it was placed, so its day in the books is unknown.',
    'Give the order an invoice date in its store, and `retry`.',
  ),
  'before-lock-date': quarantine(
    'The order belongs to a period that is closed in the books.',
    'Decide with your accountant: move the lock date (the later of `accounting.lockDate` and, with `xero`, of those of the organisation in Xero, which are read every hour) and `retry`, or `drop` the order and post it by hand.',
  ),
  'order-type-unhandled': quarantine(
    'The order is not a plain sales order.',
    'Enter it in the primary by hand if it belongs in the books, then `link` it; else `drop` it.',
  ),
  'due-date-missing': quarantine(
    'The order has no due date. The primary works one out from the payment terms, or Xero refuses the invoice. Look at one copy in Xero after `run --limit 5`: if its due date is there, ignore this; else say with `orders.dueDate` where it comes from.',
    `Give the order a due date in its store, or say with \`orders.dueDate\` where it comes from, or set \`guards.dueDates: warn\`; ${BY_ITSELF}`,
  ),
  'currency-differs': quarantine(
    'The record, its order or its store is in another currency than the primary, whose books can not hold the two.',
    'Enter it in the books by hand and `drop` it. If its store names the wrong currency, mend it there, then `retry`. Where an order was copied before one of its payments or returns showed the currency, see to its copy in the primary and in Xero. A whole store in another currency is best left out.',
  ),
  'negative-total': quarantine(
    'The order total is negative.',
    'Enter it in the primary as a credit, by hand, then `drop` it.',
  ),
} as const satisfies Record<string, Reason>;
