import { compareAdoptedPayment, expectPayment } from '../../entities/payment/compare.ts';
import { type PaymentCopy, paymentSteps } from '../../entities/payment/write.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Referenced } from '../../entities/writing/referenced.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { awaitingBatch } from '../../model/awaited.ts';
import { type Payment, paymentSchema } from '../../model/payment.ts';
import { referenceOf } from '../../model/payment-reference.ts';
import { inOpenExport } from '../../session/open-exports.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { WritingRun } from '../context/parts.ts';
import { isByHand } from '../copies/by-hand.ts';
import { existingPayments } from '../copies/on-copies.ts';
import { freshFromNow } from '../protocol/looked.ts';
import { refuseWhileAltered } from './altered-references.ts';
import { inFreshParts } from './in-fresh-parts.ts';
import { caseOf, judgePayment, type PaymentCase } from './judge-payment.ts';
import { judgeLinked } from './linked-money.ts';
import { noteTransactions } from './note-transactions.ts';
import { ofCopiedOrders } from './of-copied-orders.ts';
import { withoutForeign } from './order-currencies.ts';
import { type PaymentEnds, readPaymentEnds } from './payment-ends.ts';
import type { DuePayment } from './payments-now.ts';
import { learnWhetherShown } from './shown-payments.ts';
import { decideSum, isSum, takeTwins } from './take-twins.ts';
import { writeJudged } from './write-judged.ts';

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
  const read = new Map(records.map((record) => [record, paymentOf(record)]));
  const ofRecord = (record: LedgerRecord): Payment => read.get(record) ?? paymentOf(record);
  await noteTransactions(context, store, [...read.values()]);
  const own = await withoutForeign(context, store, records, (record) => ofRecord(record).currency);
  const due = await ofCopiedOrders(context, store, own);
  const payments = due.map(({ record, order }): DuePayment => ({ record, order, payment: ofRecord(record) }));
  if (payments.length > 0) await createPayments(context, store, payments);
}

function paymentOf({ payload }: LedgerRecord): Payment {
  return paymentSchema.parse(JSON.parse(payload ?? ''));
}

/** What is to be booked, and what was decided of the rest. */
interface Judged {
  readonly items: LoadItem<PaymentCopy>[];
  readonly decisions: Decision[];
  /** Those to be booked that the primary has already, by their references in lower case. */
  readonly known: Map<string, Referenced<Payment>>;
}

async function createPayments(context: WritingRun, store: StoreRun, due: readonly DuePayment[]): Promise<void> {
  await refuseWhileAltered(context, 'payments');
  await noteDays(context, store, due);
  await inFreshParts(due, (left, mayBeOld) => createWhileFresh(context, store, left, mayBeOld));
}

/** @returns the source ids of those that both ends must be read for anew, since too long has passed */
async function createWhileFresh(
  context: WritingRun,
  store: StoreRun,
  due: readonly DuePayment[],
  mayBeOld: boolean,
): Promise<ReadonlySet<string>> {
  const isFresh = freshFromNow();
  const ends = await readPaymentEnds(context, store, due);
  const judged: Judged = { items: [], decisions: await ends.now.settled(), known: new Map() };
  const present = await stillPresent(ends, due, judged);
  const { decisions, left } = await takeTwins(context, ends, present);
  judged.decisions.push(...decisions);
  for (const one of left) await judgeOne(ends, one, judged);
  await context.ledger.decide(context.run, judged.decisions);
  const { done, unsent } = await writeJudged(context, {
    step: context.steps.of(paymentSteps.add),
    items: judged.items,
    looked: { existing: judged.known, isFresh },
    mayBeOld,
  });
  const paid = judged.items.find(({ key }) => done.get(key.sourceId) === 'done');
  if (paid !== undefined) await learnWhetherShown(context, paid.draft.orderId);
  return unsent;
}

