import { add, compare, equal, formatMoney, isNegative, isZero, subtract, ZERO } from '../model/money.ts';
import type { XeroPayment } from '../xero/records.ts';
import type { ExpectedCopy, ExpectedPayment } from './expected.ts';
import type { InvoiceMoney } from './invoice-money.ts';
import { arrival, type Judging, mayStillCome } from './judging.ts';
import { apart, coverOf, DAYS_APART } from './overpayments.ts';
import type { Arrival, ArrivalCause, ArrivalVerdict } from './verdicts.ts';

/** Payments go out one run of the export after their invoice. */
const FURTHER_HOURS = 14;
/** Whether the export may still bring it, by when it was entered and not by its day alone. */
function isYoung(copy: ExpectedCopy, { id, day }: ExpectedPayment, { settings, appeared }: Judging): boolean {
  return mayStillCome(copy, settings, { furtherHours: FURTHER_HOURS, day, since: appeared(id) });
}

const EXPORT_LOG = "Look for it in the primary's Xero export log (Logs & Reports, Export Logs, Payments).";

/** One verdict for each payment of a copy whose invoice is there, and one for each that is there too often. */
export function judgePayments(copy: ExpectedCopy, money: InvoiceMoney | undefined, judging: Judging): Arrival[] {
  const received = copy.payments.filter(({ amount }) => !isNegative(amount) && !isZero(amount));
  const of = (
    payment: ExpectedPayment,
    verdict: ArrivalVerdict,
    cause: ArrivalCause | null,
    message: string,
    said = {},
  ) =>
    arrival(copy, verdict, cause, message, {
      ...{ entity: 'payment', id: payment.id, day: payment.day, amount: payment.amount, ...said },
    });
  const { books } = judging;
  if (books.invoices.kind === 'unread') {
    const { why } = books.invoices;
    return received.map((one) => of(one, 'unproven', 'not-read', why));
  }
  if (money === undefined) {
    return received.map((one) =>
      isYoung(copy, one, judging)
        ? of(
            one,
            'pending',
            'waits-for-invoice',
            `The payment of ${formatMoney(one.amount)} on ${copy.number} waits for its invoice.`,
          )
        : of(
            one,
            'unproven',
            'waits-for-invoice',
            `Nothing is known of the payment of ${formatMoney(one.amount)} on ${copy.number}, whose invoice is not as it should be.`,
          ),
    );
  }
  const { payments, overpayments } = books;
  if (payments.kind === 'unread') return received.map((one) => of(one, 'unproven', 'not-read', payments.why));
  const live = money.payments.filter(({ counts, isReceipt }) => counts && isReceipt);
  const { matched, left, surplus } = match(received, live);
  const found = doubledIn(copy, live, received.length);
  for (const [payment, receipt] of matched) {
    const account = otherAccount(payment, [receipt], { copy, judging, of });
    found.push(account ?? there(payment, receipt, { copy, judging, of }));
  }
  if (left.length === 0) {
    if (surplus.length > 0)
      judging.notes.add(
        'An invoice has more payments in Xero than in the primary, as bank lines that were matched there',
      );
    return found;
  }
  const open = add(ZERO, ...left.map(({ amount }) => amount));
  const receipts = add(ZERO, ...surplus.map(({ amount }) => amount));
  const over = subtract(open, receipts);
  // One receipt of the bank may stand for several payments, or several for one.
  if (surplus.length > 0 && isZero(over)) {
    return [...found, ...left.map((one) => together(one, surplus, { copy, judging, of }))];
  }
  const paidBeyond = subtract(add(ZERO, ...received.map(({ amount }) => amount)), copy.total);
  if (compare(paidBeyond, ZERO) > 0) {
    if (overpayments.kind === 'unread')
      return [...found, ...left.map((one) => of(one, 'unproven', 'not-read', overpayments.why))];
    const kept = equal(over, paidBeyond) ? coverOf(copy, money, paidBeyond, { judging, most: left.length }) : undefined;
    if (kept !== undefined) {
      for (const { id } of kept) judging.used.add(id);
      return [...found, ...left.map((one) => together(one, [...surplus, ...kept], { copy, judging, of }))];
    }
    const mayCome = left.some((one) => isYoung(copy, one, judging));
    if (equal(over, paidBeyond) && !mayCome) {
      const message = `${formatMoney(paidBeyond)} was paid beyond ${copy.number}, and Xero has no overpayment of it.`;
      return [
        ...found,
        ...left.map((one) => of(one, 'missing', 'overpayment', message, { primary: one.amount, remedy: EXPORT_LOG })),
      ];
    }
  }
  const unread = unreadOn(money, live);
  if (unread !== undefined)
    return [...found, ...left.map((one) => of(one, 'unproven', 'not-read', `${copy.number}: ${unread}`))];
  for (const payment of left) {
    const what = `The payment of ${formatMoney(payment.amount)} on ${copy.number} (${payment.method || 'no method'}${payment.day === null ? '' : `, ${payment.day}`})`;
    const isLocked =
      judging.settings.lockDate !== null && payment.day !== null && payment.day <= judging.settings.lockDate;
    if (isYoung(copy, payment, judging))
      found.push(
        of(payment, 'pending', 'usual-delay', `${what} is not in Xero yet; payments go out after their invoice.`),
      );
    else if (isLocked)
      found.push(
        of(
          payment,
          'missing',
          'locked',
          `${what} is not in Xero: its day is locked there up to ${judging.settings.lockDate}.`,
          { primary: payment.amount, remedy: 'Have your accountant decide where it belongs.' },
        ),
      );
    else {
      const remedy =
        surplus.length === 0
          ? EXPORT_LOG
          : `Xero has ${surplus.map(({ amount }) => formatMoney(amount)).join(', ')} on it instead: find out which is right.`;
      found.push(
        of(
          payment,
          surplus.length === 0 ? 'missing' : 'different',
          surplus.length === 0 ? 'not-exported' : 'total',
          `${what} is not in Xero.`,
          { primary: payment.amount, xero: surplus.length === 0 ? null : receipts, remedy },
        ),
      );
    }
  }
  return found;
}

