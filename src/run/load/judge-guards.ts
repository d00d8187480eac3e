import { judgeOrder } from '../../entities/order/transform/judge-order.ts';
import type { OrderLoad, OrderOutcome } from '../../entities/order/transform/order.ts';
import { type OrderWrite, orderSteps } from '../../entities/order/write/steps.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isRecordFault } from '../../model/record-fault.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { GuardName } from '../../transform/guards/guard-rules.ts';
import { type ContactHit, ContactSurvey } from '../context/contact-survey.ts';
import { selected, stopIfAsked } from '../context/context.ts';
import type { DailyWork, OrderRun } from '../context/parts.ts';
import { GuardGroups } from '../context/warnings.ts';
import { ContactIndex } from '../extract/contact-index.ts';
import { type StagedOrder, stagedOrders } from '../extract/staged-orders.ts';
import { orderRules } from './order-rules.ts';

/** As many as one look-up takes. */
const LOOK_UP = 100;
/** Judged by one order at a time; a store's currency is known without any. */
const byOrder: readonly GuardName[] = ['skus', 'numbers', 'negativeTotals', 'dueDates', 'contacts'];

/** Whether all orders of the run must have been read before the first is written. */
export function judgesBeforehand({ pipeline }: Pick<OrderRun & DailyWork, 'pipeline'>): boolean {
  // Whose company name is shared shows in the last order as well as in the first.
  return pipeline.guards.contacts === 'hold' || byOrder.some((guard) => pipeline.guards[guard] === 'stop');
}

/**
 * Ends the run before its first write where a guard is to stop it: over every order that is staged, of all stores. Finds
 * the orders that `guards.contacts` holds.
 * A store that can't be asked is left to fail when its orders are loaded.
 * @throws ConsolidatorError `guard-stopped`
 */
export async function judgeGuards(context: OrderRun & DailyWork): Promise<void> {
  const stopped = new GuardGroups();
  const contacts = new ContactSurvey();
  for (const store of storesWithOrders(context)) {
    await unlessItFails(store, () => judgeStore(context, store, stopped, contacts));
  }
  const action = context.pipeline.guards.contacts;
  const shared = action === 'warn' ? [] : await sharedContacts(context, contacts);
  for (const { store, sourceId, message } of shared) {
    if (action === 'stop') stopped.add(store, 'contacts', 'contact-shared', sourceId);
    else context.existingContacts.set(`${store} ${sourceId}`, message);
  }
  if (stopped.size === 0) return;
  throw guardsStopped(stopped.sentences());
}

/**
 * A store that was never copied from, in another currency than the primary's, is refused before the first write too.
 * @throws ConsolidatorError `guard-stopped`
 */
export async function judgeCurrencies(context: OrderRun & DailyWork): Promise<void> {
  if (context.pipeline.guards.currency !== 'stop') return;
  for (const store of storesWithOrders(context)) {
    await unlessItFails(store, async () => {
      if (await context.ledger.hasCopies(store.fixed.store, 'orders')) return;
      const { sourceCurrency, primaryCurrency } = await context.lookups.rules(store);
      if (sourceCurrency.trim().toUpperCase() === primaryCurrency.trim().toUpperCase()) return;
      const message = `${store.fixed.store} is in ${sourceCurrency}, and the primary's books are in ${primaryCurrency}. \`guards.currency\` is stop.`;
      throw guardsStopped([message]);
    });
  }
}

/** Where nothing is quarantined for it: over the orders that this run has copied, with the accounts that they stand under now. */
export async function warnOfContacts(context: OrderRun & DailyWork): Promise<void> {
  if (context.pipeline.guards.contacts !== 'warn') return;
  for (const { store, sourceId } of await sharedContacts(context, context.contacts)) {
    context.guarded.add(store, 'contacts', 'contact-shared', sourceId);
  }
}

