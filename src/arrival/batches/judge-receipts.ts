import { add, compare, type Decimal, equal, formatMoney, subtract, ZERO } from '../../model/money.ts';
import type { XeroInvoice, XeroPayment } from '../../xero/records.ts';
import type { ExpectedPayment } from '../expected.ts';
import { type Judging, mayStillCome } from '../judging.ts';
import { isBooked, isLive } from '../match.ts';
import { apart, DAYS_APART } from '../overpayments.ts';
import type { ArrivalCause, ArrivalVerdict, Batch, Receipts } from '../verdicts.ts';
import type { BatchedOrder } from './orders.ts';

/** Payments go out one run of the export after their invoice. */
const FURTHER_HOURS = 14;

interface Known {
  readonly batch: Batch;
  readonly orders: readonly BatchedOrder[];
  readonly invoices: readonly XeroInvoice[];
  /** Of the primary; null where those of an order could not be read. */
  readonly payments: readonly ExpectedPayment[] | null;
  readonly receipts: readonly XeroPayment[];
}

/**
 * What was paid on each batch, in sums: which receipt holds which payments is not known, only that receipts are split by
 * account. Of a batch whose own sum does not agree nothing can be said, since nobody knows which orders are in it.
 */
export function withReceipts(
  batches: readonly Batch[],
  orders: readonly BatchedOrder[],
  judging: Pick<Judging, 'books' | 'settings' | 'appeared'>,
): Batch[] {
  const { books } = judging;
  const byNumber = new Map(orders.map((one) => [one.number, one]));
  const byInvoice = Map.groupBy(books.payments.kind === 'read' ? books.payments.rows : [], (one) => one.invoiceId);
  const rows = new Map((books.invoices.kind === 'read' ? books.invoices.rows : []).map((one) => [one.id, one]));
  const all = batches.map((batch): Known => {
    const own = batch.orders.flatMap((number) => byNumber.get(number) ?? []);
    const ids = batch.invoices.map(({ id }) => id);
    return {
      batch,
      orders: own,
      invoices: ids.flatMap((id) => rows.get(id) ?? []),
      payments: own.some(({ payments }) => payments === null) ? null : own.flatMap((one) => received(one)),
      receipts: ids.flatMap((id) => byInvoice.get(id) ?? []).filter(({ counts, isReceipt }) => counts && isReceipt),
    };
  });
  // Where one batch has more than its orders, it may be what another lacks: how the export spreads them is not known.
  const surplus = all.filter((one) => isComparable(one) && compare(sumOf(one.receipts), sumOf(one.payments ?? [])) > 0);
  return all.map((one) => {
    const { batch, payments, receipts } = one;
    if (!isComparable(one) || (payments?.length === 0 && receipts.length === 0)) return batch;
    const isElsewhere = surplus.some((other) => other !== one && other.batch.currency === batch.currency);
    const { verdict, cause, message, remedy = '' } = judgeReceipts(one, { ...judging, isElsewhere });
    const [primary, xero] = [sumOf(payments ?? []), sumOf(receipts)];
    return { ...batch, receipts: { verdict, cause, primary, xero, message, remedy } };
  });
}

function received({ payments }: BatchedOrder): readonly ExpectedPayment[] {
  return (payments ?? []).filter(({ amount }) => compare(amount, ZERO) > 0);
}

/** Nothing is paid on what was voided or deleted. */
function isComparable({ batch: { xero, primary }, invoices }: Known): boolean {
  return xero !== null && equal(xero.total, primary.total) && invoices.every(isLive);
}

interface Said {
  readonly verdict: ArrivalVerdict;
  readonly cause: ArrivalCause | null;
  readonly message: string;
  readonly remedy?: string;
}

type Around = Pick<Judging, 'books' | 'settings' | 'appeared'> & { readonly isElsewhere: boolean };

const EXPORT_LOG = "Look for them in the primary's Xero export log (Logs & Reports, Export Logs, Payments).";

function judgeReceipts(one: Known, around: Around): Said {
  const { orders, invoices, payments, receipts } = one;
  const { books } = around;
  const what = `What is paid on the batch ${invoices.map(({ number }) => number).join(', ')}`;
  const unknown = (why: string, cause: ArrivalCause = 'batched'): Said => ({
    ...{ verdict: 'unproven', cause, message: `${what} could not be compared: ${why}.` },
  });
  if (books.payments.kind === 'unread') return unknown(books.payments.why.replace(/\.$/, ''), 'not-read');
  if (payments === null) return unknown("those of one of the primary's own orders could not be read", 'not-read');
  if (orders.some((order) => compare(sumOf(received(order)), order.total) > 0))
    return unknown(
      'more is paid on one of its orders than its total, and what is beyond is an overpayment of all of them',
    );
  const [primary, xero] = [sumOf(payments), sumOf(receipts)];
  if (compare(sumOf(invoices.map(({ paid }) => ({ amount: paid }))), xero) > 0)
    return unknown('its invoice says that more is paid on it than was found', 'not-read');
  const sums = `comes to ${formatMoney(primary)} in the primary, but to ${formatMoney(xero)} in Xero`;
  if (compare(xero, primary) < 0) return lacking(one, `${what} ${sums}`, subtract(primary, xero), around);
  if (compare(xero, primary) > 0) {
    const twice = repeated(receipts);
    if (twice === undefined) return unknown(`it ${sums}, as by bank lines that were matched there`, 'ambiguous');
    const message = `${what} ${sums}: a receipt of ${formatMoney(twice.amount)} (${twice.reference}) is there twice.`;
    return { verdict: 'different', cause: 'doubled', message, remedy: 'Delete one of them in Xero.' };
  }
  return ofEqualSums(one, payments, what, { ...around, unknown });
}