type Of = (
  payment: ExpectedPayment,
  verdict: ArrivalVerdict,
  cause: ArrivalCause | null,
  message: string,
  said?: Partial<Arrival>,
) => Arrival;

interface Receipt {
  readonly id: string;
  readonly day: XeroPayment['day'];
}

interface Saying {
  readonly copy: ExpectedCopy;
  readonly judging: Judging;
  readonly of: Of;
}

/** The sums are equal; the days have to be, too. */
function together(
  one: ExpectedPayment,
  surplus: readonly (Receipt & { readonly accountCode?: string })[],
  { copy, judging, of }: Saying,
): Arrival {
  const nearest = [...surplus].sort((a, b) => apart(one, a.day) - apart(one, b.day))[0];
  if (nearest === undefined) throw new TypeError('no receipt stands for a payment that is to be there');
  if (apart(one, nearest.day) > DAYS_APART) {
    const message = `The payment of ${formatMoney(one.amount)} on ${copy.number} is of ${nearest.day} in Xero, and of ${one.day} in the primary.`;
    const said = { xeroId: nearest.id, primary: one.day, xero: nearest.day };
    return of(one, 'different', 'date', message, {
      ...said,
      remedy: 'Find out which day is right, and mend the other.',
    });
  }
  return otherAccount(one, surplus, { copy, judging, of }) ?? there(one, nearest, { copy, judging, of });
}

