import { expectPayment } from '../../entities/payment/compare.ts';
import { compareAdoptedPayment } from '../../entities/payment/compare-adopted.ts';
import { transformPayment } from '../../entities/payment/transform.ts';
import { PaymentTwins } from '../../entities/payment/twins.ts';
import { type PaymentCopy, paymentSteps, shownPayment } from '../../entities/payment/write.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Referenced } from '../../entities/writing/referenced.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isSaidAnother, mayBe } from '../../model/may-be.ts';
import { formatMoney } from '../../model/money.ts';
import { type Payment, paymentSchema } from '../../model/payment.ts';
import { paymentReference, referenceOf } from '../../model/payment-reference.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { inOpenExport } from '../../session/open-exports.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { comingTo, type EnteredMoney, mayBeMessage } from '../../transform/entered-sums.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { WritingRun } from '../context/parts.ts';
import { type Attributed, attributeCopies } from '../copies/attribute-copies.ts';
import { enteredByHand, isByHand } from '../copies/by-hand.ts';
import { heldPayments } from '../copies/on-copies.ts';
import { refuseWhileAltered, stopIfAltered } from './altered-references.ts';
import { claimedTwins } from './claimed-twins.ts';
import { wasHeld } from './entered-orders.ts';
import { judgeLinked } from './linked-money.ts';
import { loadInBatches } from './load-in-batches.ts';
import { lookAtCopies } from './look-at-copies.ts';
import { noteTransactions } from './note-transactions.ts';
import { type OfCopiedOrder, ofCopiedOrders } from './of-copied-orders.ts';
import { withoutForeign } from './order-currencies.ts';
import { type DuePayment, PaymentsNow } from './payments-now.ts';
import { decideSum, isSum, takeTwins } from './take-twins.ts';

/** What is entered by hand in other parts makes a payment one too many. */
const EXCEEDING: readonly QuarantineReason[] = ['payment-exceeds-order', 'overpayment-makes-credit'];

/**
 * Books staged payments on the copies of their orders; those whose order is not copied are left out or wait.
 * @throws ConsolidatorError `reference-altered` when payments could not be told apart
 */
export async function loadPayments(
  context: WritingRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await noteTransactions(context, store, records.map(paymentOf));
  const due = await ofCopiedOrders(context, store, await withoutForeign(context, store, records, currencyOf));
  if (due.length > 0) await book(context, store, due.map(bookableOf));
}

function bookableOf({ record, order }: OfCopiedOrder): DuePayment {
  return { record, order, payment: paymentOf(record) };
}

function paymentOf({ payload }: LedgerRecord): Payment {
  return paymentSchema.parse(JSON.parse(payload ?? ''));
}

function currencyOf(record: LedgerRecord): string {
  return paymentOf(record).currency;
}

