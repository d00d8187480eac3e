import { orderAddressNames } from './addresses.ts';

const references = Array.from({ length: 10 }, (_, index) => `CustomerRef${index + 1}`);

/** Every money field among them, so that a total can be explained (reference, sections 2.1 and 3.4). */
export const orderSelectors: readonly string[] = [
  'ID',
  'ShippingOption',
  'DeliveryInstruction',
  'RelatedOrderID',
  'Username',
  'Email',
  'ShipAddress',
  'BillAddress',
  'PurchaseOrderNumber',
  'SalesPerson',
  ...references,
  'SalesChannel',
  'GrandTotal',
  'TaxInclusive',
  'OrderTax',
  'SurchargeTotal',
  'SurchargeTaxable',
  'ProductSubtotal',
  'ShippingTotal',
  'ShippingTax',
  'CouponCode',
  'CouponDiscount',
  'ShippingDiscount',
  'OrderType',
  'OnHoldType',
  'OrderStatus',
  'OrderPayment',
  'OrderPayment.PaymentType',
  'OrderPayment.DatePaid',
  'DefaultPaymentType',
  'DateUpdated',
  'DatePlaced',
  'DateRequired',
  'DateInvoiced',
  'DatePaid',
  'DateCompleted',
  'DatePaymentDue',
  'PaymentTerms',
  'ShippingSignature',
  'InternalOrderNotes',
  'CompleteStatus',
  'UserGroup',
  'StickyNotes',
  'OrderLine',
  'OrderLine.ProductName',
  'OrderLine.ItemNotes',
  'OrderLine.SerialNumber',
  'OrderLine.UnitPrice',
  'OrderLine.Tax',
  'OrderLine.TaxCode',
  'OrderLine.WarehouseName',
  'OrderLine.Quantity',
  'OrderLine.PercentDiscount',
  'OrderLine.ProductDiscount',
  'OrderLine.CouponDiscount',
  'OrderLine.CostPrice',
  'OrderLine.ShippingMethod',
  'OrderLine.ShippingTracking',
  'OrderLine.ExtraOptions',
  'OrderLine.ExternalSystemIdentifier',
  'OrderLine.ExternalOrderReference',
  'OrderLine.ExternalOrderLineReference',
];

/** For listings: the id and when it changed. */
export const orderListSelectors: readonly string[] = ['ID', 'DateUpdated'];

/** What tells of an order whose copy it is. */
export const orderOriginSelectors: readonly string[] = [
  'ID',
  'InternalOrderNotes',
  'OrderStatus',
  'Username',
  'Email',
  'GrandTotal',
  'DatePlaced',
  'DateInvoiced',
  'OrderLine',
  'OrderLine.ExternalSystemIdentifier',
  'OrderLine.ExternalOrderReference',
];

export const orderStateSelectors: readonly string[] = [
  'ID',
  'OrderStatus',
  'CompleteStatus',
  'GrandTotal',
  'Username',
  'OrderPayment',
  'OrderPayment.PaymentType',
  'OrderPayment.DatePaid',
];

/** Keys of an order that have a place in the model. */
export const knownOrderKeys: ReadonlySet<string> = new Set([
  ...orderSelectors.filter((selector) => !selector.includes('.') && !selector.endsWith('Address')),
  ...orderAddressNames,
  'OrderID',
]);

export const knownLineKeys: ReadonlySet<string> = new Set([
  ...orderSelectors
    .filter((selector) => selector.startsWith('OrderLine.'))
    .map((selector) => selector.slice('OrderLine.'.length)),
  'SKU',
  'OrderLineID',
  'ComponentOfKit',
  'KitPartID',
]);

export const knownPaymentKeys: ReadonlySet<string> = new Set([
  'Id',
  'Amount',
  'PaymentType',
  'DatePaid',
  'OrderPaymentId',
  'OrderPaymentAmount',
]);

export const knownNoteKeys: ReadonlySet<string> = new Set(['StickyNoteID', 'Title', 'Description']);
