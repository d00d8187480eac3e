import type { KeyPath } from '../../config/problems.ts';
import { judgeOrder } from '../../entities/order/transform/judge-order.ts';
import { transformOrder } from '../../entities/order/transform/order.ts';
import { transformPayment } from '../../entities/payment/transform.ts';
import { targetSku } from '../../entities/product/transform.ts';
import { add, type Decimal, ZERO } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { reasons } from '../../model/reasons.ts';
import { localDateOf } from '../../model/time.ts';
import { type GuardAction, type GuardName, guardNames } from '../../transform/guards/guard-rules.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { examplesOf } from './check-articles.ts';
import type { CheckContext, CheckedSecondary } from './check-context.ts';
import type { Decided } from './decided-already.ts';
import type { Topic } from './finding.ts';
import { type HeldGroup, HeldGroups } from './held-groups.ts';
import { activeNames, type PrimaryLists } from './primary-lists.ts';
import type { Sample } from './sample-orders.ts';
import { mendName } from './spelling.ts';

/** A copy that a run would make. */
export interface PlannedCopy {
  readonly order: Order;
  readonly targetId: string;
}

/**
 * Takes the sample through the rules of a run, without what only the primary can tell, and reports what would be held.
 * @returns the copies that a run would make
 */
export function checkRecentOrders(
  context: CheckContext,
  { secondary, path }: CheckedSecondary,
  sample: Sample,
  { rules, lists, decided }: { readonly rules: StoreRules; readonly lists: PrimaryLists; readonly decided: Decided },
): PlannedCopy[] {
  const around = {
    shippingMethods: activeNames(lists.shippingMethods),
    paymentMethods: activeNames(lists.paymentMethods),
    customer: { username: '' },
    sku: (sku: string): string => targetSku(sku, rules) ?? '',
  };
  const held = new HeldGroups();
  const guarded = new Map<GuardName, HeldGroups>();
  const copies: PlannedCopy[] = [];
  const wanted = new Set(sample.unreadable);
  const accepted = (id: string): { readonly accepted?: Decimal } => {
    const cents = decided.acceptedOf(id);
    return cents === undefined ? {} : { accepted: cents };
  };
  for (const order of sample.orders) {
    const settled = decided.isSettled('orders', order.id);
    const judged = judgeOrder(order, rules);
    const outcome =
      judged.kind === 'wanted' ? transformOrder(order, rules, { ...around, ...accepted(order.id) }) : judged;
    if (outcome.kind !== 'skip') wanted.add(order.id);
    // What is copied or dropped is not held for what a new one would be.
    if (outcome.kind === 'skip' || (settled && outcome.kind !== 'load')) continue;
    if (outcome.kind === 'stop') {
      groupOf(guarded, outcome.guard).add(outcome.reason, order.id, outcome.message);
    } else if (outcome.kind === 'quarantine') {
      held.add(outcome.reason, order.id, outcome.message, nameOf(order, outcome.reason));
    } else {
      copies.push({ order, targetId: outcome.draft.orderId });
      for (const { guard, reason, message } of settled ? [] : outcome.warnings) {
        groupOf(guarded, guard).add(reason, order.id, message);
      }
      if (secondary.entities.includes('payments'))
        holdPayments(order, outcome.draft.orderId, rules, { ...around, decided }, held);
    }
  }
  tellMost(context, secondary.name, wanted.size, held, sample.unreadable);
  for (const group of held.list()) tellHeld(context, secondary.name, path, group, lists);
  for (const guard of guardNames) {
    for (const group of guarded.get(guard)?.list() ?? []) tellGuard(context, secondary.name, guard, group);
  }
  tellSample(context, secondary.name, sample, copies.length);
  return copies;
}

/** Of fewer orders, most says nothing yet. */
const FEWEST = 3;

/** A run would end well and copy next to nothing: no line about one kind of them says so. */
function tellMost(
  { findings }: CheckContext,
  store: string,
  wanted: number,
  held: HeldGroups,
  unreadable: readonly string[],
): void {
  const groups = held.list();
  const ids = new Set([...groups.flatMap((group) => group.ids), ...unreadable]);
  if (wanted < FEWEST || ids.size * 2 <= wanted) return;
  const counted = groups.map(({ reason, ids: own }) => `${reason} ${own.length}`);
  if (unreadable.length > 0) counted.push(`unreadable ${unreadable.length}`);
  const message = `Most recent orders would be held, or a payment of theirs: ${ids.size} of ${wanted} (${counted.join(', ')}).`;
  const remedy = 'Mend what is said of this store below before the first run, and check again.';
  findings.problem('recent orders', store, message, remedy);
}

function groupOf(groups: Map<GuardName, HeldGroups>, guard: GuardName): HeldGroups {
  const group = groups.get(guard) ?? new HeldGroups();
  groups.set(guard, group);
  return group;
}