/** Among each other, beside the accounts of the primary, and beside the contacts in the books; each order once. */
async function sharedContacts(context: OrderRun & DailyWork, contacts: ContactSurvey): Promise<ContactHit[]> {
  const found = await contacts.judge(context, () => ContactIndex.open(context));
  if (context.books === undefined) return found;
  const { sharedInXero } = await import('./contacts-in-xero.ts');
  const inXero = await sharedInXero(context, context.books, contacts);
  return [...new Map([...inXero, ...found].map((one) => [`${one.store} ${one.sourceId}`, one])).values()];
}

async function judgeStore(
  context: OrderRun & DailyWork,
  store: StoreRun,
  stopped: GuardGroups,
  contacts: ContactSurvey,
): Promise<void> {
  const { rules, transform } = await orderRules(context, store);
  for await (const page of stagedOrders(context, store)) {
    stopIfAsked(context);
    const wanted: (StagedOrder & { readonly load: OrderLoad })[] = [];
    for (const { key, order } of page) {
      const outcome = judged(() => (judgeOrder(order, rules).kind === 'wanted' ? transform(key, order) : undefined));
      if (outcome === undefined) continue;
      if (outcome.kind === 'stop') stopped.add(store.fixed.store, outcome.guard, outcome.reason, order.id);
      else if (outcome.kind === 'load') wanted.push({ key, order, load: outcome });
    }
    for (const { order } of wanted) contacts.add(rules, order);
    if (rules.guards.numbers === 'stop') {
      for (const id of await takenNumbers(context, wanted)) {
        stopped.add(store.fixed.store, 'numbers', 'target-id-taken', id);
      }
    }
  }
}

/** Source ids of the orders whose new number stands on another order of the primary, or on another copy. */
async function takenNumbers(
  context: OrderRun & DailyWork,
  wanted: readonly (StagedOrder & { readonly load: OrderLoad })[],
): Promise<string[]> {
  const { ledger, steps } = context;
  const { target } = steps.of(orderSteps.add);
  const items: LoadItem<OrderWrite>[] = wanted.map(({ key, load: { draft, completion, predictedTotal: total } }) => ({
    key,
    targetId: draft.orderId,
    draft: { draft, completion, total },
  }));
  const taken: string[] = [];
  for (let start = 0; start < items.length; start += LOOK_UP) {
    const group = items.slice(start, start + LOOK_UP);
    const there = await target.lookUp(group);
    const owners = await ledger.findByTargets(
      'orders',
      group.map(({ targetId }) => targetId),
    );
    for (const item of group) {
      const { store, sourceId } = item.key;
      const isOthers = owners.get(item.targetId)?.some((owner) => owner.store !== store || owner.sourceId !== sourceId);
      const existing = there.get(lowerKey(item.targetId));
      if (isOthers === true || (existing !== undefined && !target.isCopyOf(item, existing))) taken.push(sourceId);
    }
  }
  return taken;
}

/** An order that makes a rule fail is quarantined when it is loaded, and stops no run. */
function judged(judge: () => OrderOutcome | undefined): OrderOutcome | undefined {
  try {
    return judge();
  } catch (error) {
    if (!isRecordFault(error)) throw error;
    return undefined;
  }
}

function storesWithOrders(context: OrderRun & DailyWork): StoreRun[] {
  return context.stores.filter((store) => selected(context, store, 'orders'));
}

/** Its own trouble is reported where its records are read and loaded, and holds up nobody else. */
export async function unlessItFails({ fixed }: StoreRun, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isItsOwn = error instanceof ConsolidatorError && error.store === fixed.store;
    if (!isItsOwn || error.code === 'stopped' || error.code === 'guard-stopped') throw error;
  }
}

function guardsStopped(sentences: readonly string[]): ConsolidatorError {
  const message = `${sentences.join(' ')} Nothing of this run was written. Mend what is named, or set those keys of \`guards\` to hold.`;
  return new ConsolidatorError('guard-stopped', message);
}
