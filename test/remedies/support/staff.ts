import type { FakeStore, OrderSeed } from '../../../src/fake-store/index.ts';

type Buyer = ReturnType<FakeStore['orders']>[number];
type Rows = readonly { readonly name: string; readonly value: string }[];

/** What is keyed where the program leaves the number to the primary. */
const OWN_NUMBER = 'N7001';

const valueIn = (rows: Rows, name: string): string => rows.find((row) => row.name === name)?.value ?? '';
const each = (rows: Rows, name: string): string[] => rows.filter((row) => row.name === name).map(({ value }) => value);

function part(pattern: RegExp, text: string): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`What is to be keyed does not say ${pattern}: ${JSON.stringify(text)}`);
  return found;
}

/** `line 2 × MUG at 11.00, less 10 %, less 1.00, GST in it 1.80` */
function lineOf(text: string) {
  const isFree = /free of GST/.test(text);
  return {
    SKU: part(/^\S+ × (\S+)/, text).replace(/^a$/, 'FEE'),
    Quantity: part(/^(\S+) × /, text),
    UnitPrice: part(/ at ([\d.]+)/, text),
    PercentDiscount: /less ([\d.]+) %/.exec(text)?.[1] ?? '0',
    ProductDiscount: /less ([\d.]+)(?! ?%)(?:,| on|$)/.exec(text)?.[1] ?? '0',
    ...(isFree ? { TaxFree: true } : {}),
  };
}

type Line = ReturnType<typeof lineOf>;

/** Where a store shows the GST of no line, that of the order tells which of them has it. */
function withTax(lines: readonly Line[], rows: Rows): Line[] {
  const whole = part(/GST in it ([\d.]+)/, valueIn(rows, 'total'));
  const taxed = lines.findIndex(
    ({ UnitPrice, Quantity }) => ((Number(UnitPrice) * Number(Quantity)) / 11).toFixed(2) === whole,
  );
  const isHidden = each(rows, 'line').every((text) => text.includes('its GST is not shown'));
  return lines.map((line, place) => (isHidden && taxed >= 0 && place !== taxed ? { ...line, TaxFree: true } : line));
}

/** `coupon 5.00, as discounts on the lines` */
function withCoupon(lines: readonly Line[], rows: Rows): Line[] {
  const off = Number(/^[\d.]+/.exec(valueIn(rows, 'coupon'))?.[0] ?? '0');
  return lines.map((line, place) =>
    place === 0 ? { ...line, ProductDiscount: (Number(line.ProductDiscount) + off).toFixed(2) } : line,
  );
}

/** In two lines where only a part of it has GST. */
function surchargeLines(text: string) {
  const line = {
    SKU: part(/1 × (\S+)/, text)
      .replace(/^a$/, 'FEE')
      .replace(/,$/, ''),
    Quantity: 1,
  };
  const whole = part(/^([\d.]+)/, text);
  const [, taxed] = /([\d.]+) of it with GST/.exec(text) ?? [];
  if (taxed === undefined)
    return [{ ...line, UnitPrice: whole, ...(/free of GST/.test(text) ? { TaxFree: true } : {}) }];
  const rest = (Number(whole) - Number(taxed)).toFixed(2);
  return [
    { ...line, UnitPrice: taxed },
    { ...line, UnitPrice: rest, TaxFree: true },
  ];
}

/** `a method of your choice (Zip in west)` */
const chosen = (method: string, own: string): string => (method.startsWith('a method of your choice') ? own : method);