/** Names are told one by one, so that each can be mapped. */
function nameOf(order: Order, reason: HeldGroup['reason']): string {
  if (reason === 'shipping-method-unmapped') return order.shippingMethod;
  return reason === 'id-prefix-unknown' ? (/^\D*/.exec(order.id)?.[0] ?? '') : '';
}

function holdPayments(
  order: Order,
  targetId: string,
  rules: StoreRules,
  { paymentMethods, decided }: { readonly paymentMethods: ReadonlySet<string>; readonly decided: Decided },
  held: HeldGroups,
): void {
  let alreadyPaid: Decimal = ZERO;
  for (const { id, amount, method, paidAt } of order.payments) {
    const paidOn = paidAt === null ? null : localDateOf(paidAt, rules.timeZone);
    const payment = { id, orderId: order.id, amount, method, paidAt, paidOn };
    const copy = { sourceId: order.id, targetId, copyTotal: order.grandTotal, alreadyPaid };
    const paidInSource = add(...order.payments.map((one) => one.amount));
    // Whose account it will be is not looked up here.
    const paid = { ...copy, paidInSource, ofMatchedCustomer: rules.customers.policy !== 'house' };
    const outcome = transformPayment(
      { ...payment, currency: '', authorisation: '', notes: '' },
      rules,
      paid,
      paymentMethods,
    );
    if (outcome.kind === 'load') alreadyPaid = add(alreadyPaid, amount);
    else if (outcome.kind === 'quarantine' && !decided.isSettled('payments', id))
      held.add(outcome.reason, order.id, outcome.message, method);
  }
}

const mapped: Partial<Record<HeldGroup['reason'], { topic: Topic; kind: string; key: readonly string[] }>> = {
  'payment-method-unmapped': { topic: 'payment methods', kind: 'payment method', key: ['payments', 'methods'] },
  'payment-kind-unhandled': { topic: 'payment methods', kind: 'payment method', key: ['payments', 'methods'] },
  'shipping-method-unmapped': {
    topic: 'shipping methods',
    kind: 'shipping method',
    key: ['orders', 'shippingMethods'],
  },
};

function tellHeld(
  { findings }: CheckContext,
  store: string,
  path: KeyPath,
  group: HeldGroup,
  lists: PrimaryLists,
): void {
  const { reason, name, message } = group;
  const { meaning, remedy } = reasons[reason];
  const title = `Would be held (${reason}): ${recent(group)}.`;
  const map = mapped[reason];
  if (map !== undefined) {
    const list = map.topic === 'payment methods' ? lists.paymentMethods : lists.shippingMethods;
    const found = `${title} The ${map.kind} is ${JSON.stringify(name)}. ${meaning}`;
    findings.warn(map.topic, store, found, mendName(name, activeNames(list), remedy), [...path, ...map.key]);
  } else if (reason === 'id-prefix-unknown') {
    const found = `${title} The number begins with ${JSON.stringify(name)}, which \`prefix\` does not declare.`;
    findings.warn('order numbers', store, found, remedy, [...path, 'prefix']);
  } else if (reason === 'id-malformed' || reason === 'id-too-long') {
    findings.warn('order numbers', store, `${title} ${message}.`, remedy, [...path, 'prefix']);
  } else {
    findings.warn('recent orders', store, `${title} ${meaning} (${message}.)`, remedy);
  }
}

function tellGuard({ findings, pipeline }: CheckContext, store: string, guard: GuardName, group: HeldGroup): void {
  const action: GuardAction = pipeline.guards[guard];
  const message = `${recent(group)}: ${reasons[group.reason].meaning} \`guards.${guard}\` is ${action}.`;
  if (action === 'stop') {
    findings.problem('guards', store, message, reasons[group.reason].remedy, ['guards', guard]);
  } else {
    const remedy = `Mend it in the store. With \`guards.${guard}: hold\` such orders are kept back.`;
    findings.warn('guards', store, message, remedy, ['guards', guard]);
  }
}

function recent({ ids }: HeldGroup): string {
  return `${ids.length} recent order${ids.length === 1 ? '' : 's'} (${examplesOf(ids)})`;
}

function tellSample({ findings }: CheckContext, store: string, sample: Sample, copies: number): void {
  const orders = sample.ids.length === 1 ? 'order' : 'orders';
  const which = `${sample.all && sample.ids.length !== 1 ? 'all ' : ''}${sample.ids.length} ${orders}`;
  const message = `Looked at ${which} placed since ${sample.from.slice(0, 10)}; ${copies} of them would be copied.`;
  findings.ok('recent orders', store, message);
  if (sample.unreadable.length === 0) return;
  const count = `${sample.unreadable.length} of them (${examplesOf(sample.unreadable)})`;
  findings.warn(
    'recent orders',
    store,
    `${count} can't be read: ${reasons.unreadable.meaning}`,
    reasons.unreadable.remedy,
  );
}
