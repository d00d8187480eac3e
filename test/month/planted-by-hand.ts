import { METHOD, type OrderDraft } from './order-draft.ts';
import { giveBack, type Kind, keyedOn } from './steps.ts';
import { dollars, netoTimeOf } from './truth.ts';

type Kinds = Readonly<Record<string, { readonly ofThousand: number; readonly plan: Kind }>>;
type How = 'whole' | 'in two parts' | 'a cent off';
type Release = 'linked' | 'let go';

/** Quarantined, and entered in the primary by hand: then linked, or let go as if nobody had. */
export const plantedByHand: Kinds = {
  'order quarantined, and let go': { ofThousand: 3, plan: (draft) => orderHeld(draft) },
  'order entered by hand, and linked': { ofThousand: 3, plan: (draft) => orderEntered(draft, 'whole', 'linked') },
  'order entered by hand, and let go': { ofThousand: 3, plan: (draft) => orderEntered(draft, 'whole', 'let go') },
  'order entered a cent off, and let go': { ofThousand: 3, plan: (draft) => orderEntered(draft, 'a cent off', 'let go') },
  'payment entered by hand, and linked': { ofThousand: 3, plan: (draft) => paymentEntered(draft, 'whole', 'linked') },
  'payment entered in two parts, and linked': { ofThousand: 3, plan: (draft) => paymentEntered(draft, 'in two parts', 'linked') },
  'payment entered by hand, and let go': { ofThousand: 3, plan: (draft) => paymentEntered(draft, 'whole', 'let go') },
  'payment entered in two parts, and let go': { ofThousand: 3, plan: (draft) => paymentEntered(draft, 'in two parts', 'let go') },
  'payment entered a cent off, and let go': { ofThousand: 3, plan: (draft) => paymentEntered(draft, 'a cent off', 'let go') },
  'return entered by hand, and let go': { ofThousand: 3, plan: (draft) => returnEntered(draft, 'whole') },
  'return entered in two parts, and let go': { ofThousand: 3, plan: (draft) => returnEntered(draft, 'in two parts') },
}; // biome-ignore format: a table

/** Neither the primary nor a rule knows it. */
const UNKNOWN = { shipping: 'Camel', method: 'Shells' } as const;

/** A cent that is lost by hand, and how an amount is keyed. */
function keyed(cents: number, how: How): number[] {
  if (how === 'whole') return [cents];
  return how === 'a cent off' ? [cents - 1] : [Math.floor(cents / 3), cents - Math.floor(cents / 3)];
}

function orderHeld(draft: OrderDraft): readonly OrderDraft[] {
  const { store, sourceId } = draft.truth;
  draft.place({ ShippingOption: UNKNOWN.shipping }).dispatch();
  return [draft.on(draft.after(12), (stores) => stores[store].panel.changeOrder(sourceId, { ShippingOption: 'Post' }))];
}

/** Under a number of the primary's own, on an account of its own. */
function orderEntered(draft: OrderDraft, how: How, release: Release): readonly OrderDraft[] {
  const { truth } = draft;
  const { store, sourceId } = truth;
  const number = `N7${draft.options.number}`;
  draft
    .place({ ShippingOption: UNKNOWN.shipping })
    .dispatch()
    .on(draft.after(6), ({ main, ...stores }) => {
      const source = stores[store].order(sourceId);
      if (source === undefined) return;
      const { OrderLine, DatePlaced, DateInvoiced, OrderStatus, ShippingTotal, Email } = source;
      const address = Object.entries(source).filter(([name]) => /^(Bill|Ship)(First|Last)Name$/.test(name));
      main.panel.addOrder({
        OrderID: number,
        ...{ DatePlaced, DateInvoiced, OrderStatus, ShippingTotal, Email, ShippingOption: 'Post', Username: 'ann' },
        ...Object.fromEntries(address),
        OrderLine: OrderLine.map(({ SKU, Quantity, UnitPrice }) => ({ SKU, Quantity, UnitPrice })),
        ...(how === 'a cent off' ? { ShippingTotal: dollars(Math.round(Number(ShippingTotal) * 100) + 1) } : {}),
      });
      truth.copyCents = null;
      truth.entered += 1;
    });
  if (release === 'linked')
    return [
      draft.finally(draft.after(10), async (stage) => {
        truth.linked = await stage.link({ store, entity: 'orders', sourceId }, [number]);
        // On an account of its own: only the ledger knows that a person was shown it.
        if (truth.linked) truth.differences.push({ kind: 'different', entity: 'order', sourceId });
        return truth.linked;
      }),
    ];
  return [
    draft.on(draft.after(12), (stores) => {
      stores[store].panel.changeOrder(sourceId, { ShippingOption: 'Post' });
      truth.held.push({ entity: 'orders', sourceId, code: 'may-be-there' });
      truth.differences.push({ kind: 'missing', entity: 'order', sourceId });
    }),
  ];
}

