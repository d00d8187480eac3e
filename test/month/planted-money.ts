import type { OrderDraft } from './order-draft.ts';
import { giveBack, type Kind, paidAtOnce, refundOf, withPayment } from './steps.ts';
import { dollars, type Stores } from './truth.ts';

type Kinds = Readonly<Record<string, { readonly ofThousand: number; readonly plan: Kind }>>;

/** Payments and returns that staff delete and key anew in their own store, or remove and change in the primary. */
export const plantedMoney: Kinds = {
  'payment keyed anew, alike': { ofThousand: 6, plan: paymentKeyedAnew },
  'payment keyed anew, smaller': { ofThousand: 4, plan: (draft) => paymentReplaced(draft, smaller(draft)) },
  'payment keyed anew by another method': { ofThousand: 4, plan: (draft) => paymentReplaced(draft, OTHER_METHOD) },
  'payment keyed anew in two parts': { ofThousand: 4, plan: paymentSplit },
  'return keyed anew, alike': { ofThousand: 5, plan: returnKeyedAnew },
  'return keyed anew, larger': { ofThousand: 4, plan: returnReplaced },
  'return deleted after the copy': { ofThousand: 4, plan: returnDeleted },
  'payment removed by staff in the primary': { ofThousand: 4, plan: paymentRemovedThere },
  'payment changed by staff in the primary': { ofThousand: 4, plan: paymentChangedThere },
  'return removed by staff in the primary': { ofThousand: 4, plan: returnRemovedThere },
  'return changed by staff in the primary': { ofThousand: 4, plan: returnChangedThere },
};

const OTHER_METHOD = { PaymentMethodName: 'PayPal' };

function smaller(draft: OrderDraft) {
  return { AmountPaid: dollars(draft.total() - 100) };
}

/** Nobody needs to be asked: its copy stands for the new one. */
function paymentKeyedAnew(draft: OrderDraft): readonly OrderDraft[] {
  return withPayment(draft, (id, stores) => {
    stores[draft.truth.store].panel.rekeyPayment(id);
  });
}

function paymentReplaced(draft: OrderDraft, changes: Record<string, string>): readonly OrderDraft[] {
  const { truth } = draft;
  return withPayment(draft, (id, stores) => {
    const { PaymentID } = stores[truth.store].panel.rekeyPayment(id, changes);
    truth.held.push({ entity: 'payments', sourceId: PaymentID, code: 'payment-replaced' });
    truth.differences.push({ kind: 'missing', entity: 'payment', sourceId: PaymentID });
    truth.differences.push({ kind: 'extra', entity: 'payment', sourceId: truth.targetId });
  });
}

function paymentSplit(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  return withPayment(draft, (id, stores) => {
    const { panel } = stores[truth.store];
    const before = stores[truth.store].payments().find(({ PaymentID }) => PaymentID === id);
    const first = Math.floor(draft.total() / 2);
    panel.removePayment(id);
    for (const cents of [first, draft.total() - first]) {
      const { PaymentMethodName = '', DatePaid = '' } = before ?? {};
      const part = { OrderID: truth.sourceId, AmountPaid: dollars(cents), PaymentMethodName, DatePaid };
      const { PaymentID } = panel.addPayment(part);
      truth.held.push({ entity: 'payments', sourceId: PaymentID, code: 'payment-replaced' });
      truth.differences.push({ kind: 'missing', entity: 'payment', sourceId: PaymentID });
    }
    truth.differences.push({ kind: 'extra', entity: 'payment', sourceId: truth.targetId });
  });
}

/** Paid and returned; then something becomes of the return, once its copy is there. */
function withReturn(
  draft: OrderDraft,
  then: (id: string, stores: Stores) => void,
  more: (line: { readonly sku: string; readonly cents: number }) => void = () => {},
): readonly OrderDraft[] {
  const drafts = paidAtOnce(draft);
  const { truth } = draft;
  const [line] = draft.lines;
  if (line !== undefined) more(line);
  let rmaId = '';
  giveBack(draft, (id) => {
    rmaId = id;
  });
  draft.happenings.push({
    at: draft.after(50),
    truth,
    ready: ({ main }) => rmaId !== '' && main.rmas().some(({ OrderID }) => OrderID === truth.targetId),
    act: (stores) => then(rmaId, stores),
  });
  return drafts;
}

function returnKeyedAnew(draft: OrderDraft): readonly OrderDraft[] {
  return withReturn(draft, (id, stores) => {
    stores[draft.truth.store].panel.rekeyRma(id);
  });
}

/** A dollar more than was credited, for shipping, and paid out. */
function returnReplaced(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  const cents = draft.lines[0]?.cents ?? 0;
  return withReturn(draft, (id, stores) => {
    const { RmaID } = stores[truth.store].panel.rekeyRma(id, {
      ShippingRefundAmount: '1.00',
      Refund: [refundOf(cents + 100, draft.after(50))],
    });
    truth.held.push({ entity: 'rmas', sourceId: RmaID, code: 'rma-replaced' });
    truth.differences.push({ kind: 'different', entity: 'refund', sourceId: truth.sourceId });
  });
}

function returnDeleted(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  return withReturn(draft, (id, stores) => {
    stores[truth.store].panel.removeRma(id);
    truth.held.push({ entity: 'rmas', sourceId: id, code: 'rma-gone' });
    truth.differences.push({ kind: 'extra', entity: 'refund', sourceId: truth.sourceId });
  });
}

function paymentRemovedThere(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  return withPayment(draft, (id, { main }) => {
    for (const { PaymentID } of main.payments(truth.targetId)) main.panel.removePayment(PaymentID);
    truth.paidCents = 0;
    truth.held.push({ entity: 'payments', sourceId: id, code: 'payment-copy-gone' });
    truth.differences.push({ kind: 'missing', entity: 'payment', sourceId: id });
  });
}

function paymentChangedThere(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  return withPayment(draft, (id, { main }) => {
    for (const { PaymentID } of main.payments(truth.targetId)) main.panel.changePayment(PaymentID, smaller(draft));
    truth.paidCents -= 100;
    truth.held.push({ entity: 'payments', sourceId: id, code: 'payment-copy-changed' });
    truth.differences.push({ kind: 'different', entity: 'payment', sourceId: id });
  });
}

function returnRemovedThere(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  return withReturn(draft, (id, { main }) => {
    for (const { RmaID, OrderID } of main.rmas()) if (OrderID === truth.targetId) main.panel.removeRma(RmaID);
    truth.creditCents = 0;
    truth.held.push({ entity: 'rmas', sourceId: id, code: 'rma-copy-gone' });
    truth.differences.push({ kind: 'missing', entity: 'refund', sourceId: truth.sourceId });
  });
}

function returnChangedThere(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  return withReturn(draft, (id, { main }) => {
    for (const { RmaID, OrderID } of main.rmas()) {
      if (OrderID === truth.targetId) main.panel.changeRma(RmaID, { ShippingRefundAmount: '1.00' });
    }
    truth.creditCents += 100;
    truth.held.push({ entity: 'rmas', sourceId: id, code: 'rma-copy-changed' });
    truth.differences.push({ kind: 'different', entity: 'refund', sourceId: truth.sourceId });
  });
}
