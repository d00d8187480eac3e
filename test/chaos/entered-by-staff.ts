import type { Arena } from './arena.ts';
import type { FreshOrder } from './fresh-orders.ts';
import { dollars } from './population.ts';

export const HOW = ['whole', 'in two parts', 'a cent off'] as const;
export type How = (typeof HOW)[number];

export interface Entered {
  /** The primary's own. */
  readonly ids: readonly string[];
  /** As the snapshot names them. */
  readonly names: readonly string[];
}

/** The amounts in cents that staff key for one. */
function keyed(cents: number, how: How): number[] {
  if (how === 'whole') return [cents];
  return how === 'a cent off' ? [cents - 1] : [5_000, cents - 5_000];
}

/** An order in two parts is entered whole, and its payment in two parts. */
export function enterOrder({ main }: Arena, { order, copy }: FreshOrder, how: How, number: string): Entered {
  const { OrderLine: _, OrderPayment: payments = [], DateUpdated: __, ...rest } = order;
  main.panel.addOrder({
    ...rest,
    OrderID: number,
    Username: 'ann',
    ShippingOption: 'Post',
    ShippingTotal: how === 'a cent off' ? '5.01' : '5.00',
    OrderLine: copy.lines.map(({ sku, quantity, cents }) => ({
      SKU: sku,
      Quantity: quantity,
      UnitPrice: dollars(cents),
    })),
  });
  const names = [`order ${number}`];
  for (const { Amount, DatePaid = '' } of payments) {
    const parts =
      how === 'in two parts' ? ['10.00', dollars(Math.round(Number(Amount) * 100) - 1_000)] : [String(Amount)];
    for (const AmountPaid of parts) {
      const money = { AmountPaid, PaymentMethodName: 'PayPal', DatePaid };
      names.push(`payment ${main.panel.addPayment({ OrderID: number, ...money }).PaymentID}`);
    }
  }
  return { ids: [number], names };
}

export function enterPayments({ main }: Arena, { copy, order }: FreshOrder, how: How): Entered {
  const ids = [...copy.payments.values()].flatMap((cents) =>
    keyed(cents, how).map((part) => {
      const money = { AmountPaid: dollars(part), PaymentMethodName: 'PayPal', DatePaid: String(order.DatePlaced) };
      return main.panel.addPayment({ OrderID: copy.targetId, ...money }).PaymentID;
    }),
  );
  return { ids, names: ids.map((id) => `payment ${id}`) };
}

export function enterReturns({ main }: Arena, { copy, order }: FreshOrder, how: How): Entered {
  const day = String(order.DateInvoiced);
  const ids = [...copy.returns.values()].flatMap((cents) =>
    keyed(cents, how).map((part) => {
      const refund = { RefundAmount: dollars(part), PaymentMethodName: 'PayPal' };
      const { RmaID } = main.panel.addRma({
        OrderID: copy.targetId,
        RmaStatus: 'Closed',
        DateIssued: day,
        RmaLine: [{ SKU: copy.lines[0]?.sku ?? '', Quantity: 1, RefundSubtotal: dollars(part) }],
        Refund: [{ ...refund, RefundStatus: 'Refunded', DateRefunded: day }],
      });
      return RmaID;
    }),
  );
  return { ids, names: ids.map((id) => `return ${id}`) };
}
