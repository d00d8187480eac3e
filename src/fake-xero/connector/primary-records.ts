import { z } from 'zod';

const text = z.string().default('');
const lineSchema = z.object({
  SKU: text,
  ProductName: text,
  Quantity: text,
  UnitPrice: text,
  TaxCode: text,
  PercentDiscount: text,
  ProductDiscount: text,
  CouponDiscount: text,
  ComponentOfKit: text,
});

const orderSchema = z.object({
  OrderID: z.string(),
  Username: text,
  Email: text,
  PurchaseOrderNumber: text,
  OrderType: text,
  OrderStatus: text,
  CompleteStatus: text,
  ExportStatus: text,
  TaxInclusive: text,
  TaxFreeShipping: text,
  GrandTotal: text,
  OrderTax: text,
  ShippingTotal: text,
  ShippingDiscount: text,
  SurchargeTotal: text,
  CouponDiscount: text,
  OrderRounding: text,
  CurrencyCode: text,
  DateInvoiced: text,
  DatePaymentDue: text,
  BillFirstName: text,
  BillLastName: text,
  BillCompany: text,
  OrderLine: z.array(lineSchema).default([]),
});

const paymentSchema = z.object({
  PaymentID: z.string(),
  OrderID: z.string(),
  AmountPaid: z.string(),
  DatePaid: text,
  PaymentMethod: text,
  PaymentMethodName: text,
  CardAuthorisation: text,
  AuthorisationMessage: text,
});

const rmaSchema = z.object({
  RmaID: z.string(),
  OrderID: z.string(),
  RmaStatus: text,
  RefundTotal: text,
  RefundTaxTotal: text,
  DateIssued: text,
  DateApproved: text,
  CurrencyCode: text,
  RmaLine: z.array(z.object({ ProductName: text, SKU: text })).default([]),
});

const recordsSchema = z.object({
  store: z.object({
    timezone: z.string(),
    currency: z.string(),
    paymentMethods: z.array(z.object({ id: z.string(), name: z.string(), acc_code: text })),
  }),
  orders: z.array(orderSchema),
  payments: z.array(paymentSchema),
  rmas: z.array(rmaSchema),
});

export type PrimaryRecords = z.output<typeof recordsSchema>;
export type PrimaryOrder = PrimaryRecords['orders'][number];
export type PrimaryLine = PrimaryOrder['OrderLine'][number];
export type PrimaryPayment = PrimaryRecords['payments'][number];
export type PrimaryRma = PrimaryRecords['rmas'][number];

/**
 * What the primary store holds, read where its own parts read: over its socket, and from nothing of the program.
 * @throws Error where the store does not show it
 */
export async function readPrimary({
  url,
  key,
}: {
  readonly url: string;
  readonly key: string;
}): Promise<PrimaryRecords> {
  const response = await fetch(`${url}/control/records`, { headers: { NETOAPI_KEY: key } }).catch((cause: unknown) => {
    throw new Error(`The primary at ${url} does not answer`, { cause });
  });
  if (!(response.headers.get('content-type') ?? '').includes('json')) {
    throw new Error(`The primary at ${url} does not show its records: is it a fake store, and the key its own?`);
  }
  return recordsSchema.parse(await response.json());
}

/** The spellings of yes and no that the store keeps; `otherwise` for none. */
export function isYes(value: string, otherwise = false): boolean {
  const lower = value.toLowerCase();
  return lower === '' ? otherwise : ['true', 'y', 'yes', '1'].includes(lower);
}
