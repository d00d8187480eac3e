import type { Address, AddressPart } from '../../model/address.ts';
import type { Order, OrderLine } from '../../model/order.ts';
import { fieldKey } from '../field-key.ts';
import type { Cells } from './cells.ts';

export const taxTotalNames = ['Total Tax', 'Order Tax', 'Tax Total'] as const;
export const lineTaxNames = ['Order Line Tax', 'Order Line Tax Amount', 'Line Tax'] as const;

/**
 * The columns of each field of an order that a table can give, by the field's name in the normal form. Neto's own name
 * comes first. By these an order is read, and by these it is known what a file does not say of it.
 */
export const columnsOfOrder = {
  relatedOrderId: ['Parent Order ID', 'Related Order ID'],
  status: ['Order Status'],
  type: ['Order Type'],
  approval: ['Approved'],
  username: ['Username'],
  email: ['Email', 'Email Address'],
  userGroup: ['User Group'],
  purchaseOrderNumber: ['Purchase Order ID', 'Purchase Order Number'],
  salesPerson: ['Sales Person'],
  salesChannel: ['Sales Channel'],
  deliveryInstruction: ['Customer Instructions', 'Delivery Instruction'],
  internalNotes: ['Internal Notes', 'Internal Order Notes'],
  paymentMethod: ['Payment Method'],
  paymentTerms: ['Payment Terms'],
  shippingMethod: ['Shipping Method', 'Ship Method', 'Shipping Option'],
  signatureRequired: ['Signature Required'],
  currency: ['Currency Code', 'Currency'],
  taxInclusive: ['Tax Inclusive'],
  couponCode: ['Coupon Code'],
  grandTotal: ['Grand Total', 'Order Total'],
  orderTax: taxTotalNames,
  shippingTotal: ['Shipping Cost', 'Shipping Total'],
  shippingTax: ['Tax Free Shipping', 'Shipping Tax'],
  shippingDiscount: ['Shipping Discount Amount', 'Shipping Discount'],
  placedAt: ['Date Placed'],
  requiredAt: ['Date Required'],
  paidAt: ['Date Paid'],
  paymentDueAt: ['Payment Due Date', 'Date Payment Due'],
  invoicedOn: ['Date Invoiced'],
  completedOn: ['Date Completed'],
} as const satisfies Partial<Record<keyof Order, readonly string[]>>;

/** The same of a line. */
export const columnsOfLine = {
  id: ['Order Line ID', 'Order Line Reference'],
  sku: ['Order Line SKU', 'SKU'],
  name: ['Order Line Description', 'Product Name'],
  itemNotes: ['Order Line Notes', 'Item Notes'],
  quantity: ['Order Line Qty', 'Qty', 'Quantity'],
  unitPrice: ['Order Line Unit Price', 'Unit Price'],
  tax: ['Order Line Tax Free', ...lineTaxNames],
  percentDiscount: ['Order Line Discount Percent'],
  productDiscount: ['Order Line Discount Amount', 'Discount'],
  costPrice: ['Order Line Unit Cost'],
  warehouseName: ['Order Line Warehouse Name'],
  serialNumber: ['Order Line Serial Number'],
  extraOptions: ['Order Line Options', 'Extra Options'],
} as const satisfies Partial<Record<keyof OrderLine, readonly string[]>>;

function addressColumns(kind: 'Bill' | 'Ship'): Readonly<Record<AddressPart | 'fullName', readonly string[]>> {
  return {
    fullName: [`${kind} Full Name`],
    firstName: [`${kind} First Name`],
    lastName: [`${kind} Last Name`],
    company: [`${kind} Company`, ...(kind === 'Ship' ? ['Company'] : [])],
    street1: [`${kind} Address Line 1`, `${kind} Street Address Line 1`, `${kind} Street Line 1`, `${kind} Address`],
    street2: [`${kind} Address Line 2`, `${kind} Street Address Line 2`, `${kind} Street Line 2`],
    city: [`${kind} City`, `${kind} Suburb`],
    state: [`${kind} State`],
    postCode: [`${kind} Post Code`],
    country: [`${kind} Country`],
    phone: [`${kind} Phone`],
  };
}

/** The same of an address; `fullName` stands in for the two names where these have no columns. */
export const columnsOfAddress = { Bill: addressColumns('Bill'), Ship: addressColumns('Ship') };

/**
 * The fields that the columns of a table give: `salesPerson`, `billing.city`, `lines.name`.
 * @param keys of its columns, and of values given for the whole file
 */
export function fieldsGiven(keys: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const groups: readonly (readonly [string, Readonly<Record<string, readonly string[]>>])[] = [
    ['', columnsOfOrder],
    ['lines.', columnsOfLine],
    ['billing.', columnsOfAddress.Bill],
    ['shipping.', columnsOfAddress.Ship],
  ];
  for (const [group, columns] of groups) {
    for (const [field, names] of Object.entries(columns)) {
      if (names.some((name) => keys.has(fieldKey(name)))) found.add(`${group}${field}`);
    }
  }
  return found;
}

/** @param kind `Bill` or `Ship` */
export function readAddressCells(cells: Cells, kind: 'Bill' | 'Ship'): Address {
  const columns = columnsOfAddress[kind];
  const full = cells.text(...columns.fullName);
  const space = full.indexOf(' ');
  const [first, last] = space === -1 ? [full, ''] : [full.slice(0, space), full.slice(space + 1)];
  return {
    firstName: cells.text(...columns.firstName) || first,
    lastName: cells.text(...columns.lastName) || last,
    company: cells.text(...columns.company),
    street1: cells.text(...columns.street1),
    street2: cells.text(...columns.street2),
    city: cells.text(...columns.city),
    state: cells.text(...columns.state),
    postCode: cells.text(...columns.postCode),
    country: cells.text(...columns.country),
    phone: cells.text(...columns.phone),
  };
}
