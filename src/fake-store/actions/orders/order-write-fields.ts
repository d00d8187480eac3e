import type { OrderField } from '../../records/order-fields.ts';

export const EXPORT_STATUSES = ['Pending', 'Exported'] as const;

export interface WriteField {
  /** The name in AddOrder and UpdateOrder. */
  readonly write: string;
  /** The name in GetOrder. */
  readonly read: OrderField;
  readonly kind: 'text' | 'boolean' | 'amount' | 'enum';
  readonly limit?: number;
  /** The values that an enum field has. */
  readonly values?: readonly string[];
}

function text(write: string, limit?: number, read: string = write): WriteField {
  return { write, read: read as OrderField, kind: 'text', ...(limit === undefined ? {} : { limit }) };
}

function addressOf(side: 'Bill' | 'Ship'): WriteField[] {
  return [
    text(`${side}FirstName`, 50),
    text(`${side}LastName`, 50),
    text(`${side}Company`, 50),
    text(`${side}Street1`, 50, `${side}StreetLine1`),
    text(`${side}Street2`, 50, `${side}StreetLine2`),
    text(`${side}City`, 50),
    text(`${side}State`, 50),
    text(`${side}PostCode`, 15),
    text(`${side}ContactPhone`, 30, `${side}Phone`),
    text(`${side}Country`, 2),
  ];
}

const BOTH: readonly WriteField[] = [
  text('PurchaseOrderNumber', 50),
  { write: 'OnHoldType', read: 'OnHoldType', kind: 'enum', values: ['On Hold', 'Layby'] },
  text('Email', 250),
  ...addressOf('Bill'),
  ...addressOf('Ship'),
  text('Operator', 25),
  text('SalesPerson', 25),
  text('CustomerRef1', 50),
  text('CustomerRef2', 50),
  ...[3, 4, 5, 6, 7, 8, 9, 10].map((number) => text(`CustomerRef${number}`, 1000)),
  text('SalesChannel', 15),
  text('ShipInstructions', undefined, 'DeliveryInstruction'),
  text('InternalOrderNotes'),
  { write: 'OrderRounding', read: 'OrderRounding', kind: 'amount' },
];

export const ADD_FIELDS: readonly WriteField[] = [
  ...BOTH,
  text('UserGroup', 50),
  text('DocumentTemplate', 50),
  text('PaymentMethod', 100, 'DefaultPaymentType'),
  text('PaymentTerms', 50),
  text('BPAYCRN', 20),
  text('CurrencyCode', 3),
  { write: 'TaxInclusive', read: 'TaxInclusive', kind: 'boolean' },
  { write: 'TaxFreeShipping', read: 'TaxFreeShipping', kind: 'boolean' },
  { write: 'SignatureRequired', read: 'ShippingSignature', kind: 'boolean' },
  { write: 'ShippingCost', read: 'ShippingTotal', kind: 'amount' },
  { write: 'ShippingDiscount', read: 'ShippingDiscount', kind: 'amount' },
];

/** For a store that does not take OrderRounding in one of its actions. */
export function withoutRounding(fields: readonly WriteField[]): readonly WriteField[] {
  return fields.filter(({ write }) => write !== 'OrderRounding');
}

/** What UpdateOrder can change (reference, section 2.2: dates, tax flags, shipping cost and payments are not among it). */
export const UPDATE_FIELDS: readonly WriteField[] = [
  ...BOTH,
  { write: 'PickStatus', read: 'PickStatus', kind: 'enum', values: ['Complete', 'Incomplete'] },
  { write: 'ExportStatus', read: 'ExportStatus', kind: 'enum', values: EXPORT_STATUSES },
  { write: 'ExportedToWMS', read: 'ExportedToWMS', kind: 'enum', values: EXPORT_STATUSES },
];
