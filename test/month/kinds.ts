import { type Line, linesOf, METHOD, OrderDraft } from './order-draft.ts';
import { plantedKinds } from './planted-kinds.ts';
import { giveBack, type Kind, keyedOn, paidAtOnce, refundOf, withPayment } from './steps.ts';
import { dollars, netoTimeOf, type Stores } from './truth.ts';

/** What happens to orders, and how many of 1,000 are of each kind. */
export const kinds: Readonly<Record<string, { readonly ofThousand: number; readonly plan: Kind }>> = {
  'paid at once': { ofThousand: 400, plan: paidAtOnce },
  'paid later': { ofThousand: 150, plan: paidLater },
  'paid in two parts': { ofThousand: 50, plan: paidInParts },
  'never paid': { ofThousand: 30, plan: (draft) => [draft.place().dispatch()] },
  'edited before it is invoiced': { ofThousand: 50, plan: editedBefore },
  'cancelled before it is invoiced': { ofThousand: 40, plan: cancelledBefore },
  'split before it is invoiced': { ofThousand: 25, plan: splitBefore },
  'combined before it is invoiced': { ofThousand: 25, plan: combinedBefore },
  returned: { ofThousand: 40, plan: returned },
  'noted after the copy': { ofThousand: 20, plan: notedAfter },
  'given a tracking number after the copy': { ofThousand: 30, plan: trackedAfter },
  'cancelled after the copy, unpaid': { ofThousand: 12, plan: cancelledUnpaid },
  'noted on both sides': { ofThousand: 4, plan: notedOnBothSides },
  'noted after staff deleted the copy': { ofThousand: 4, plan: copyDeleted },
  'copied, and its copy deleted by staff': { ofThousand: 3, plan: onlyDeleted },
  'copied, and its copy changed by staff': { ofThousand: 3, plan: copyChanged },
  'deleted in its store after the copy': { ofThousand: 4, plan: sourceDeleted },
  'lines edited after the copy': { ofThousand: 10, plan: editedAfter },
  'cancelled after it was copied and paid': { ofThousand: 8, plan: cancelledPaid },
  'split after the copy': { ofThousand: 6, plan: splitAfter },
  'refunded after its return was copied': { ofThousand: 5, plan: refundedLate },
  'payment changed after the copy': { ofThousand: 5, plan: paymentChanged },
  'payment deleted after the copy': { ofThousand: 5, plan: paymentDeleted },
  'payment keyed by staff in the primary': { ofThousand: 5, plan: paymentKeyed },
  ...plantedKinds,
};

function paidLater(draft: OrderDraft, random: () => number): OrderDraft[] {
  return [
    draft
      .place()
      .dispatch()
      .pay(draft.after(1 + random() * 144)),
  ];
}

function paidInParts(draft: OrderDraft, random: () => number): OrderDraft[] {
  const first = Math.floor(draft.total() / 3);
  const rest = draft.total() - first;
  return [
    draft
      .place()
      .pay(draft.placedAt + 60_000, first)
      .dispatch()
      .pay(draft.after(1 + random() * 72), rest),
  ];
}

function oneMore(lines: readonly Line[]): Line[] {
  return lines.map((line, index) => (index === 0 ? { ...line, quantity: line.quantity + 1 } : line));
}

function editedBefore(draft: OrderDraft): OrderDraft[] {
  const lines = oneMore(draft.lines);
  const { store, sourceId } = draft.truth;
  draft
    .place()
    .on((draft.placedAt + draft.dispatchedAt) / 2, (stores) =>
      stores[store].panel.changeOrder(sourceId, { OrderLine: linesOf(lines) }),
    );
  return [draft.dispatch(draft.total(lines)).pay(draft.after(5), draft.total(lines))];
}

function cancel({ truth: { store, sourceId } }: OrderDraft) {
  return (stores: Stores): void => {
    stores[store].panel.changeOrder(sourceId, { OrderStatus: 'Cancelled' });
  };
}