function paymentEntered(draft: OrderDraft, how: How, release: Release): readonly OrderDraft[] {
  const { truth } = draft;
  const { store, sourceId, targetId } = truth;
  const at = draft.after(4);
  let id = '';
  let ids: string[] = [];
  draft
    .place()
    .dispatch()
    .on(at, (stores) => {
      const money = { AmountPaid: dollars(draft.total()), PaymentMethodName: UNKNOWN.method, DatePaid: netoTimeOf(at) };
      id = stores[store].panel.addPayment({ OrderID: sourceId, ...money }).PaymentID;
    })
    .afterCopy(draft.after(8), ({ main }) => {
      const parts = keyed(draft.total(), how);
      const money = { OrderID: targetId, PaymentMethodName: METHOD, DatePaid: keyedOn(at, store) };
      ids = parts.map((cents) => main.panel.addPayment({ ...money, AmountPaid: dollars(cents) }).PaymentID);
      truth.paidCents = parts.reduce((sum, cents) => sum + cents, 0);
    });
  if (release === 'linked')
    return [
      draft.finally(draft.after(14), async (stage) => {
        truth.linked = ids.length > 0 && (await stage.link({ store, entity: 'payments', sourceId: id }, ids));
        if (truth.linked && how !== 'whole') differs(draft, id);
        // By a method of another name.
        else if (truth.linked) truth.differences.push({ kind: 'different', entity: 'payment', sourceId: id });
        return truth.linked;
      }),
    ];
  draft.happenings.push({
    at: draft.after(14),
    truth,
    // A run has to have held it first.
    ready: () => ids.length > 0,
    act: (stores) => {
      stores[store].panel.changePayment(id, { PaymentMethodName: METHOD });
      truth.held.push({ entity: 'payments', sourceId: id, code: 'may-be-there' });
      if (how !== 'whole') differs(draft, id);
    },
  });
  return [draft];
}

/** Parts are not known again without the ledger. */
function differs({ truth }: OrderDraft, id: string): void {
  truth.differences.push({ kind: 'missing', entity: 'payment', sourceId: id });
  truth.differences.push({ kind: 'extra', entity: 'payment', sourceId: truth.targetId });
}

/** Its line names no product until staff of its store mend it. */
function returnEntered(draft: OrderDraft, how: How): readonly OrderDraft[] {
  const { truth } = draft;
  const { store, targetId } = truth;
  const [line] = draft.lines;
  const cents = line?.cents ?? 0;
  let id = '';
  let entered = false;
  draft
    .place()
    .pay(draft.placedAt + 60_000)
    .dispatch();
  giveBack(
    draft,
    (given) => {
      id = given;
      truth.creditCents -= cents;
    },
    '',
  );
  draft.happenings.push({
    at: draft.after(36),
    truth,
    ready: () => id !== '',
    act: ({ main }) => {
      const sku = main.order(targetId)?.OrderLine[0]?.SKU ?? '';
      const day = netoTimeOf(draft.after(36)).slice(0, 10);
      for (const part of keyed(cents, how)) {
        const refund = {
          RefundAmount: dollars(part),
          PaymentMethodName: METHOD,
          RefundStatus: 'Refunded',
          DateRefunded: day,
        };
        const RmaLine = [{ SKU: sku, Quantity: 1, RefundSubtotal: dollars(part) }];
        main.panel.addRma({ OrderID: targetId, RmaStatus: 'Closed', DateIssued: day, RmaLine, Refund: [refund] });
      }
      truth.creditCents += cents;
      entered = true;
    },
  });
  draft.happenings.push({
    at: draft.after(44),
    truth,
    ready: () => entered,
    act: (stores) => {
      stores[store].panel.changeRma(id, {
        RmaLine: [{ SKU: line?.sku ?? '', Quantity: 1, RefundSubtotal: dollars(cents) }],
      });
      truth.held.push({ entity: 'rmas', sourceId: id, code: 'may-be-there' });
    },
  });
  return [draft];
}
