import { meetOnce } from './meet-once.ts';
import { METHOD, type OrderDraft } from './order-draft.ts';
import { plantedByHand } from './planted-by-hand.ts';
import { plantedMoney } from './planted-money.ts';
import { giveBack, type Kind, paidAtOnce } from './steps.ts';
import { dollars, HOUR, netoTimeOf } from './truth.ts';

/** What would make the books wrong in silence, planted: each must end right, or told. */
export const plantedKinds: Readonly<Record<string, { readonly ofThousand: number; readonly plan: Kind }>> = {
  ...plantedMoney,
  ...plantedByHand,
  'paid in another currency before the copy': { ofThousand: 5, plan: paidInDollars },
  'paid in another currency after the copy': { ofThousand: 5, plan: paidInDollarsLate },
  'given other GST by the primary when added': { ofThousand: 3, plan: (draft) => otherGst(draft, 'add-order') },
  'given other GST by the primary on approval': { ofThousand: 3, plan: (draft) => otherGst(draft, 'approve') },
  'payment stored, and answered with an error': { ofThousand: 5, plan: paymentStoredWithError },
  'payment refused by the primary': { ofThousand: 4, plan: paymentRefused },
  'return stored, and its answer lost': { ofThousand: 5, plan: (draft) => returnAnswered(draft, 'lost') },
  'return stored, and answered with an error': { ofThousand: 5, plan: (draft) => returnAnswered(draft, 'error') },
  'return refused by the primary': { ofThousand: 4, plan: returnRefused },
  'stamped 20 minutes ahead': { ofThousand: 5, plan: (draft) => stamped(draft, HOUR / 3) },
  'stamped 11 hours ahead': { ofThousand: 5, plan: (draft) => stamped(draft, 11 * HOUR) },
  'stamped 8 hours behind': { ofThousand: 5, plan: (draft) => stamped(draft, -8 * HOUR) },
};

/** An order shows no currency; its payment does. */
function paidInDollars(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  const { store, sourceId } = truth;
  const at = draft.placedAt + 60_000;
  const DatePaid = netoTimeOf(at);
  draft
    .place()
    .on(at, (stores) => {
      const money = { AmountPaid: dollars(draft.total()), PaymentMethodName: METHOD, CurrencyCode: 'USD' };
      const { PaymentID } = stores[store].panel.addPayment({ OrderID: sourceId, DatePaid, ...money });
      truth.held.push({ entity: 'payments', sourceId: PaymentID, code: 'currency-differs' });
    })
    .dispatch()
    .on(draft.dispatchedAt, () => {
      truth.copyCents = null;
      truth.held.push({ entity: 'orders', sourceId, code: 'currency-differs' });
      truth.differences.push({ kind: 'missing', entity: 'order', sourceId });
    });
  return [draft];
}

function paidInDollarsLate(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  const at = draft.after(9);
  draft
    .place()
    .dispatch()
    .afterCopy(at, (stores) => {
      const money = { AmountPaid: dollars(draft.total()), PaymentMethodName: METHOD, CurrencyCode: 'USD' };
      const payment = { OrderID: truth.sourceId, DatePaid: netoTimeOf(at), ...money };
      const { PaymentID } = stores[truth.store].panel.addPayment(payment);
      truth.held.push({ entity: 'payments', sourceId: PaymentID, code: 'currency-differs' });
      truth.differences.push({ kind: 'missing', entity: 'payment', sourceId: PaymentID });
    });
  return [draft];
}

/** One order among many: no canary may stop for it. */
function otherGst(draft: OrderDraft, on: 'add-order' | 'approve'): readonly OrderDraft[] {
  const { truth } = draft;
  draft
    .place()
    .on(draft.placedAt, ({ main }) => {
      main.switches.lies.push({ on, field: 'OrderTax', by: '-0.30', orders: [truth.targetId] });
    })
    .dispatch()
    .on(draft.dispatchedAt, () => {
      truth.copyApproved = on === 'approve';
      truth.held.push({ entity: 'orders', sourceId: truth.sourceId, code: 'read-back-differs' });
      truth.differences.push({ kind: 'different', entity: 'order', sourceId: truth.sourceId });
    });
  return [draft];
}

function paymentStoredWithError(draft: OrderDraft): readonly OrderDraft[] {
  const drafts = paidAtOnce(draft);
  draft.on(draft.placedAt, ({ main }) =>
    meetOnce(main, 'AddPayment', draft.truth.targetId, { kind: 'error-though-stored', shownAfterReads: 2 }),
  );
  return drafts;
}

/** Paid a while after the copy, so that it is alone in what is sent. */
function paymentRefused(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  draft
    .place()
    .dispatch()
    .pay(draft.after(10), draft.total(), (PaymentID) => {
      truth.paidCents -= draft.total();
      truth.held.push({ entity: 'payments', sourceId: PaymentID, code: 'refused' });
      truth.differences.push({ kind: 'missing', entity: 'payment', sourceId: PaymentID });
    })
    .on(draft.placedAt, ({ main }) => meetOnce(main, 'AddPayment', truth.targetId, { kind: 'refused' }));
  return [draft];
}

function returnAnswered(draft: OrderDraft, how: 'lost' | 'error'): readonly OrderDraft[] {
  const drafts = paidAtOnce(draft);
  const fault = { lost: { kind: 'reset', when: 'after' }, error: { kind: 'error-though-stored', shownAfterReads: 1 } };
  giveBack(draft, () => {});
  draft.on(draft.placedAt, ({ main }) => meetOnce(main, 'AddRma', draft.truth.targetId, fault[how] as never));
  return drafts;
}

function returnRefused(draft: OrderDraft): readonly OrderDraft[] {
  const { truth } = draft;
  const drafts = paidAtOnce(draft);
  giveBack(draft, (RmaID) => {
    truth.creditCents = 0;
    truth.held.push({ entity: 'rmas', sourceId: RmaID, code: 'refused' });
    truth.differences.push({ kind: 'missing', entity: 'refund', sourceId: truth.sourceId });
  });
  draft.on(draft.placedAt, ({ main }) => meetOnce(main, 'AddRma', truth.targetId, { kind: 'refused' }));
  return drafts;
}

/** Its store's clock was wrong when it was dispatched: it must be read all the same, within a day. */
function stamped(draft: OrderDraft, by: number): readonly OrderDraft[] {
  const { store, sourceId } = draft.truth;
  draft
    .place()
    .dispatch()
    .on(draft.dispatchedAt, (stores) => {
      stores[store].panel.changeOrder(sourceId, { DateUpdated: netoTimeOf(draft.dispatchedAt + by) });
    });
  return [draft];
}