function cancelledBefore(draft: OrderDraft): OrderDraft[] {
  return [draft.place().on(draft.dispatchedAt, cancel(draft))];
}

const EXTRA: Line = { sku: 'LAMP', quantity: 1, cents: 4_995 };

/** The order is placed with one line more, which goes to a backorder of its own. */
function splitOff(draft: OrderDraft, dispatchedAt: number): { readonly whole: Line[]; readonly backorder: OrderDraft } {
  const { number, kind, ...options } = draft.options;
  const backorder = new OrderDraft({
    ...options,
    number: `${number}-1`,
    kind: `${kind}: the backorder`,
    lines: [EXTRA],
    shipping: 0,
    placedAt: (draft.placedAt + draft.dispatchedAt) / 2,
    dispatchedAt,
  });
  return { whole: [...draft.lines, EXTRA], backorder };
}

function splitBefore(draft: OrderDraft, random: () => number): OrderDraft[] {
  const { store, sourceId } = draft.truth;
  const { whole, backorder } = splitOff(draft, draft.after(random() * 72));
  draft
    .place({ OrderLine: linesOf(whole) })
    .on(backorder.placedAt, (stores) => stores[store].panel.changeOrder(sourceId, { OrderLine: linesOf(draft.lines) }))
    .dispatch()
    .pay(draft.after(4));
  backorder.place({ RelatedOrderID: sourceId }).dispatch().pay(backorder.after(4));
  return [draft, backorder];
}

function splitAfter(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  const { whole, backorder } = splitOff(draft, draft.dispatchedAt);
  const cents = draft.total(whole);
  draft
    .place({ OrderLine: linesOf(whole) })
    .dispatch(cents)
    .afterCopy(draft.after(6), (stores) => {
      const { panel } = stores[truth.store];
      const { DateInvoiced = '' } = stores[truth.store].order(truth.sourceId) ?? {};
      panel.changeOrder(truth.sourceId, { OrderLine: linesOf(draft.lines) });
      backorder.place({ RelatedOrderID: truth.sourceId, OrderStatus: 'Dispatched', DateInvoiced, DateUpdated: '' });
      for (const { act } of backorder.happenings.splice(0)) act(stores);
      truth.held.push({ entity: 'orders', sourceId: truth.sourceId, code: 'changed-after-copy' });
      truth.differences.push({ kind: 'different', entity: 'order', sourceId: truth.sourceId });
      backorder.truth.held.push({ entity: 'orders', sourceId: backorder.truth.sourceId, code: 'split-after-copy' });
      backorder.truth.differences.push({ kind: 'missing', entity: 'order', sourceId: backorder.truth.sourceId });
    });
  return [draft, backorder];
}

/** A second order of the same shopper is put together with it; a third stands for both. */
function combinedBefore(draft: OrderDraft): OrderDraft[] {
  const { number, ...options } = draft.options;
  const middle = (draft.placedAt + draft.dispatchedAt) / 2;
  const second = new OrderDraft({ ...options, number: `${Number(number) + 300_000}`, lines: [EXTRA], shipping: 0 });
  const both = new OrderDraft({
    ...options,
    number: `${Number(number) + 600_000}`,
    lines: [...draft.lines, EXTRA],
    placedAt: middle,
  });
  draft.place().on(middle, cancel(draft));
  second.place().on(middle, cancel(second));
  both.place({ RelatedOrderID: draft.truth.sourceId }).dispatch().pay(both.after(3));
  return [draft, second, both];
}

function returned(draft: OrderDraft): OrderDraft[] {
  const drafts = paidAtOnce(draft);
  giveBack(draft, () => {});
  return drafts;
}

