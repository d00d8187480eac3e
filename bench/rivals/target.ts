import { listOf, mustCall, type Store } from './neto.ts';
import type { SourceOrder, SourcePayment } from './source.ts';

const SKU = 'WEST-ITEM';
const ACCOUNT = { Username: 'west_store', EmailAddress: 'accounts@example.com' };

/** The one product and the one account that all copies name. */
export async function prepare(primary: Store): Promise<void> {
  const items = { SKU: [SKU], OutputSelector: ['SKU'], Page: '0', Limit: '1' };
  if (listOf((await mustCall(primary, 'GetItem', { Filter: items })).Item).length === 0)
    await mustCall(primary, 'AddItem', { Item: [{ SKU, Name: 'Item of the West store', DefaultPrice: '0' }] });
  const customers = { Username: [ACCOUNT.Username], OutputSelector: ['Username'], Page: '0', Limit: '1' };
  if (listOf((await mustCall(primary, 'GetCustomer', { Filter: customers })).Customer).length === 0)
    await mustCall(primary, 'AddCustomer', { Customer: [ACCOUNT] });
}

/** `N1001` becomes `W1001`. */
export function targetId({ OrderID }: SourceOrder): string {
  return OrderID.replace(/^N/, 'W');
}

interface Line {
  readonly SKU: string;
  readonly ProductName: string;
  readonly Quantity: string;
  readonly UnitPrice: string;
  readonly TaxCode: string;
}

export function orderToAdd(source: SourceOrder): Record<string, unknown> {
  return {
    OrderID: targetId(source),
    Username: ACCOUNT.Username,
    Email: ACCOUNT.EmailAddress,
    DatePlacedUTC: source['DatePlaced'],
    DateInvoiced: source['DateInvoiced'],
    ...addressOf(source, 'Bill'),
    ...addressOf(source, 'Ship'),
    SalesChannel: 'West',
    InternalOrderNotes: `West ${source.OrderID}, ${source['Username']}, ${source['Email']}`,
    TaxInclusive: source['TaxInclusive'],
    PaymentMethod: source['DefaultPaymentType'],
    ShippingMethod: source['ShippingOption'],
    ShippingCost: source['ShippingTotal'],
    OrderLine: listOf<Line>(source.OrderLine).map((line) => ({
      SKU,
      ItemDescription: `${line.SKU} ${line.ProductName}`.slice(0, 255),
      Quantity: line.Quantity,
      UnitPrice: line.UnitPrice,
      TaxFree: line.TaxCode === 'FREE' ? 'True' : 'False',
      WarehouseName: 'Virtual',
    })),
  };
}

/** The names for writing are others than those for reading. */
function addressOf(source: SourceOrder, side: 'Bill' | 'Ship'): Record<string, unknown> {
  const names = {
    FirstName: 'FirstName', LastName: 'LastName', Company: 'Company', Street1: 'StreetLine1', Street2: 'StreetLine2',
    City: 'City', State: 'State', PostCode: 'PostCode', Country: 'Country', ContactPhone: 'Phone',
  }; // biome-ignore format: a table
  return Object.fromEntries(
    Object.entries(names).map(([write, read]) => [`${side}${write}`, source[`${side}${read}`] ?? '']),
  );
}

/** A payment is written with its day alone: that of the secondary. */
const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Perth' });

export function paymentToAdd(source: SourceOrder, payment: SourcePayment): Record<string, unknown> {
  return {
    OrderID: targetId(source),
    AmountPaid: payment.Amount,
    PaymentMethodName: payment.PaymentType,
    DatePaid: day.format(new Date(`${payment.DatePaid.replace(' ', 'T')}Z`)),
    CardAuthorisation: `West ${payment.Id}`,
  };
}