/** @returns undefined where one of the receipts is on the account of its method, or nobody knows which that is */
function otherAccount(
  payment: ExpectedPayment,
  receipts: readonly (Receipt & { readonly accountCode?: string })[],
  { copy, judging, of }: Saying,
): Arrival | undefined {
  const wanted = judging.settings.accounts[payment.method];
  if (wanted === undefined) return undefined;
  const codes = receipts.map(({ accountCode = '' }) => accountCode);
  if (codes.includes(wanted)) return undefined;
  // An overpayment does not show its account, nor does a bank account always have a code.
  const [other] = codes.filter((code) => code !== '');
  if (codes.includes('') || other === undefined) {
    judging.notes.add('The account of a payment has no code in Xero, and was not compared');
    return undefined;
  }
  const message = `The payment of ${formatMoney(payment.amount)} on ${copy.number} (${payment.method}) went to the account ${other} in Xero, and not to ${wanted}.`;
  const remedy =
    "Look at the account of that payment method in the primary's Xero settings, and move the payment in Xero.";
  return of(payment, 'different', 'account', message, {
    ...{ xeroId: receipts[0]?.id ?? null, primary: wanted, xero: other, remedy },
  });
}

/** Proven, where anything can be, and both sides show the day. */
function there(one: ExpectedPayment, receipt: Receipt, { copy, judging, of }: Saying): Arrival {
  const { noProof } = judging.books;
  const said = { xeroId: receipt.id };
  if (noProof !== undefined) return of(one, 'unproven', noProof.cause, noProof.why, said);
  if (one.day === null || receipt.day === null) {
    const message = `The payment of ${formatMoney(one.amount)} on ${copy.number} is in Xero, but ${one.day === null ? 'the primary' : 'Xero'} does not show of which day.`;
    return of(one, 'unproven', 'not-shown', message, said);
  }
  return of(one, 'proven', null, '', said);
}

/** The invoice says itself that more was paid on it than by the payments that were found: one was not read. */
function unreadOn({ invoice }: InvoiceMoney, live: readonly XeroPayment[]): string | undefined {
  const found = add(ZERO, ...live.map(({ amount }) => amount));
  return compare(invoice.paid, found) > 0
    ? `Xero shows ${formatMoney(invoice.paid)} as paid on the invoice, but payments of ${formatMoney(found)} were found; the others are of other days, or changed while they were read.`
    : undefined;
}

interface Matched {
  readonly matched: readonly (readonly [ExpectedPayment, XeroPayment])[];
  readonly left: readonly ExpectedPayment[];
  readonly surplus: readonly XeroPayment[];
}

/** Each with one of the same amount, the nearest day first. */
function match(expected: readonly ExpectedPayment[], live: readonly XeroPayment[]): Matched {
  const free = new Set(live);
  const matched: (readonly [ExpectedPayment, XeroPayment])[] = [];
  const left: ExpectedPayment[] = [];
  for (const payment of expected) {
    const [best] = [...free]
      .filter(({ amount, day }) => equal(amount, payment.amount) && apart(payment, day) <= DAYS_APART)
      .sort((a, b) => apart(payment, a.day) - apart(payment, b.day));
    if (best === undefined) left.push(payment);
    else {
      free.delete(best);
      matched.push([payment, best]);
    }
  }
  return { matched, left, surplus: [...free] };
}

/** One amount with one reference on one day, more often than the primary has payments: Xero does not stop that. */
function doubledIn(copy: ExpectedCopy, live: readonly XeroPayment[], expected: number): Arrival[] {
  const groups = Map.groupBy(live, ({ amount, day, reference }) => [amount, day ?? '', reference.trim()].join('\n'));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length < 2 || live.length <= expected || first.reference.trim() === '') return [];
    const own = copy.payments.filter(({ amount }) => equal(amount, first.amount)).length;
    return same.slice(Math.max(1, own)).map((second) => {
      const message = `The payment of ${formatMoney(second.amount)} on ${copy.number} (${second.reference}) is in Xero ${same.length} times, and ${own === 1 ? 'once' : `${own} times`} in the primary.`;
      return arrival(copy, 'different', 'doubled', message, {
        ...{ entity: 'payment', id: second.id, day: second.day, amount: second.amount },
        ...{ xeroId: second.id, xero: second.amount, remedy: 'Delete one of them in Xero.' },
      });
    });
  });
}