function refundedLate(draft: OrderDraft): OrderDraft[] {
  const drafts = paidAtOnce(draft);
  const { truth } = draft;
  let rmaId = '';
  giveBack(draft, (id) => {
    rmaId = id;
  });
  const [line] = draft.lines;
  draft.happenings.push({
    at: draft.after(60),
    truth,
    ready: ({ main }) => main.rmas().some(({ OrderID }) => OrderID === truth.targetId),
    act: (stores) => {
      const at = draft.after(60);
      stores[truth.store].panel.changeRma(rmaId, {
        RmaLine: [
          { SKU: line?.sku ?? '', Quantity: 1, RefundSubtotal: dollars(line?.cents ?? 0), ReturnReason: 'Too small' },
        ],
        ShippingRefundAmount: '1.00',
        Refund: [refundOf(line?.cents ?? 0, at), refundOf(100, at)],
      });
      truth.held.push({ entity: 'rmas', sourceId: rmaId, code: 'refund-after-copy' });
      truth.differences.push({ kind: 'different', entity: 'refund', sourceId: truth.sourceId });
    },
  });
  return drafts;
}

function editedAfter(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  return [
    draft
      .place()
      .dispatch()
      .afterCopy(draft.after(7), (stores) => {
        stores[truth.store].panel.changeOrder(truth.sourceId, { OrderLine: linesOf(oneMore(draft.lines)) });
        truth.held.push({ entity: 'orders', sourceId: truth.sourceId, code: 'changed-after-copy' });
        truth.differences.push({ kind: 'different', entity: 'order', sourceId: truth.sourceId });
      }),
  ];
}

function cancelledPaid(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  const drafts = paidAtOnce(draft);
  draft.afterCopy(
    draft.after(20),
    (stores) => {
      cancel(draft)(stores);
      truth.held.push({ entity: 'orders', sourceId: truth.sourceId, code: 'cancelled-after-copy' });
      truth.differences.push({ kind: 'different', entity: 'order', sourceId: truth.sourceId });
    },
    1,
  );
  return drafts;
}

function paymentChanged(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  return withPayment(draft, (id, stores) => {
    stores[truth.store].panel.changePayment(id, { AmountPaid: dollars(draft.total() - 100) });
    truth.held.push({ entity: 'payments', sourceId: id, code: 'payment-changed-after-copy' });
    truth.differences.push({ kind: 'different', entity: 'payment', sourceId: id });
  });
}

function paymentDeleted(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  return withPayment(draft, (id, stores) => {
    stores[truth.store].panel.removePayment(id);
    truth.held.push({ entity: 'payments', sourceId: id, code: 'payment-gone' });
    truth.differences.push({ kind: 'extra', entity: 'payment', sourceId: truth.targetId });
  });
}

/** Staff enters the money in the primary before the secondary's own payment comes: perhaps the same one. */
function paymentKeyed(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  return [
    draft
      .place()
      .dispatch()
      .afterCopy(draft.after(5), ({ main, ...stores }) => {
        const at = draft.after(5);
        const money = { AmountPaid: dollars(draft.total()), PaymentMethodName: METHOD };
        main.panel.addPayment({ OrderID: truth.targetId, ...money, DatePaid: keyedOn(at, truth.store) });
        const payment = { OrderID: truth.sourceId, ...money, DatePaid: netoTimeOf(at) };
        const { PaymentID } = stores[truth.store].panel.addPayment(payment);
        truth.paidCents += draft.total();
        truth.held.push({ entity: 'payments', sourceId: PaymentID, code: 'may-be-there' });
      }),
  ];
}

function note({ truth: { store, sourceId } }: OrderDraft, text: string) {
  return (stores: Stores): void => {
    stores[store].panel.changeOrder(sourceId, { InternalOrderNotes: text });
  };
}

function notedAfter(draft: OrderDraft): OrderDraft[] {
  const text = `Rang the shopper about ${draft.truth.sourceId}`;
  return [
    draft
      .place()
      .dispatch()
      .afterCopy(draft.after(8), (stores) => {
        note(draft, text)(stores);
        draft.truth.notes = text;
      })
      .pay(draft.after(12)),
  ];
}

