import { METHOD, type OrderDraft, zones } from './order-draft.ts';
import { dollars, netoTimeOf, type StoreName, type Stores } from './truth.ts';

/** @param draft of which all but its kind's own events is open @param random in [0, 1) @returns it and what grows out of it */
export type Kind = (draft: OrderDraft, random: () => number) => readonly OrderDraft[];

export function paidAtOnce(draft: OrderDraft): OrderDraft[] {
  return [
    draft
      .place()
      .pay(draft.placedAt + 60_000)
      .dispatch(),
  ];
}

/** @param sku of what comes back; that of the order's first line when left out */
export function giveBack(draft: OrderDraft, given: (rmaId: string) => void, sku = draft.lines[0]?.sku ?? ''): void {
  const { truth } = draft;
  const at = draft.after(30);
  const [line] = draft.lines;
  if (line === undefined) return;
  draft.afterCopy(
    at,
    (stores) => {
      const { RmaID } = stores[truth.store].panel.addRma({
        OrderID: truth.sourceId,
        RmaLine: [{ SKU: sku, Quantity: 1, RefundSubtotal: dollars(line.cents), ReturnReason: 'Too small' }],
        Refund: [refundOf(line.cents, at)],
      });
      truth.creditCents += line.cents;
      given(RmaID);
    },
    1,
  );
}

export function refundOf(cents: number, at: number) {
  return {
    RefundAmount: dollars(cents),
    PaymentMethodName: METHOD,
    RefundStatus: 'Refunded',
    DateRefunded: netoTimeOf(at).slice(0, 10),
  };
}

/** Paid at once; then something becomes of that payment. */
export function withPayment(draft: OrderDraft, then: (id: string, stores: Stores) => void): OrderDraft[] {
  let id = '';
  draft
    .place()
    .pay(draft.placedAt + 60_000, draft.total(), (paymentId) => {
      id = paymentId;
    })
    .dispatch()
    .afterCopy(draft.after(9), (stores) => then(id, stores), 1);
  return [draft];
}

/** As staff key it in Sydney at noon, on the day on which the order's own store shows it. */
export function keyedOn(at: number, store: StoreName): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zones[store], dateStyle: 'short' }).format(at);
  return `${day} 02:00:00`;
}
