import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import type { LoadItem } from '../../load/load-target.ts';
import { byReference } from '../../load/payments.ts';
import type { PaymentDraft } from '../../model/drafts.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { add, type Decimal, equal, ZERO } from '../../model/money.ts';
import { type Payment, paymentSchema } from '../../model/payment.ts';
import { paymentReference, referenceOf } from '../../model/payment-reference.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { transformPayment } from '../../transform/payment.ts';
import type { LoadOutcomes } from '../load-batch.ts';
import type { RunContext, StoreRun } from './context.ts';
import { loadInBatches } from './load-in-batches.ts';

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
  const { ledger, run } = context;
  const parents = [...new Set(records.map(({ parent }) => parent ?? ''))];
  const orders = await ledger.known(store.fixed.store, 'orders', parents);
  const decisions: Decision[] = [];
  const bookable: { record: LedgerRecord; order: LedgerRecord }[] = [];
  for (const record of records) {
    const order = orders.get(record.parent ?? '');
    if (order?.state === 'loaded') bookable.push({ record, order });
    else decisions.push(withoutOrder(record, order));
  }
  await ledger.decide(run, decisions);
  if (bookable.length > 0) await book(context, store, bookable);
}

function withoutOrder(key: LedgerRecord, order: LedgerRecord | undefined): Decision {
  if (order === undefined || order.state === 'skipped') {
    const message = `${key.parent ?? 'Its order'} is not copied.`;
    return { kind: 'skip', key, reason: 'order-not-copied', message };
  }
  return { kind: 'quarantine', key, reason: 'waits-for', message: `Waits for the order ${order.sourceId}.` };
}

async function book(
  context: RunContext,
  store: StoreRun,
  bookable: readonly { readonly record: LedgerRecord; readonly order: LedgerRecord }[],
): Promise<void> {
  await refuseWhileUnreadable(context);
  const rules = await context.asked.rules(store);
  const { paymentMethods } = await context.asked.names();
  const targetIds = bookable.map(({ order }) => order.targetId ?? '');
  const held = await paymentsOn(context, targetIds);
  const copies = new PaidCopies(held);
  const items: LoadItem<PaymentDraft>[] = [];
  const decisions: Decision[] = [];
  for (const { record, order } of bookable) {
    const payment = paymentSchema.parse(JSON.parse(record.payload ?? ''));
    const reference = paymentReference(rules.references.payment, payment.id);
    const targetId = order.targetId ?? '';
    if (copies.hasUnreferenced(targetId, payment, reference)) {
      const message = `${targetId} has a payment of ${payment.amount} without our reference, perhaps this one.`;
      decisions.push({ kind: 'quarantine', key: record, reason: 'may-be-there', message });
      continue;
    }
    const paid = { sourceId: order.sourceId, targetId, grandTotal: order.amount ?? ZERO };
    const outcome = transformPayment(
      payment,
      rules,
      { ...paid, alreadyPaid: copies.paid(targetId, reference) },
      paymentMethods,
    );
    if (outcome.kind === 'load') {
      items.push({ key: record, targetId: reference, draft: outcome.draft });
      copies.plan(targetId, reference, payment.amount);
    } else decisions.push({ ...outcome, key: record });
  }
  await context.ledger.decide(context.run, decisions);
  await loadInBatches(context, context.targets.payments, items, {
    known: byReference(held),
    afterBatch: (outcomes) => stopIfUnreadable(context, items, outcomes),
  });
}

async function paymentsOn(context: RunContext, orderIds: readonly string[]): Promise<Payment[]> {
  const { payments } = await readPaymentsOfOrders(context.primary, orderIds, { signal: context.signal });
  return payments;
}

/** What is paid on the copies, as the primary has it and as this batch will make it. */
class PaidCopies {
  readonly #payments: { order: string; reference: string; amount: Decimal; ours: boolean }[];

  constructor(held: readonly Payment[]) {
    this.#payments = held.map((payment) => ({
      order: payment.orderId.toLowerCase(),
      reference: referenceOf(payment.authorisation).toLowerCase(),
      amount: payment.amount,
      ours: false,
    }));
  }

  /** What other payments come to: one that is there already does not stand against itself. */
  paid(order: string, reference: string): Decimal {
    const others = this.#on(order).filter((payment) => payment.reference !== reference.toLowerCase());
    return others.reduce((sum, { amount }) => add(sum, amount), ZERO);
  }

  plan(order: string, reference: string, amount: Decimal): void {
    const known = this.#on(order).some((payment) => payment.reference === reference.toLowerCase());
    if (!known) {
      this.#payments.push({ order: order.toLowerCase(), reference: reference.toLowerCase(), amount, ours: true });
    }
  }

  /** One that staff may have keyed by hand for the same money. */
  hasUnreferenced(order: string, payment: Payment, reference: string): boolean {
    const on = this.#on(order);
    if (on.some((one) => one.reference === reference.toLowerCase())) return false;
    const mark = reference.slice(0, reference.length - payment.id.length).toLowerCase();
    return on.some(
      ({ ours, reference: held, amount }) => !ours && !held.startsWith(mark) && equal(amount, payment.amount),
    );
  }

  #on(order: string) {
    return this.#payments.filter((payment) => payment.order === order.toLowerCase());
  }
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
