import type { Books } from '../../src/arrival/books.ts';
import { type ExpectedCopy, namedPeople } from '../../src/arrival/expected.ts';
import { judge } from '../../src/arrival/judge.ts';
import type { Judged } from '../../src/arrival/judged.ts';
import type { ArrivalSettings } from '../../src/arrival/judging.ts';
import { add, type Decimal, decimal, subtract, ZERO } from '../../src/model/money.ts';
import type { Instant, LocalDate } from '../../src/model/time.ts';
import type { XeroCredit, XeroInvoice, XeroOverpayment, XeroPayment } from '../../src/xero/records.ts';

export const day = (text: string): LocalDate => text as LocalDate;
export const now = '2026-11-20T02:00:00Z' as Instant;
/** Longer ago than the export takes. */
const longAgo = '2026-11-10T02:00:00Z' as Instant;

/** One order of 110.00 with 10.00 GST, paid by card, of long ago. */
export function copyOf(number: string, given: Partial<ExpectedCopy> = {}): ExpectedCopy {
  return {
    ...{ store: 'west', sourceId: number.replace(/^W/, 'N'), number, isCancelled: false },
    ...{ total: decimal('110'), gst: decimal('10'), roundings: 2, day: day('2026-11-09'), dueDay: day('2026-11-23') },
    ...{ currency: 'AUD', changedAt: longAgo },
    ...{ usernameKey: namedPeople.usernameKey(`user-${number}`), nameKey: namedPeople.nameKey(`Customer ${number}`) },
    ...{ contactName: `Customer ${number}` },
    payments: [
      {
        id: `p-${number}`,
        amount: decimal('110'),
        day: day('2026-11-09'),
        method: 'Card',
      },
    ],
    returns: [],
    ...given,
  };
}

/** As Xero would show it where all went well. */
export function invoiceOf(copy: ExpectedCopy, given: Partial<XeroInvoice> = {}): XeroInvoice {
  return {
    ...{ id: `i-${copy.number}`, number: copy.number, isSale: true, reference: '', status: 'PAID' },
    ...{ contactId: `c-${copy.usernameKey}`, contactName: copy.contactName ?? '', contactNumber: '' },
    ...{ day: copy.day, dueDay: copy.dueDay, tax: copy.gst, total: copy.total },
    ...{ due: ZERO, paid: copy.total, credited: ZERO, currency: 'AUD', isExclusive: false, updatedAt: longAgo },
    ...given,
  } as XeroInvoice;
}

export function paymentsOf(copy: ExpectedCopy, given: Partial<XeroPayment> = {}): XeroPayment[] {
  return copy.payments.map(({ id, amount, day: paidOn }) => ({
    ...{ id: `x-${id}`, amount, day: paidOn, isReceipt: true, counts: true, reference: id },
    ...{ accountId: 'a', accountCode: '611', invoiceId: `i-${copy.number}` },
    ...given,
  }));
}

export function creditOf(copy: ExpectedCopy, given: Partial<XeroCredit> = {}): XeroCredit {
  const [one] = copy.returns;
  return {
    ...{ id: `cn-${one?.id}`, number: one?.id ?? '', isSale: true, reference: '', status: 'AUTHORISED' },
    ...{ contactId: `c-${copy.usernameKey}`, contactName: copy.contactName ?? '', day: one?.day ?? null },
    ...{
      total: one?.total ?? ZERO,
      tax: one?.tax ?? ZERO,
      remaining: ZERO,
      allocations: [],
      currency: 'AUD',
      updatedAt: longAgo,
    },
    ...given,
  } as XeroCredit;
}

const read = <Row>(rows: readonly Row[]) => ({ kind: 'read', rows }) as const;

export interface Given {
  readonly invoices?: readonly XeroInvoice[];
  readonly payments?: readonly XeroPayment[];
  readonly credits?: readonly XeroCredit[];
  readonly overpayments?: readonly XeroOverpayment[];
  /** What is paid on an invoice is what it says itself, and not what the payments come to. */
  readonly paidAsGiven?: boolean;
  readonly books?: Partial<Books>;
  readonly settings?: Partial<ArrivalSettings>;
}

export const settings: ArrivalSettings = {
  ...{
    invoices: undefined,
    usualDelayHours: 26,
    people: namedPeople,
    accounts: {},
    tolerance: ZERO,
    lockDate: null,
    now,
  },
  today: day('2026-11-20'),
};

/** All right, unless told otherwise. */
export function judged(copies: readonly ExpectedCopy[], given: Given = {}): Judged {
  const live = copies.filter(({ isCancelled }) => !isCancelled);
  const payments = given.payments ?? live.flatMap((copy) => paymentsOf(copy));
  const invoices = given.invoices ?? live.map((copy) => invoiceOf(copy));
  const paidOn = ({ id }: XeroInvoice): Decimal =>
    add(ZERO, ...payments.flatMap((one) => (one.counts && one.isReceipt && one.invoiceId === id ? [one.amount] : [])));
  return judge(
    copies,
    {
      ...{ organisation: undefined, noProof: undefined, notAsked: new Set(), contacts: new Map() },
      ...{ prefix: null, creditPrefix: null, days: undefined },
      invoices: read(
        given.paidAsGiven === true
          ? invoices
          : invoices.map((one) => ({ ...one, paid: paidOn(one), due: subtract(one.total, paidOn(one), one.credited) })),
      ),
      payments: read(payments),
      credits: read(given.credits ?? live.filter(({ returns }) => returns.length > 0).map((copy) => creditOf(copy))),
      overpayments: read(given.overpayments ?? []),
      ...given.books,
    },
    { ...settings, ...given.settings },
  );
}

/** `invoice different total`, without what is proven. */
export function openIn({ arrivals }: Judged): string[] {
  return arrivals
    .filter(({ verdict }) => verdict !== 'proven')
    .map(({ entity, verdict, cause }) => `${entity} ${verdict} ${cause}`);
}