async function book(context: WritingRun, store: StoreRun, bookable: readonly DuePayment[]): Promise<void> {
  await refuseWhileAltered(context, 'payments');
  const rules = await context.asked.rules(store);
  for (const { payment } of bookable) {
    const sample = { sourceId: payment.id, orders: [payment.orderId], day: payment.paidOn };
    context.look.noteDay(rules, 'payment-date-ahead', sample);
  }
  const { paymentMethods } = await context.asked.names();
  const { payment: mark } = rules.references;
  const now = await PaymentsNow.read(context, store, rules, bookable);
  const { copies, held } = now;
  const twins = new PaymentTwins(mark, held, await claimedTwins(context, mark, held));
  const marks = [mark, rules.references.overpayment];
  const attributed = await attributeCopies(context, store, {
    entity: 'payments',
    marks,
    shown: held.map(shownPayment),
    due: bookable.map(({ record, order, payment }) => ({
      record,
      orderId: order.targetId ?? '',
      amount: payment.amount,
    })),
  });
  const known = new Map<string, Referenced<Payment>>();
  const { copies: orders, gone } = await lookAtCopies(
    context,
    rules,
    bookable.map(({ order }) => order),
  );
  const items: LoadItem<PaymentCopy>[] = [];
  const decisions: Decision[] = await now.settled();
  const present: DuePayment[] = [];
  for (const due of [...bookable].sort(byDay)) {
    const { record, payment, order } = due;
    const why = gone.get(order.sourceId);
    const where = why === undefined ? await now.present(due) : undefined;
    if (why !== undefined) {
      const message = `Payment ${payment.id} of ${order.sourceId} can not be booked: ${why}.`;
      decisions.push({ kind: 'quarantine', key: record, reason: 'copy-gone', message });
    } else if (where?.kind === 'decide') decisions.push(...where.decisions);
    else if (where?.kind === 'clear' && isByHand(record)) decisions.push(judgeByHand(due, held, rules));
    else if (where?.kind === 'clear') present.push(due);
  }
  const taken = await takeTwins(context, { now, twins, rules }, present);
  decisions.push(...taken.decisions);
  for (const due of taken.left) {
    const { record, payment, order } = due;
    const targetId = order.targetId ?? '';
    const sum = await decideSum(context, { now, twins, rules }, due, decisions);
    if (sum !== undefined) {
      decisions.push(sum);
      continue;
    }
    const onCopy = copies.referenceOf(targetId, record);
    const twin = twins.of(targetId, payment, onCopy ?? paymentReference(mark, payment.id));
    const there = attributed.get(payment.id);
    const isThere = onCopy !== undefined || there?.kind === 'certain';
    const copy = orders.get(order.sourceId);
    if (copy === undefined) continue;
    const paid = { alreadyPaid: copies.paid(targetId, record), paidInSource: now.balance(order.sourceId) };
    const outcome = transformPayment(payment, rules, { ...copy, ...paid }, paymentMethods);
    // What the rules leave out is nobody's question, though staff may have entered it by hand.
    if (outcome.kind === 'skip' && !isThere && record.targetId === null) {
      decisions.push({ ...outcome, key: record });
      continue;
    }
    if (twin.kind === 'doubtful') {
      decisions.push({ kind: 'quarantine', key: record, reason: 'may-be-there', message: twin.message });
      continue;
    }
    if (!isThere && !(await wasBooked(context, record))) {
      const replacement = await now.replacement(due, copy.copyTotal);
      if (replacement.kind === 'decide') decisions.push(...replacement.decisions);
      if (replacement.kind !== 'clear') continue;
    }
    if (there?.kind === 'doubtful' && !isSaidAnother(record.acceptedAs, there.held.id)) {
      decisions.push({
        kind: 'quarantine',
        key: record,
        ...doubtAbout(there, record, targetId, payment),
        seen: mayBe([there.held.id]),
      });
      continue;
    }
    if (!isThere && (await wasBooked(context, record))) {
      const message = `It was booked as ${record.targetId ?? ''} before, and is not on ${targetId}: its store has moved it, or somebody has removed it in the primary. Nothing is booked twice.`;
      decisions.push({ kind: 'quarantine', key: record, reason: 'payment-changed-after-copy', message });
      continue;
    }
    if (outcome.kind === 'load' && !isThere && isByHand(order)) {
      const message = enteredByHand(`Payment ${payment.id} (${formatMoney(payment.amount)})`, order);
      decisions.push({ kind: 'quarantine', key: record, reason: 'copy-by-hand', message });
      continue;
    }
    const verdict = outcome.kind === 'load' && !isThere ? now.exceeds(due) : undefined;
    const tooMuch = verdict?.kind === 'decide' || (outcome.kind === 'quarantine' && EXCEEDING.includes(outcome.reason));
    if (!isThere && (tooMuch || (outcome.kind === 'load' && (await wasHeld(context.ledger, record))))) {
      const parts = comingTo(now.enteredOn(targetId, record), payment.amount);
      if (parts.length > 0) {
        decisions.push(mayBeParts(due, parts));
        continue;
      }
    }
    if (verdict?.kind === 'decide') decisions.push(...verdict.decisions);
    else if (outcome.kind === 'load') {
      const reference = onCopy ?? referenceOf(outcome.draft.authorisation);
      if (there?.kind === 'certain') known.set(reference.toLowerCase(), { kind: 'certain', held: there.held });
      const batch = isThere ? undefined : context.exports.batchOf('payments', reference);
      copies.plan(targetId, reference, payment);
      twins.plan(outcome.draft);
      if (batch !== undefined) {
        const message = inOpenExport(reference, batch);
        decisions.push({ kind: 'quarantine', key: record, reason: 'in-export-batch', message });
        continue;
      }
      const alone = await wasAbsent(context, record);
      const draft = { ...outcome.draft, expected: expectPayment(payment, rules, targetId) };
      items.push({ key: record, targetId: reference, draft, alone });
    } else decisions.push({ ...outcome, key: record });
  }
  await context.ledger.decide(context.run, decisions);
  await loadInBatches(context, context.steps.of(paymentSteps.add), items, {
    known,
    afterBatch: (outcomes) => stopIfAltered(context, items, outcomes),
  });
}

