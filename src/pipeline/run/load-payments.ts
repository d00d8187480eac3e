import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import type { LoadItem } from '../../load/load-target.ts';
import { byReference } from '../../load/payments.ts';
import type { PaymentDraft } from '../../model/drafts.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { equal } from '../../model/money.ts';
import { type Payment, paymentSchema } from '../../model/payment.ts';
import { paymentReference, referenceOf } from '../../model/payment-reference.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { transformPayment } from '../../transform/payment.ts';
import { claimedTwins, PaymentTwins } from '../feeds/payment-twins.ts';
import type { LoadOutcomes } from '../load-batch.ts';
import type { RunContext, StoreRun } from './context.ts';
import { loadInBatches } from './load-in-batches.ts';
import { lookAtCopies } from './look-at-copies.ts';
import { type OfCopiedOrder, ofCopiedOrders } from './of-copied-orders.ts';
import { withoutForeign } from './order-currencies.ts';
import { PaidCopies } from './paid-copies.ts';

const UNREADABLE = 'payment-reference-unreadable';

/**
 * Books staged payments on the copies of their orders; those whose order is not copied are left out or wait.
 * @throws ConsolidatorError `payment-reference-unreadable` when payments could not be told apart
 */
export async function loadPayments(
  context: RunContext,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const due = await ofCopiedOrders(context, store, await withoutForeign(context, store, records, currencyOf));
  if (due.length > 0) await book(context, store, due.map(bookableOf));
}

interface Bookable extends OfCopiedOrder {
  readonly payment: Payment;
}

function bookableOf({ record, order }: OfCopiedOrder): Bookable {
  return { record, order, payment: paymentOf(record) };
}

function paymentOf({ payload }: LedgerRecord): Payment {
  return paymentSchema.parse(JSON.parse(payload ?? ''));
}

function currencyOf(record: LedgerRecord): string {
  return paymentOf(record).currency;
}

async function book(context: RunContext, store: StoreRun, bookable: readonly Bookable[]): Promise<void> {
  await refuseWhileUnreadable(context);
  const rules = await context.asked.rules(store);
  const { paymentMethods } = await context.asked.names();
  const targetIds = [...new Set(bookable.map(({ order }) => order.targetId ?? ''))];
  const { payment: mark, overpayment } = rules.references;
  const held = await paymentsOn(context, targetIds);
  const twins = new PaymentTwins(mark, held, await claimedTwins(context, mark, held));
  const copies = new PaidCopies(held, [mark, overpayment]);
  const { copies: orders, gone } = await lookAtCopies(
    context,
    rules,
    bookable.map(({ order }) => order),
  );
  const items: LoadItem<PaymentDraft>[] = [];
  const decisions: Decision[] = [];
  for (const { record, payment, order } of [...bookable].sort(byDay)) {
    const targetId = order.targetId ?? '';
    const why = gone.get(order.sourceId);
    if (why !== undefined) {
      const message = `Payment ${payment.id} of ${order.sourceId} can not be booked: ${why}.`;
      decisions.push({ kind: 'quarantine', key: record, reason: 'copy-gone', message });
      continue;
    }
    const twin = twins.of(targetId, payment, paymentReference(mark, payment.id));
    if (twin.kind === 'same') {
      decisions.push({ kind: 'link', key: record, targetId: twin.reference });
      continue;
    }
    if (twin.kind === 'doubtful') {
      decisions.push({ kind: 'quarantine', key: record, reason: 'may-be-there', message: twin.message });
      continue;
    }
    if (copies.hasUnreferenced(targetId, payment)) {
      const message = `${targetId} has a payment of ${payment.amount} without our reference, perhaps this one.`;
      decisions.push({ kind: 'quarantine', key: record, reason: 'may-be-there', message });
      continue;
    }
    if (copies.referenceOf(targetId, payment.id) === undefined && (await wasBooked(context, record))) {
      const message = `It was booked as ${record.targetId ?? ''} before, and is not on ${targetId}: its store has moved it, or somebody has removed it in the primary. Nothing is booked twice.`;
      decisions.push({ kind: 'quarantine', key: record, reason: 'payment-changed-after-copy', message });
      continue;
    }
    const copy = orders.get(order.sourceId);
    if (copy === undefined) continue;
    const alreadyPaid = copies.paid(targetId, payment.id);
    const outcome = transformPayment(payment, rules, { ...copy, alreadyPaid }, paymentMethods);
    if (outcome.kind === 'load') {
      const reference = copies.referenceOf(targetId, payment.id) ?? referenceOf(outcome.draft.authorisation);
      const alone = await wasAbsent(context, record);
      items.push({ key: record, targetId: reference, draft: outcome.draft, alone });
      copies.plan(targetId, reference, payment.amount);
      twins.plan(outcome.draft);
    } else decisions.push({ ...outcome, key: record });
  }
  await context.ledger.decide(context.run, decisions);
  await loadInBatches(context, context.targets.payments, items, {
    known: byReference(held),
    afterBatch: (outcomes) => stopIfUnreadable(context, items, outcomes),
  });
}