/** A person at the primary's control panel, who has what `quarantine show` says and nothing else. @returns the number */
export function keyOrder(primary: FakeStore, rows: Rows, buyer: Buyer | undefined): string {
  const number = valueIn(rows, 'number');
  const OrderID = number.includes(' ') ? OWN_NUMBER : number;
  const surcharge = valueIn(rows, 'surcharge');
  const shipping = valueIn(rows, 'shipping');
  const lines = each(rows, 'line').map(lineOf);
  const seed: OrderSeed = {
    OrderID,
    OrderStatus: part(/^(\w+),/, valueIn(rows, 'status')),
    DatePlaced: `${part(/^([\d-]+)/, valueIn(rows, 'date placed').replace('none known', '2026-07-10'))} 02:00:00`,
    ...(/^\d/.test(valueIn(rows, 'invoice date')) ? { DateInvoiced: valueIn(rows, 'invoice date') } : {}),
    ...(/^\d/.test(valueIn(rows, 'due date')) ? { DatePaymentDue: `${valueIn(rows, 'due date')} 00:00:00` } : {}),
    // The buyer is looked up in the order's own store.
    Username: valueIn(rows, 'account')
      .replace(/^the account of its buyer.*/, buyer?.Username ?? '')
      .replace(/, or .*/, ''),
    BillFirstName: buyer?.BillFirstName ?? '',
    BillLastName: buyer?.BillLastName ?? '',
    BillCompany: buyer?.BillCompany ?? '',
    Email: buyer?.Email ?? '',
    TaxInclusive: valueIn(rows, 'prices') === 'prices include GST' ? 'True' : 'False',
    ShippingOption: chosen(valueIn(rows, 'shipping method'), 'Post'),
    ShippingTotal: /^[\d.]+/.exec(shipping)?.[0] ?? '0',
    ShippingDiscount: valueIn(rows, 'shipping discount') || '0',
    OrderLine: [
      ...withCoupon(withTax(lines, rows), rows),
      ...each(rows, 'not explained').map((text) => ({
        SKU: 'FEE',
        Quantity: 1,
        UnitPrice: `${/less than/.test(text) ? '-' : ''}${part(/^([\d.]+)/, text)}`,
        ...(/free of GST/.test(text) ? { TaxFree: true } : {}),
      })),
      ...(surcharge === '' ? [] : surchargeLines(surcharge)),
    ].map((line) => ({ ...line, WarehouseName: valueIn(rows, 'warehouse') })),
  };
  primary.panel.addOrder(seed);
  for (const payment of each(rows, 'payment')) keyPaymentOn(primary, OrderID, payment);
  return OrderID;
}

/** `payment 11.00 by Cash on 2026-07-11`, `on W100`. @returns the primary's own id */
export function keyPayment(primary: FakeStore, rows: Rows): string {
  return keyPaymentOn(primary, valueIn(rows, 'on'), valueIn(rows, 'payment'));
}

function keyPaymentOn(primary: FakeStore, OrderID: string, text: string): string {
  const { PaymentID } = primary.panel.addPayment({
    OrderID,
    AmountPaid: part(/^(-?[\d.]+)/, text),
    PaymentMethodName: chosen(part(/ by (.+) on /, text), 'Cash'),
    DatePaid: `${part(/ on ([\d-]+)/, text.replace('no day', '2026-07-12'))} 02:00:00`,
  });
  return PaymentID;
}

/** `return 11.00, GST in it 1.00, on 2026-07-13`, its lines, and what was paid out. @returns the primary's own id */
export function keyReturn(primary: FakeStore, rows: Rows): string {
  const text = valueIn(rows, 'return');
  const day = part(/on ([\d-]+)$/, text);
  const { RmaID } = primary.panel.addRma({
    OrderID: valueIn(rows, 'on'),
    StaffUsername: 'anna',
    DateIssued: day,
    RmaLine: each(rows, 'line').map((line) => ({
      SKU: part(/× (\S+),/, line),
      Quantity: part(/^(\S+) ×/, line),
      RefundSubtotal: part(/, ([\d.]+), GST/, line),
    })),
    Refund: valueIn(rows, 'paid out')
      .split(', ')
      .filter(Boolean)
      .map((paid) => ({
        RefundAmount: part(/^([\d.]+)/, paid),
        PaymentMethodName: part(/ by (.+)$/, paid),
        RefundStatus: 'Refunded',
        DateRefunded: day,
      })),
  });
  return RmaID;
}

/** As it stands in its own store, field by field. @returns the number */
export function copyByHand(store: FakeStore, primary: FakeStore, id: string, number = OWN_NUMBER): string {
  const order = store.order(id);
  if (order === undefined) throw new Error(`There is no ${id} to copy from`);
  const { OrderLine, StickyNotes: _, DateUpdated: __, ...head } = order;
  const lines = OrderLine.map(({ SKU, Quantity, UnitPrice }) => ({ SKU, Quantity, UnitPrice }));
  primary.panel.addOrder({ ...head, OrderID: number, Username: 'west_store', OrderLine: lines });
  return number;
}