function mayBeParts({ record, payment, order }: DuePayment, parts: readonly EnteredMoney[]): Decision {
  const { id, amount } = payment;
  const said = mayBeMessage(`payment ${id} of ${formatMoney(amount)}`, order.targetId ?? '', parts);
  const ids = parts.map((one) => one.id);
  const message = `${said}. If so: \`link ${id} --entity payments --as ${ids.join(',')}\`; if not: \`quarantine retry ${id} --entity payments --another\`.`;
  return { kind: 'quarantine', key: record, reason: 'may-be-there', message, seen: mayBe(ids) };
}

function judgeByHand({ record, payment, order }: DuePayment, held: readonly Payment[], rules: StoreRules): Decision {
  const targetId = order.targetId ?? '';
  return judgeLinked(record, {
    of: heldPayments,
    onCopy: held.filter(({ orderId }) => orderId.toLowerCase() === targetId.toLowerCase()),
    orderId: targetId,
    gone: 'payment-copy-gone',
    changed: 'payment-copy-changed',
    compare: (one) => compareAdoptedPayment(payment, one, rules, targetId),
  });
}

/** One that staff keyed by hand, or whose reference is not what it was: it is neither written over nor taken for another's. */
function doubtAbout(
  { reading }: Extract<Attributed<Payment>, { kind: 'doubtful' }>,
  record: LedgerRecord,
  targetId: string,
  payment: Payment,
): { readonly reason: QuarantineReason; readonly message: string } {
  const how = {
    whole: 'under a reference that could be its own or the beginning of another one',
    altered: 'with what may have been made of its reference',
    empty: 'without our reference',
    foreign: 'without our reference',
  }[reading];
  const message = `${targetId} has a payment of ${formatMoney(payment.amount)} ${how}, perhaps this one.`;
  const isOurs = record.targetId !== null && reading !== 'foreign';
  return { reason: isOurs ? 'reference-altered' : 'may-be-there', message };
}

/** Seen in the primary once, perhaps on the copy of another order: that it is not found here proves nothing. */
async function wasBooked({ ledger }: WritingRun, record: LedgerRecord): Promise<boolean> {
  if (record.targetId === null) return false;
  return (await ledger.history(record)).some(({ event }) => event === 'loaded');
}

/** It was sent once and not stored: what others sent along may have been the reason, or this one theirs. */
async function wasAbsent({ ledger }: WritingRun, record: LedgerRecord): Promise<boolean> {
  return (await ledger.history(record)).some(({ event }) => event === 'absent');
}

/** As they were paid: it is the last one that overpays. What a file names in one sum comes after what it is the sum of. */
function byDay({ payment: a, record: one }: DuePayment, { payment: b, record: other }: DuePayment): number {
  if (isSum(one) !== isSum(other)) return Number(isSum(one)) - Number(isSum(other));
  return (a.paidOn ?? '').localeCompare(b.paidOn ?? '') || Number(a.id) - Number(b.id);
}