async function noteDays({ lookups, look }: WritingRun, store: StoreRun, due: readonly DuePayment[]): Promise<void> {
  const rules = await lookups.rules(store);
  for (const { payment } of due) {
    const sample = { sourceId: payment.id, orders: [payment.orderId], day: payment.paidOn };
    look.noteDay(rules, 'payment-date-ahead', sample);
  }
}

/** Those that their own store still shows, and whose order's copy can still take them. */
async function stillPresent(
  ends: PaymentEnds,
  due: readonly DuePayment[],
  { decisions }: Judged,
): Promise<readonly DuePayment[]> {
  const present: DuePayment[] = [];
  for (const one of [...due].sort(byDay)) {
    const { record, payment, order } = one;
    const why = ends.gone.get(order.sourceId);
    if (why !== undefined) {
      const message = `Payment ${payment.id} of ${order.sourceId} can not be booked: ${why}.`;
      decisions.push({ kind: 'quarantine', key: record, reason: 'copy-gone', message });
      continue;
    }
    const where = await ends.now.present(one);
    if (where.kind === 'decide') decisions.push(...where.decisions);
    else if (where.kind === 'clear' && isByHand(record)) decisions.push(judgeByHand(one, ends));
    else if (where.kind === 'clear') present.push(one);
  }
  return present;
}

async function judgeOne(ends: PaymentEnds, due: DuePayment, judged: Judged): Promise<void> {
  const sum = await decideSum(ends.context, ends, due, judged.decisions);
  if (sum !== undefined) {
    judged.decisions.push(sum);
    return;
  }
  const one = caseOf(ends, due);
  if (one === undefined) return;
  const verdict = await judgePayment(one);
  if (verdict.kind === 'decide') judged.decisions.push(...verdict.decisions);
  else if (verdict.kind === 'clear') plan(one, judged);
}

/** From now on it counts as booked for those that come after it, whichever way it goes. */
function plan(one: PaymentCase, { items, decisions, known }: Judged): void {
  const { ends, record, payment, order, outcome, onCopy, there, isThere } = one;
  if (outcome.kind !== 'load') return;
  const { context, now, twins, rules } = ends;
  const targetId = order.targetId ?? '';
  const reference = onCopy ?? referenceOf(outcome.draft.authorisation);
  if (there?.kind === 'certain') known.set(reference.toLowerCase(), { kind: 'certain', existing: there.existing });
  now.copies.plan(targetId, reference, payment);
  twins.plan(outcome.draft);
  const batch = isThere ? undefined : context.exports.batchOf('payments', reference);
  if (batch !== undefined) {
    const message = inOpenExport(reference, batch);
    decisions.push({ kind: 'quarantine', key: record, reason: 'in-export-batch', message, seen: awaitingBatch(batch) });
    return;
  }
  const draft = { ...outcome.draft, expected: expectPayment(payment, rules, targetId) };
  items.push({ key: record, targetId: reference, draft, alone: wasAbsent(ends, record) });
}

function judgeByHand({ record, payment, order }: DuePayment, { now, rules }: PaymentEnds): Decision {
  const targetId = order.targetId ?? '';
  return judgeLinked(record, {
    of: existingPayments,
    onCopy: now.existing.filter(({ orderId }) => orderId.toLowerCase() === targetId.toLowerCase()),
    orderId: targetId,
    gone: 'payment-copy-gone',
    changed: 'payment-copy-changed',
    compare: (one) => compareAdoptedPayment(payment, one, rules, targetId),
  });
}

/** It was sent once and not stored: what others sent along may have been the reason, or this one theirs. */
function wasAbsent({ histories }: PaymentEnds, { sourceId }: LedgerRecord): boolean {
  return (histories.get(sourceId) ?? []).some(({ event }) => event === 'absent');
}

/** As they were paid: it is the last one that overpays. What a file names in one sum comes after what it is the sum of. */
function byDay({ payment: a, record: one }: DuePayment, { payment: b, record: other }: DuePayment): number {
  if (isSum(one) !== isSum(other)) return Number(isSum(one)) - Number(isSum(other));
  return (a.paidOn ?? '').localeCompare(b.paidOn ?? '') || Number(a.id) - Number(b.id);
}
