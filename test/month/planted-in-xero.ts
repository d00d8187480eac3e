import type { FakeStore } from '../../src/fake-store/index.ts';
import type { FakeXero } from '../../src/fake-xero/index.ts';
import type { Truth } from './truth.ts';

export interface PlantedInXero {
  readonly number: string;
  /** `W1001 invoice different total`: what the last look must tell of it. */
  readonly told: readonly string[];
}

type Control = FakeXero['control'];

const TARGETS = 'paid at once';
/** So many orders are never exported. */
const WITHHELD = 2;

/** The first orders of the kind, which are copied in good time. */
function targetsIn(truths: readonly Truth[]): Truth[] {
  return truths.filter(({ kind }) => kind === TARGETS);
}

export function withheld(truths: readonly Truth[]): Truth[] {
  return targetsIn(truths).slice(0, WITHHELD);
}

interface At {
  readonly control: Control;
  /** In Xero. */
  readonly number: string;
  readonly source: string;
  readonly invoiceId: string;
}

/** By what is done in Xero; what it must be told as. What is paid on an invoice has to go before Xero lets it be changed. */
const errors: readonly (readonly [(at: At) => void, string])[] = [
  [({ control, number }) => control.changeInvoice(number, { total: '1.23' }), 'invoice different total'],
  [({ control, number }) => control.shiftTax(number, 60), 'invoice different gst'],
  [({ control, number }) => control.changeInvoice(number, { date: '2026-06-10' }), 'invoice different day'],
  [({ control, number }) => control.changeInvoice(number, { currency: 'NZD' }), 'invoice different currency'],
  [({ control, number }) => control.changeInvoice(number, { contact: 'Somebody Else' }), 'invoice different contact'],
  [
    ({ control, number }) =>
      control.upsertInvoice({ number, contact: 'Al Other', date: '2026-09-08', total: '12' }, 'Another'),
    'invoice different contact',
  ],
  [({ control, number }) => control.voidInvoice(number), 'invoice different status'],
  [
    ({ control, number }) => {
      control.renumberInvoice(number, `${number}void`);
      control.voidInvoice(`${number}void`);
    },
    'invoice different status',
  ],
  [
    ({ control, number }) => control.forceInvoice({ number, contact: 'Al Other', date: '2026-09-08', total: '12' }),
    'invoice doubled null',
  ],
  [({ control, number, source }) => control.twinInvoice(number, source), 'invoice doubled null'],
];

/** Of payments, each of which is made anew. */
const payments: readonly (readonly [Partial<{ date: string; account: string; amount: string }> | null, string])[] = [
  [null, 'invoice-payment missing null'],
  [{ account: '612' }, 'invoice-payment different account'],
  [{ date: '2026-06-10' }, 'invoice-payment different day'],
  [{ amount: '0.07' }, 'invoice-payment different total'],
];

/**
 * Once most of a month is over: every kind of error on an order of its own that is in Xero as it should be. One that has got
 * another customer's contact would differ in two ways at once, so those come last.
 */
export function plantInXero(
  control: Control,
  main: FakeStore,
  truths: readonly Truth[],
  prefix: string,
): PlantedInXero[] {
  const contacts = new Map(control.contacts().map(({ name, id }) => [name, id]));
  const [invoices, paid] = [control.invoices(), control.payments()];
  const free = targetsIn(truths)
    .slice(WITHHELD)
    .flatMap((truth) => {
      const number = `${prefix}${truth.targetId}`;
      const { BillFirstName = '', BillLastName = '' } = main.order(truth.targetId) ?? {};
      const own = contacts.get(`${BillFirstName} ${BillLastName}`);
      const invoice = invoices.find((one) => one.number === number && one.status === 'PAID');
      const payment = paid.find(({ documentId, status }) => documentId === invoice?.id && status === 'AUTHORISED');
      return invoice === undefined || payment === undefined
        ? []
        : [{ truth, number, invoice, payment, isOwn: invoice.contactId === own }];
    })
    .sort((a, b) => Number(b.isOwn) - Number(a.isOwn));
  const planted: PlantedInXero[] = [];
  for (const [act, told] of errors) {
    const one = free.shift();
    if (one === undefined) break;
    control.deletePayment(one.payment.id);
    act({ control, number: one.number, source: one.truth.sourceId, invoiceId: one.invoice.id });
    planted.push({ number: one.truth.targetId, told: [`${one.truth.targetId} ${told}`] });
  }
  for (const [changed, told] of payments) {
    const one = free.shift();
    if (one === undefined) break;
    control.deletePayment(one.payment.id);
    const { date, reference, amount } = one.payment;
    const same = { document: one.invoice.id, amount: (Number(amount) / 100).toFixed(2), date, reference };
    if (changed !== null) control.addPayment({ ...same, ...changed });
    planted.push({ number: one.truth.targetId, told: [`${one.truth.targetId} ${told}`] });
  }
  const stranger = { number: `${prefix}W99999`, contact: 'A Stranger', date: '2026-09-08', total: '5' };
  control.createInvoice(stranger);
  planted.push({ number: 'W99999', told: ['W99999 invoice extra null'] });
  const returned = truths.filter(({ kind }) => kind === 'returned').map(({ targetId }) => targetId);
  const rmas = main.rmas().filter(({ OrderID, RmaID }) => {
    return (
      returned.includes(OrderID) &&
      control.creditNotes().some(({ number, status }) => number === RmaID && status === 'AUTHORISED')
    );
  });
  const ofCredits: readonly (readonly [(rmaId: string) => void, string])[] = [
    [(id) => control.voidCredit(id), 'different status'],
    // No credit note can be asked for by its number: one of long before is not there.
    [(id) => control.moveCredit(id, '2026-06-10'), 'missing null'],
    [(id) => control.shiftCreditTax(id, 60), 'different gst'],
  ];
  const inOrders = new Set<string>();
  for (const { RmaID, OrderID } of rmas) {
    const [act, told] = inOrders.has(OrderID) ? [] : (ofCredits[inOrders.size] ?? []);
    if (act === undefined) continue;
    inOrders.add(OrderID);
    act(RmaID);
    planted.push({ number: OrderID, told: [`${OrderID} credit-note ${told}`] });
  }
  return planted;
}