/** Seen in the primary once, perhaps on the copy of another order: that it is not found here proves nothing. */
async function wasBooked({ ledger }: RunContext, record: LedgerRecord): Promise<boolean> {
  if (record.targetId === null) return false;
  return (await ledger.history(record)).some(({ event }) => event === 'loaded');
}

/** It was sent once and not stored: what others sent along may have been the reason, or this one theirs. */
async function wasAbsent({ ledger }: RunContext, record: LedgerRecord): Promise<boolean> {
  return (await ledger.history(record)).some(({ event }) => event === 'absent');
}

/** As they were paid: it is the last one that overpays. */
function byDay({ payment: a }: Bookable, { payment: b }: Bookable): number {
  return (a.paidOn ?? '').localeCompare(b.paidOn ?? '') || Number(a.id) - Number(b.id);
}

async function paymentsOn(context: RunContext, orderIds: readonly string[]): Promise<Payment[]> {
  const { payments } = await readPaymentsOfOrders(context.primary, orderIds, { signal: context.signal });
  return payments;
}

/** Held until a person has looked: one payment that could not be recognised is one too many. */
async function refuseWhileUnreadable({ ledger }: RunContext): Promise<void> {
  const held = (await ledger.quarantined()).find(({ reason }) => reason === UNREADABLE);
  if (held !== undefined) throw unreadable(held.sourceId);
}

/** A payment that was accepted but is not found by its reference, while one of its amount without any has appeared. */
async function stopIfUnreadable(
  context: RunContext,
  items: readonly LoadItem<PaymentDraft>[],
  outcomes: LoadOutcomes,
): Promise<void> {
  const pending = items.filter(({ key }) => outcomes.get(key.sourceId) === 'pending');
  if (pending.length === 0) return;
  const held = await paymentsOn(
    context,
    pending.map(({ draft }) => draft.orderId),
  );
  const lost = pending.filter(({ draft }) =>
    held.some(
      (payment) =>
        payment.orderId.toLowerCase() === draft.orderId.toLowerCase() &&
        payment.authorisation.trim() === '' &&
        equal(payment.amount, draft.amount),
    ),
  );
  const open = await context.ledger.openIntents();
  const intents = open.filter(({ key }) => key.entity === 'payments' && lost.some((item) => sameKey(item, key)));
  await context.ledger.settle(
    context.run,
    intents.map(({ id, targetId }) => ({
      kind: 'quarantine',
      intent: id,
      reason: UNREADABLE,
      message: `${targetId} was written, and came back without its reference.`,
    })),
  );
  const [first] = lost;
  if (first !== undefined) throw unreadable(first.key.sourceId);
}

function sameKey(item: LoadItem<PaymentDraft>, key: LoadItem<PaymentDraft>['key']): boolean {
  return item.key.store === key.store && item.key.sourceId === key.sourceId;
}

function unreadable(paymentId: string): ConsolidatorError {
  return new ConsolidatorError(
    UNREADABLE,
    `The primary gave payment ${paymentId} back without its reference, so payments can't be told apart and none is written. Enter them by hand, or leave \`payments\` out of \`entities\`.`,
    { store: 'primary', record: paymentId },
  );
}
