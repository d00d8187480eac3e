import { addressIn } from '../../../model/email-address.ts';
import { addressHashes, keyHash, referencesHash, saltedHash, textHash } from '../../../model/hashes.ts';
import { formatMoney } from '../../../model/money.ts';
import { isApproved, type Order, type OrderLine } from '../../../model/order.ts';
import type { OrderSnapshot } from '../../../model/order-snapshot.ts';
import { isShortSalt, shortSalt } from '../../../model/snapshot-form.ts';

/**
 * What to keep of an order, to name later what has changed in it.
 * @param followInvoiceDate whether its invoice and due date are the copy's too (`books`)
 * @param salt of the snapshot that it is compared with, or `snapshotSalt`
 * @param onlyNamed without the hashes that only tell that something else has changed, as with short hashes: what they take in
 *   is hashed one by one, too
 */
export function snapshotOf(
  order: Order,
  {
    followInvoiceDate,
    salt,
    onlyNamed = false,
  }: { readonly followInvoiceDate: boolean; readonly salt?: string | undefined; readonly onlyNamed?: boolean },
): OrderSnapshot {
  const { username, email, billing, shipping, deliveryInstruction, userGroup } = order;
  const other = (content: unknown): string => (onlyNamed || isShortSalt(salt) ? '' : saltedHash(content, salt));
  return {
    ...(salt === undefined ? {} : { salt }),
    status: order.status,
    approved: isApproved(order),
    fields: {
      total: formatMoney(order.grandTotal),
      tax: formatMoney(order.orderTax),
      shipping: formatMoney(order.shippingTotal),
      'shipping discount': formatMoney(order.shippingDiscount),
      surcharge: formatMoney(order.surchargeTotal),
      coupon: formatMoney(order.couponDiscount),
      'tax inclusive': String(order.taxInclusive),
      'date placed': order.placedAt ?? '',
      'invoice date': followInvoiceDate ? (order.invoicedOn ?? '') : '',
      'due date': followInvoiceDate ? (order.paymentDueAt ?? '') : '',
      'shipping method': order.shippingMethod,
      'payment method': order.paymentMethod,
      'payment terms': order.paymentTerms,
      'sales channel': order.salesChannel,
      'date required': order.requiredAt ?? '',
    },
    person: other({ username, email, billing, shipping, deliveryInstruction, userGroup }),
    other: other([
      order.relatedOrderId,
      order.type,
      order.salesPerson,
      order.signatureRequired,
      order.couponCode,
      order.productSubtotal,
      order.shippingTax,
      order.surchargeTaxable,
    ]),
    texts: {
      username: keyHash(username, salt),
      // What is no address is none on the copy, however it changes.
      email: keyHash(addressIn(email), salt),
      billing: addressHashes(billing, salt),
      shipping: addressHashes(shipping, salt),
      deliveryInstruction: textHash(deliveryInstruction, salt),
      userGroup: textHash(userGroup, salt),
      relatedOrderId: textHash(order.relatedOrderId, salt),
      type: textHash(order.type, salt),
      salesPerson: textHash(order.salesPerson, salt),
      signatureRequired: textHash(String(order.signatureRequired), salt),
      couponCode: textHash(order.couponCode, salt),
      productSubtotal: textHash(order.productSubtotal, salt),
      shippingTax: textHash(order.shippingTax, salt),
      surchargeTaxable: textHash(order.surchargeTaxable, salt),
    },
    references: referencesHash(order, salt),
    notes: textHash(order.internalNotes, salt),
    lines: order.lines.map((line) => snapshotOfLine(line, salt, other)),
  };
}

function snapshotOfLine(
  line: OrderLine,
  salt: string | undefined,
  other: (content: unknown) => string,
): OrderSnapshot['lines'][number] {
  const { id, name, itemNotes, taxCode, warehouseName, componentOfKit, extraOptions } = line;
  const { externalSystem, externalOrder, externalLine } = line;
  return {
    id,
    fields: {
      SKU: line.sku,
      quantity: line.quantity,
      'unit price': formatMoney(line.unitPrice),
      tax: formatMoney(line.tax),
      'discount percent': line.percentDiscount,
      discount: formatMoney(line.productDiscount),
      coupon: formatMoney(line.couponDiscount),
    },
    other: other({
      name,
      itemNotes,
      taxCode,
      warehouseName,
      componentOfKit,
      extraOptions,
      externalSystem,
      externalOrder,
      externalLine,
    }),
    texts: {
      name: textHash(name, salt),
      itemNotes: textHash(itemNotes, salt),
      taxCode: textHash(taxCode, salt),
      warehouseName: textHash(warehouseName, salt),
      serialNumber: textHash(line.serialNumber, salt),
      componentOfKit: textHash(componentOfKit, salt),
      extraOptions: extraOptions.length === 0 ? '' : saltedHash(extraOptions, salt),
      externalLine: textHash([externalSystem, externalOrder, externalLine].join('\n'), salt),
    },
    tracking: textHash(line.trackingNumber, salt),
    service: line.trackingNumber === '' ? '' : line.shippingMethod,
  };
}

/** Whatever stands in the snapshot of another order, of this store or another one, is hashed otherwise. */
export function snapshotSalt(store: string, orderId: string): string {
  return shortSalt(longSalt(store, orderId));
}

/** The same for long hashes: of what a file shows, and of what earlier versions kept. */
export function longSalt(store: string, orderId: string): string {
  return `${store} ${orderId}`;
}