function lacking(one: Known, words: string, by: Decimal, { settings, appeared, isElsewhere }: Around): Said {
  const { orders, invoices, receipts } = one;
  if (!invoices.every(isBooked))
    return { verdict: 'pending', cause: 'waits-for-invoice', message: `${words}: the batch waits for its approval.` };
  const young = orders.flatMap((order) =>
    received(order).filter(({ id, day }) =>
      mayStillCome(order, settings, { furtherHours: FURTHER_HOURS, day, since: appeared(id) }),
    ),
  );
  if (compare(sumOf(young), by) >= 0) {
    const message = `${words}; some of it is so young that the export may still bring it.`;
    return { verdict: 'pending', cause: 'usual-delay', message };
  }
  if (isElsewhere) {
    const message = `${words}, where another batch has more: which one the export puts them on is not known.`;
    return { verdict: 'unproven', cause: 'ambiguous', message };
  }
  const isNone = receipts.length === 0;
  const [verdict, cause] = isNone ? (['missing', 'not-exported'] as const) : (['different', 'total'] as const);
  return { verdict, cause, message: `${words}.`, remedy: EXPORT_LOG };
}

/** The sums agree: the accounts have to, and the days. */
function ofEqualSums(
  { receipts }: Known,
  payments: readonly ExpectedPayment[],
  what: string,
  { books, settings, unknown }: Around & { readonly unknown: (why: string, cause?: ArrivalCause) => Said },
): Said {
  const unmapped = payments.find(({ method }) => settings.accounts[method] === undefined);
  if (unmapped !== undefined)
    return unknown(
      `which account ${unmapped.method || 'a payment without a method'} goes to is not told (\`xero.accounts\`)`,
    );
  if (receipts.some(({ accountCode }) => accountCode === ''))
    return unknown('an account has no code in Xero', 'not-shown');
  const wanted = Map.groupBy(payments, ({ method }) => settings.accounts[method] ?? '');
  const found = Map.groupBy(receipts, ({ accountCode }) => accountCode);
  for (const account of new Set([...wanted.keys(), ...found.keys()])) {
    const [own, there] = [sumOf(wanted.get(account) ?? []), sumOf(found.get(account) ?? [])];
    if (equal(own, there)) continue;
    const message = `${what} comes to ${formatMoney(own)} on the account ${account} in the primary, but to ${formatMoney(there)} in Xero.`;
    const remedy = "Look at the accounts of the payment methods in the primary's Xero settings, and move it in Xero.";
    return { verdict: 'different', cause: 'account', message, remedy };
  }
  if ([...payments, ...receipts].some(({ day }) => day === null)) return unknown('a day is not shown', 'not-shown');
  const isSame = [...wanted].every(([account, own]) => areOfTheirDays(own, found.get(account) ?? []));
  if (!isSame) return unknown('its sums agree, but not by the days of the payments', 'ambiguous');
  const { noProof } = books;
  if (noProof !== undefined) return { verdict: 'unproven', cause: noProof.cause, message: noProof.why };
  return { verdict: 'proven', cause: null, message: '' };
}

/** In the order of days each receipt is the sum of the next payments, and none of these is of a day far from it. */
function areOfTheirDays(payments: readonly ExpectedPayment[], receipts: readonly XeroPayment[]): boolean {
  const left = [...payments].sort(byDay);
  for (const { amount, day } of [...receipts].sort(byDay)) {
    let sum: Decimal = ZERO;
    while (compare(sum, amount) < 0) {
      const next = left.shift();
      if (next === undefined || apart(next, day) > DAYS_APART) return false;
      sum = add(sum, next.amount);
    }
    if (!equal(sum, amount)) return false;
  }
  return left.length === 0;
}

/** Of one day the smaller first, since their order tells nothing. */
function byDay(one: Pick<XeroPayment, 'day' | 'amount'>, other: Pick<XeroPayment, 'day' | 'amount'>): number {
  const [own, others] = [one.day ?? '', other.day ?? ''];
  return own === others ? compare(one.amount, other.amount) : own < others ? -1 : 1;
}

function repeated(receipts: readonly XeroPayment[]): XeroPayment | undefined {
  const seen = new Set<string>();
  return receipts.find(({ amount, day, accountCode, reference }) => {
    const key = [amount, day, accountCode, reference.trim()].join('\n');
    const isAgain = reference.trim() !== '' && seen.has(key);
    seen.add(key);
    return isAgain;
  });
}

function sumOf(all: readonly { readonly amount: Decimal }[]): Decimal {
  return add(ZERO, ...all.map(({ amount }) => amount));
}

/** Receipts that tell of something wrong. */
export function wrongReceipts({ receipts }: Batch): Receipts | undefined {
  return receipts?.verdict === 'different' || receipts?.verdict === 'missing' ? receipts : undefined;
}