function trackedAfter(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  const number = `TRACK${truth.sourceId}`;
  const drafts = paidAtOnce(draft);
  draft.afterCopy(draft.after(6), (stores) => {
    const lines = stores[truth.store].order(truth.sourceId)?.OrderLine ?? [];
    const OrderLine = lines.map((line) => ({ ...line, ShippingTracking: number }));
    stores[truth.store].panel.changeOrder(truth.sourceId, { OrderLine });
    truth.tracking = number;
  });
  return drafts;
}

/** Nobody needs to be asked: the copy goes the same way. */
function cancelledUnpaid(draft: OrderDraft): OrderDraft[] {
  return [
    draft
      .place()
      .dispatch()
      .afterCopy(draft.after(10), (stores) => {
        cancel(draft)(stores);
        draft.truth.copyCancelled = true;
      }),
  ];
}

function notedOnBothSides(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  const text = 'Staff of the primary wrote this';
  return [
    draft
      .place()
      .dispatch()
      .afterCopy(draft.after(8), (stores) => {
        // Both within one quarter of an hour, with the order's own note last.
        const { InternalOrderNotes = '' } = stores.main.order(truth.targetId) ?? {};
        const [origin = ''] = InternalOrderNotes.split('\n');
        stores.main.panel.changeOrder(truth.targetId, { InternalOrderNotes: `${origin}\n${text}` });
        note(draft, 'Staff of the secondary wrote that')(stores);
        truth.notes = text;
        truth.held.push({ entity: 'orders', sourceId: truth.sourceId, code: 'changed-on-both-sides' });
      }),
  ];
}

function copyDeleted(draft: OrderDraft): OrderDraft[] {
  return lostCopy(draft, note(draft, 'Where is it?'));
}

function onlyDeleted(draft: OrderDraft): OrderDraft[] {
  return lostCopy(draft, () => {});
}

function lostCopy(draft: OrderDraft, then: (stores: Stores) => void): OrderDraft[] {
  const { truth } = draft;
  return [
    draft
      .place()
      .dispatch()
      .afterCopy(draft.after(8), (stores) => {
        stores.main.panel.removeOrder(truth.targetId);
        then(stores);
        truth.copyGone = true;
        truth.held.push({ entity: 'orders', sourceId: truth.sourceId, code: 'copy-gone' });
        truth.differences.push({ kind: 'missing', entity: 'order', sourceId: truth.sourceId });
      }),
  ];
}

function copyChanged(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  return [
    draft
      .place()
      .dispatch()
      .afterCopy(draft.after(8), ({ main }) => {
        const lines = main.order(truth.targetId)?.OrderLine ?? [];
        const dearer = (price: string): string => dollars(Math.round(Number(price) * 100) + 500);
        const OrderLine = lines.map((line, index) =>
          index === 0 ? { ...line, UnitPrice: dearer(line.UnitPrice) } : line,
        );
        const { GrandTotal } = main.panel.changeOrder(truth.targetId, { OrderLine });
        truth.copyCents = Math.round(Number(GrandTotal) * 100);
        truth.held.push({ entity: 'orders', sourceId: truth.sourceId, code: 'copy-changed' });
        truth.differences.push({ kind: 'different', entity: 'order', sourceId: truth.sourceId });
      }),
  ];
}

function sourceDeleted(draft: OrderDraft): OrderDraft[] {
  const { truth } = draft;
  return [
    draft
      .place()
      .dispatch()
      .afterCopy(draft.after(8), (stores) => {
        stores[truth.store].panel.removeOrder(truth.sourceId);
        truth.held.push({ entity: 'orders', sourceId: truth.sourceId, code: 'source-gone' });
        truth.differences.push({ kind: 'extra', entity: 'order', sourceId: truth.sourceId });
      }),
  ];
}
