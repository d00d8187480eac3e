import { untouchedBy } from '../../entities/order/compare/untouched.ts';
import { withoutHidden } from '../../entities/order/read/hidden-amounts.ts';
import { snapshotOf } from '../../entities/order/read/order-snapshot.ts';
import { concernsMoney, followed, rulesForChange } from '../../entities/order/transform/followed-fields.ts';
import { transformOrder } from '../../entities/order/transform/order.ts';
import { isForward, planUpdate, tellsNotes } from '../../entities/order/transform/plan-update.ts';
import { allChanges, listed } from '../../entities/order/transform/told-changes.ts';
import type { CancellationDraft } from '../../entities/order/write/cancellations.ts';
import { orderSteps } from '../../entities/order/write/steps.ts';
import { isUpdated } from '../../entities/order/write/updates.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { OrderUpdateDraft } from '../../model/drafts.ts';
import { add, decimal, equal, formatMoney, ZERO } from '../../model/money.ts';
import { isCancelled, type Order, orderSchema } from '../../model/order.ts';
import { changeOf, type OrderChange, type OrderSnapshot, parseSnapshot } from '../../model/order-snapshot.ts';
import { originOf } from '../../model/origin.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { type Quarantined, quarantine } from '../../transform/outcome.ts';
import type { FixedRules } from '../../transform/rules.ts';
import type { WritingRun } from '../context/parts.ts';
import { isByHand as isLinked } from '../copies/by-hand.ts';
import { isStillCopy, readCopies } from '../copies/copies-in-primary.ts';
import { noteBefore } from '../copies/followed-copies.ts';
import { exportedNow } from '../copies/orders-now.ts';
import { lookNow } from '../protocol/looked.ts';
import { loadInBatches } from './load-in-batches.ts';

/** Stands for the order's own notes while those of its copy are put together. */
const MARK = '\u0000';

interface Changed {
  readonly record: LedgerRecord;
  readonly order: Order;
  readonly before: OrderSnapshot;
  readonly change: OrderChange;
}

type ChangeAction =
  | { readonly kind: 'keep'; readonly left?: readonly string[] }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'update'; readonly draft: OrderUpdateDraft; readonly left: readonly string[] }
  | Quarantined;

/** Takes orders that changed after their copy to the copy, as far as UpdateOrder can; what it can't is quarantined. */
export async function propagateChanges(
  context: WritingRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  const { ledger, run } = context;
  const changed = records.map((record) => changedOf(record, store));
  const due = changed.filter((one) => concerns(one, store));
  const decisions: Decision[] = [];
  for (const { record, order, change } of changed.filter((one) => !due.includes(one))) {
    decisions.push({ kind: 'keep', key: record });
    for (const detail of isCancelled(order) ? [] : change.details) {
      if (followed(detail, store.fixed) === 'left') context.leftAlone.add(store.fixed.store, detail.field, order.id);
    }
  }
  const cancellations: LoadItem<CancellationDraft>[] = [];
  const updates: LoadItem<OrderUpdateDraft>[] = [];
  const { existing: copies, isFresh } = await lookNow(async () => {
    return due.length === 0 ? new Map<string, Order>() : readCopies(context, due.map(targetIdOf));
  });
  const cancelled = due.filter(({ change }) => change.cancelled).map(targetIdOf);
  const exported = await exportedNow(context, cancelled);
  for (const one of due) {
    const { record: key } = one;
    const targetId = targetIdOf(one);
    const existing = copies.get(upperKey(targetId));
    const action = await actionOf(context, store, one, existing, exported.has(upperKey(targetId)));
    if (action.kind === 'keep' || action.kind === 'update') {
      for (const field of action.left ?? []) context.leftAlone.add(store.fixed.store, field, one.order.id);
    }
    if (action.kind === 'cancel') cancellations.push({ key, targetId, draft: {} });
    else if (action.kind === 'update') updates.push({ key, targetId, draft: action.draft });
    else if (action.kind === 'keep') decisions.push({ kind: 'keep', key });
    else decisions.push({ ...action, key });
  }
  await ledger.decide(run, decisions);
  for (const { key, draft } of updates) await noteBefore(context, key, draft.untouched ?? {});
  await loadInBatches(context, context.steps.of(orderSteps.cancel), cancellations);
  // What each change was judged by shows as well whether the copy has it already.
  const existing = new Map(updates.flatMap((item) => alreadyUpdated(item, copies)));
  await loadInBatches(context, context.steps.of(orderSteps.update), updates, { looked: { existing, isFresh } });
}

function alreadyUpdated(
  { targetId, draft }: LoadItem<OrderUpdateDraft>,
  copies: ReadonlyMap<string, Order>,
): readonly (readonly [string, Order])[] {
  const copy = copies.get(upperKey(targetId));
  return copy !== undefined && isUpdated(draft, copy) ? [[lowerKey(targetId), copy]] : [];
}

function changedOf(record: LedgerRecord, { fixed }: StoreRun): Changed {
  const order = orderSchema.parse(JSON.parse(record.payload ?? ''));
  const before = parseSnapshot(record.copiedAs ?? '');
  const whole = snapshotOf(order, { followInvoiceDate: fixed.purpose === 'books', salt: before.salt });
  const after = withoutHidden(whole, order);
  return { record, order, before, change: changeOf(before, after) };
}

/** By which a change of this one is judged. */
function rulesFor({ before, order }: Changed, existing: Order, { fixed }: StoreRun): FixedRules {
  const gaveDueDate = originOf(existing.internalNotes)?.dueDays !== undefined;
  const terms = { before: before.fields['payment terms'], now: order.paymentTerms, gaveDueDate };
  return rulesForChange(fixed, terms);
}

