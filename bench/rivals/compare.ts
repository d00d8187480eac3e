import type { StoreContents } from '../messages.ts';

/** What is wrong in the primary, by what the two stores hold. No tool's word counts. */
export interface Wrong {
  /** In the primary more often than in the secondary. */
  readonly doubled: number;
  readonly lost: number;
  /** There, with another amount, day, line, status. */
  readonly differ: number;
}

export interface Wrongs {
  readonly orders: Wrong;
  readonly payments: Wrong;
}

type Order = StoreContents['orders'][number];
type Payment = StoreContents['payments'][number];

const SECONDARY_ZONE = 'Australia/Perth';
const PRIMARY_ZONE = 'Australia/Sydney';

/** The primary was empty before. */
export function compareStores(secondary: StoreContents, primary: StoreContents): Wrongs {
  const copies = new Map(primary.orders.map((order) => [order.OrderID, order]));
  const sources = new Map(secondary.orders.map((order) => [targetOf(order.OrderID), order]));
  const pairs = [...sources].flatMap(([id, source]) => {
    const copy = copies.get(id);
    return copy === undefined ? [] : [[source, copy] as const];
  });
  const orders = {
    doubled: primary.orders.filter(({ OrderID }) => !sources.has(OrderID)).length,
    lost: sources.size - pairs.length,
    differ: pairs.filter(([source, copy]) => orderText(source) !== orderText(copy)).length,
  };
  return { orders, payments: comparePayments(secondary, primary) };
}

export function isAnyWrong({ orders, payments }: Wrongs): boolean {
  return [orders, payments].some(({ doubled, lost, differ }) => doubled + lost + differ > 0);
}

export function sumOf(all: readonly Wrongs[]): Wrongs {
  const total = (entity: keyof Wrongs, kind: keyof Wrong) => all.reduce((sum, wrongs) => sum + wrongs[entity][kind], 0);
  const wrong = (entity: keyof Wrongs): Wrong => {
    return { doubled: total(entity, 'doubled'), lost: total(entity, 'lost'), differ: total(entity, 'differ') };
  };
  return { orders: wrong('orders'), payments: wrong('payments') };
}

function comparePayments(secondary: StoreContents, primary: StoreContents): Wrong {
  const [sources, copies] = [
    Map.groupBy(secondary.payments, ({ OrderID }) => targetOf(OrderID)),
    Map.groupBy(primary.payments, ({ OrderID }) => OrderID),
  ];
  const total = { doubled: 0, lost: 0, differ: 0 };
  for (const id of new Set([...sources.keys(), ...copies.keys()])) {
    const more = (copies.get(id) ?? []).map((payment) => paymentText(payment, PRIMARY_ZONE));
    const missing: string[] = [];
    for (const payment of sources.get(id) ?? []) {
      const text = paymentText(payment, SECONDARY_ZONE);
      const place = more.indexOf(text);
      if (place === -1) missing.push(text);
      else more.splice(place, 1);
    }
    const differ = Math.min(more.length, missing.length);
    total.differ += differ;
    total.doubled += more.length - differ;
    total.lost += missing.length - differ;
  }
  return total;
}

function targetOf(id: string): string {
  return id.replace(/^N/, 'W');
}

/** What of an order reaches the books. Its product and account are others on purpose. */
function orderText(order: Order): string {
  const { OrderStatus, CompleteStatus, DateInvoiced, DatePlaced, TaxInclusive } = order;
  const amounts = [order.GrandTotal, order.OrderTax, order.ShippingTotal].map(amountText);
  const lines = order.OrderLine.map(({ Quantity, UnitPrice, TaxCode }) => {
    return [amountText(Quantity), amountText(UnitPrice), TaxCode].join(' ');
  });
  const places = [order.BillLastName, order.BillStreetLine1, order.ShipPostCode];
  return [OrderStatus, CompleteStatus, DateInvoiced, DatePlaced, TaxInclusive, ...amounts, ...lines, ...places].join(
    '\n',
  );
}

function paymentText({ AmountPaid, PaymentMethodName, DatePaid }: Payment, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(`${DatePaid.replace(' ', 'T')}Z`));
  return [amountText(AmountPaid), PaymentMethodName, day].join(' ');
}

/** In thousandths, so that `9.95` and `9.950` are one. */
function amountText(text: string): string {
  return String(Math.round(Number(text) * 1000));
}
