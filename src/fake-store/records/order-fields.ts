const ADDRESS_PARTS = [
  'FirstName', 'LastName', 'Company', 'StreetLine1', 'StreetLine2', 'City', 'State', 'PostCode', 'Country', 'Phone', 'Fax',
] as const; // biome-ignore format: a table

type AddressPart = (typeof ADDRESS_PARTS)[number];
type AddressSide = 'Bill' | 'Ship';
type AddressField = `${AddressSide}${AddressPart}`;

export function addressFields(side: AddressSide): AddressField[] {
  return ADDRESS_PARTS.map((part): AddressField => `${side}${part}`);
}

/** Fields of an order that are texts, by the names under which GetOrder returns them. */
export const PLAIN_ORDER_FIELDS = [
  'OrderID', 'ShippingOption', 'DeliveryInstruction', 'RelatedOrderID', 'Username', 'Email', 'PurchaseOrderNumber',
  'SalesPerson', 'CustomerRef1', 'CustomerRef2', 'CustomerRef3', 'CustomerRef4', 'CustomerRef5', 'CustomerRef6',
  'CustomerRef7', 'CustomerRef8', 'CustomerRef9', 'CustomerRef10', 'SalesChannel', 'GrandTotal', 'TaxInclusive',
  'OrderTax', 'SurchargeTotal', 'SurchargeTaxable', 'ProductSubtotal', 'ShippingTotal', 'ShippingTax', 'ClientIPAddress',
  'CouponCode', 'CouponDiscount', 'ShippingDiscount', 'OrderType', 'OnHoldType', 'OrderStatus', 'DefaultPaymentType',
  'DateUpdated', 'DatePlaced', 'DateRequired', 'DateInvoiced', 'DatePaid', 'DateCompleted', 'DateCompletedUTC',
  'DatePaymentDue', 'PaymentTerms', 'ShippingSignature', 'RealtimeConfirmation', 'InternalOrderNotes', 'CompleteStatus',
  'UserGroup',
] as const; // biome-ignore format: a table

/** Kept and used, but no selector reads them. */
const HIDDEN_ORDER_FIELDS = [
  'OrderRounding', 'CurrencyCode', 'ExportStatus', 'ExportedToWMS', 'TaxFreeShipping', 'DocumentTemplate', 'BPAYCRN',
  'PickStatus', 'Operator',
] as const; // biome-ignore format: a table

export type OrderField = (typeof PLAIN_ORDER_FIELDS)[number] | (typeof HIDDEN_ORDER_FIELDS)[number] | AddressField;

export const ORDER_FIELDS: readonly OrderField[] = [
  ...PLAIN_ORDER_FIELDS,
  ...HIDDEN_ORDER_FIELDS,
  ...addressFields('Bill'),
  ...addressFields('Ship'),
];

export const LINE_FIELDS = [
  'SKU', 'OrderLineID', 'Quantity', 'ProductName', 'ItemNotes', 'SerialNumber', 'PickQuantity', 'BackorderQuantity',
  'UnitPrice', 'Tax', 'TaxCode', 'WarehouseID', 'WarehouseName', 'WarehouseReference', 'PercentDiscount',
  'ProductDiscount', 'CouponDiscount', 'CostPrice', 'ShippingMethod', 'ShippingServiceID', 'ShippingServiceName',
  'ShippingTracking', 'ShippingCarrierCode', 'ShippingCarrierName', 'ShippingTrackingUrl', 'Weight', 'Cubic', 'Extra',
  'BinLoc', 'QuantityShipped', 'ExternalSystemIdentifier', 'ExternalOrderReference', 'ExternalOrderLineReference',
  'ComponentOfKit', 'KitPartID',
] as const; // biome-ignore format: a table

export type LineField = (typeof LINE_FIELDS)[number];

export const ORDER_STATUSES = [
  'Quote', 'New', 'On Hold', 'New Backorder', 'Backorder Approved', 'Pick', 'Pack', 'Pending Pickup', 'Pending Dispatch',
  'Dispatched', 'Cancelled', 'Uncommitted',
] as const; // biome-ignore format: a table