function targetIdOf({ record }: Changed): string {
  return record.targetId ?? '';
}

/** Whether a copy has to follow at all: a cancelled one no more, and a status only forwards, where it is for the books. */
function concerns({ order, before, change }: Changed, { fixed }: StoreRun): boolean {
  if (isCancelled(before) && isCancelled(order)) return false;
  const moves = change.status && fixed.purpose === 'books' && isForward(before.status, order.status);
  const followedOn = change.details.some((detail) => !['left', 'own'].includes(followed(detail, fixed)));
  const propagated = change.approved || change.references || change.notes || change.tracking.length > 0 || followedOn;
  return change.cancelled || change.byHand.length > 0 || propagated || moves;
}

async function actionOf(
  context: WritingRun,
  store: StoreRun,
  one: Changed,
  existing: Order | undefined,
  exported: boolean,
): Promise<ChangeAction> {
  const { record, order, before, change } = one;
  const targetId = targetIdOf(one);
  if (existing === undefined)
    return quarantine('copy-gone', `${order.id} was changed, and ${targetId} is not in the primary`);
  if (!(await isStillCopy(context, record, existing))) {
    return quarantine('copy-gone', `${order.id} was changed, and ${targetId} is not its copy any more`);
  }
  const rules = rulesFor(one, existing, store);
  if (isLinked(record)) return onLinked(one, existing, rules);
  if (change.cancelled) return cancellationOf(one, existing, exported);
  if (isByHand(one, existing, rules))
    return quarantine('changed-after-copy', `${order.id}: ${listed(allChanges(change, order.lines, rules))}`);
  if (isCancelled(existing)) return quarantine('copy-gone', `${order.id} was changed, and ${targetId} is cancelled`);
  const notes = tellsNotes(change, store.fixed) ? await notesAround(context, store, one) : { head: '', tail: '' };
  if ('kind' in notes) return notes;
  const planned = planUpdate(
    { order, before, change, existing },
    {
      rules,
      shippingMethods: (await context.lookups.names()).shippingMethods,
      wasApproved: change.approved && (await wasApproved(context, record)),
      notes,
    },
  );
  if (planned.kind === 'same') return { kind: 'keep', left: planned.left };
  if (planned.kind !== 'update') return planned;
  const { draft } = planned;
  return { ...planned, draft: { ...draft, untouched: untouchedBy(draft, existing, store.fixed) } };
}

/** A copy that was entered by hand is never written to: what matters to the books is told, and a person follows it. */
function onLinked({ order, change }: Changed, existing: Order, rules: FixedRules): ChangeAction {
  const enter = `${existing.id} was entered by hand, and is not written to`;
  if (change.cancelled) {
    if (isCancelled(existing)) return { kind: 'keep' };
    return quarantine('cancelled-after-copy', `${order.id} was cancelled; ${enter}`);
  }
  if (!concernsMoney(change, rules)) return { kind: 'keep', left: change.details.map(({ field }) => field) };
  const changes = [...change.byHand, ...change.details.map(({ says }) => says)];
  return quarantine('changed-after-copy', `${order.id}: ${listed(changes)}; ${enter}`);
}

/** What no program can change in a copy; of what goes out with the goods, only while the primary still is to send it. */
function isByHand({ change }: Changed, existing: Order, rules: FixedRules): boolean {
  const ways = change.details.map((detail) => followed(detail, rules));
  const isSent = existing.status.toLowerCase() === 'dispatched';
  return change.byHand.length > 0 || ways.includes('hand') || (ways.includes('sent') && !isSent);
}

/** Money that was paid, or an invoice that Xero may have, is nothing that a program takes back. */
function cancellationOf({ record, order, before }: Changed, existing: Order, exported: boolean): ChangeAction {
  if (isCancelled(existing)) return { kind: 'keep' };
  const meant = add(decimal(before.fields['total'] ?? '0'), record.accepted ?? ZERO);
  const says = (why: string) =>
    quarantine('cancelled-after-copy', `${order.id} was cancelled, and ${existing.id} ${why}`);
  if (existing.payments.length > 0) return says('is paid: refund or credit it in the primary');
  if (order.payments.length > 0) return says('was paid in its own store: see what became of the money');
  if (exported) return says('was exported to the books: credit it in the primary');
  if (!equal(existing.grandTotal, meant)) {
    const totals = `comes to ${formatMoney(existing.grandTotal)} in the primary, not to the ${formatMoney(meant)} it was copied with`;
    return quarantine('changed-on-both-sides', `${order.id} was cancelled, and ${existing.id} ${totals}`);
  }
  return { kind: 'cancel' };
}

/** What a copy's notes say before and after those of its order. */
async function notesAround(
  context: WritingRun,
  store: StoreRun,
  { record, order }: Changed,
): Promise<{ readonly head: string; readonly tail: string } | Quarantined> {
  const { shippingMethods, paymentMethods } = await context.lookups.names();
  const outcome = transformOrder(
    { ...order, shippingMethod: '', internalNotes: MARK },
    await context.lookups.rules(store),
    {
      shippingMethods,
      paymentMethods,
      customer: { username: '' },
      sku: (sku) => sku,
      accepted: record.accepted ?? undefined,
    },
  );
  if (outcome.kind === 'quarantine') return outcome;
  if (outcome.kind !== 'load') return { head: '', tail: '' };
  const [head = '', tail = ''] = outcome.draft.internalNotes.split(MARK).map((part) => part.trim());
  return { head, tail };
}

async function wasApproved({ ledger }: WritingRun, record: LedgerRecord): Promise<boolean> {
  const history = await ledger.history(record);
  return history.some(({ event, detail }) => event === 'intent' && detail.startsWith('approve '));
}
