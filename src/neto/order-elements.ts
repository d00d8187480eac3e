import { addressParts } from '../model/address.ts';
import type { Order, OrderLine } from '../model/order.ts';
import { elementsOfAddress } from './addresses.ts';

/** The element of GetOrder that each field of an order comes from, by the field's name in the normal form. */
export const elementsOfOrder = {
  relatedOrderId: 'RelatedOrderID',
  status: 'OrderStatus',
  type: 'OrderType',
  onHoldType: 'OnHoldType',
  approval: 'CompleteStatus',
  username: 'Username',
  email: 'Email',
  userGroup: 'UserGroup',
  purchaseOrderNumber: 'PurchaseOrderNumber',
  salesPerson: 'SalesPerson',
  salesChannel: 'SalesChannel',
  deliveryInstruction: 'DeliveryInstruction',
  internalNotes: 'InternalOrderNotes',
  paymentMethod: 'DefaultPaymentType',
  paymentTerms: 'PaymentTerms',
  shippingMethod: 'ShippingOption',
  signatureRequired: 'ShippingSignature',
  currency: 'CurrencyCode',
  taxInclusive: 'TaxInclusive',
  couponCode: 'CouponCode',
  grandTotal: 'GrandTotal',
  orderTax: 'OrderTax',
  productSubtotal: 'ProductSubtotal',
  shippingTotal: 'ShippingTotal',
  shippingTax: 'ShippingTax',
  shippingDiscount: 'ShippingDiscount',
  surchargeTotal: 'SurchargeTotal',
  surchargeTaxable: 'SurchargeTaxable',
  couponDiscount: 'CouponDiscount',
  placedAt: 'DatePlaced',
  updatedAt: 'DateUpdated',
  requiredAt: 'DateRequired',
  paidAt: 'DatePaid',
  paymentDueAt: 'DatePaymentDue',
  invoicedOn: 'DateInvoiced',
  completedOn: 'DateCompleted',
} as const satisfies Partial<Record<keyof Order, string>>;

/** The same of a line. */
export const elementsOfLine = {
  id: 'OrderLineID',
  sku: 'SKU',
  name: 'ProductName',
  itemNotes: 'ItemNotes',
  quantity: 'Quantity',
  unitPrice: 'UnitPrice',
  tax: 'Tax',
  taxCode: 'TaxCode',
  percentDiscount: 'PercentDiscount',
  productDiscount: 'ProductDiscount',
  couponDiscount: 'CouponDiscount',
  costPrice: 'CostPrice',
  warehouseName: 'WarehouseName',
  shippingMethod: 'ShippingMethod',
  trackingNumber: 'ShippingTracking',
  serialNumber: 'SerialNumber',
  componentOfKit: 'ComponentOfKit',
  externalSystem: 'ExternalSystemIdentifier',
  externalOrder: 'ExternalOrderReference',
  externalLine: 'ExternalOrderLineReference',
  extraOptions: 'ExtraOptions',
} as const satisfies Partial<Record<keyof OrderLine, string>>;

const ofOrder: readonly (readonly [field: string, element: string])[] = [
  ...Object.entries(elementsOfOrder),
  ...Object.entries(elementsOfLine).map(([field, name]) => [`lines.${field}`, `OrderLine.${name}`] as const),
  ...addressParts.flatMap((part) => [
    [`billing.${part}`, elementsOfAddress.Bill[part]] as const,
    [`shipping.${part}`, elementsOfAddress.Ship[part]] as const,
  ]),
  ['customerReferences', 'CustomerRef1'],
];

/**
 * The fields that a document of orders gives: `salesPerson`, `billing.city`, `lines.name`.
 * @param elements those of its orders, and `OrderLine.ItemNotes` for those of their lines
 */
export function fieldsInDocument(elements: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(ofOrder.filter(([, name]) => elements.has(name)).map(([field]) => field));
}
