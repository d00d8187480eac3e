import { type Finding, Findings } from '../../entities/comparing/finding.ts';
import { expectOrder } from '../../entities/order/compare/expect-order.ts';
import { orderFields } from '../../entities/order/compare/fields.ts';
import { forPrimary } from '../../entities/order/transform/order.ts';
import { ownOf } from '../../entities/order/write/found.ts';
import { type OrderWrite, orderSteps } from '../../entities/order/write/steps.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isZero } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { primaryHost } from '../context/context.ts';
import type { OrderRun } from '../context/parts.ts';
import type { LoadOutcomes } from '../protocol/batch.ts';
import { withFreeIds } from './free-ids.ts';
import { loadInBatches } from './load-in-batches.ts';
import { mayWriteTogether } from './may-write-together.ts';
import { orderRules } from './order-rules.ts';
import { type PreparedOrders, prepareOrders, type ReadyOrder, transformAnew } from './prepare-orders.ts';
import { inTurns, wholeWay } from './turns-by-doubt.ts';

/** What is left to do for orders that were added. */
export type LeftToApprove = () => Promise<void>;

/** What of the orders before these is still under way while these are prepared and added. */
export interface OrdersBefore {
  /** Resolves when all of them are added and approved, or came to something else. */
  readonly approved: () => Promise<void>;
  /** The same for whoever adds: then all of them are added. */
  readonly approvedWhileAdding: () => Promise<void>;
}

const NONE_BEFORE: OrdersBefore = { approved: async () => {}, approvedWhileAdding: async () => {} };

/**
 * Takes staged orders to the primary: judged, transformed, with what they refer to. What is given back adds them, and then
 * approves them, so that one chunk can be prepared while the one before is added, and another one approved.
 * @throws ConsolidatorError
 */
export async function beginOrders(
  context: OrderRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
  before: OrdersBefore,
): Promise<() => Promise<LeftToApprove>> {
  const prepared = await prepareOrders(context, store, records, before.approved);
  return () => addOrders(context, store, prepared, before);
}

/** All of it in one go, after all orders before these. @throws ConsolidatorError */
export async function loadOrders(context: OrderRun, store: StoreRun, records: readonly LedgerRecord[]): Promise<void> {
  const add = await beginOrders(context, store, records, NONE_BEFORE);
  const approve = await add();
  await approve();
}

async function addOrders(
  context: OrderRun,
  store: StoreRun,
  { candidates, ready, known }: PreparedOrders,
  before: OrdersBefore,
): Promise<LeftToApprove> {
  const rules = await context.lookups.rules(store);
  const { transform } = await orderRules(context, store);
  const left: LoadItem<OrderWrite>[] = [];
  const added = await inTurns(context, store, ready, {
    known,
    again: (rest) => transformAnew(context, transform, rest),
    async add(group, isLast) {
      const items = await withFreeIds(
        context,
        group.map((candidate) => itemOf(rules, candidate)),
      );
      return addAndApprove(context, rules, items, {
        before,
        // Nothing that comes after them is judged by what they become.
        leave: isLast ? (some) => left.push(...some) : undefined,
      });
    },
  });
  await noteWarnings(context, store, candidates, added);
  return async () => {
    await approveOrders(context, left);
  };
}

function itemOf(rules: StoreRules, { key, order, load, reference }: ReadyOrder): LoadItem<OrderWrite> {
  const { draft, completion, predictedTotal: total, doubt, hidden } = forPrimary(load, reference);
  // What was accepted before anything was written concerns the prediction, not what the primary makes of it.
  const tolerated = key.targetId === null ? undefined : (key.accepted ?? undefined);
  const expected = expectOrder(order, rules, reference, key.accepted ?? undefined);
  const cents = { doubtful: !isZero(doubt), hasHiddenCents: !isZero(hidden) };
  const own = ownOf(order, rules);
  return { key, targetId: draft.orderId, draft: { draft, expected, completion, total, tolerated, own, ...cents } };
}

interface Approving {
  readonly before: OrdersBefore;
  /** Takes those that can be approved later, while others are added. */
  readonly leave: ((items: readonly LoadItem<OrderWrite>[]) => void) | undefined;
}

/** While either step's canary is out, one order goes all the way before the next is added. @returns what adding came to */
async function addAndApprove(
  context: OrderRun,
  rules: StoreRules,
  items: readonly LoadItem<OrderWrite>[],
  { before, leave }: Approving,
): Promise<LoadOutcomes> {
  const steps = wholeWay(context);
  const added: LoadOutcomes = new Map();
  for (let next = 0; next < items.length; ) {
    if (await context.canaries.areStopped(rules.store, steps)) break;
    const together = await mayWriteTogether(context, rules.store, steps);
    const group = items.slice(next, together ? items.length : next + 1);
    next += group.length;
    // What earlier looks have shown may have been set right since.
    context.copiesSeen.length = 0;
    const onWritten = (_item: LoadItem<OrderWrite>, existing: unknown, isFresh: () => boolean) =>
      noteFresh(context, 'added', existing, isFresh);
    for (const [id, outcome] of await loadInBatches(context, context.steps.of(orderSteps.add), group, { onWritten }))
      added.set(id, outcome);
    await learnFromCopies(context, rules);
    const right = group.filter(({ key }) => added.get(key.sourceId) === 'done');
    // How cents are set right is learned from one before others are added that may need it.
    if (together && leave !== undefined && !right.some((item) => isCentsOff(context, item))) leave(right);
    else {
      await before.approvedWhileAdding();
      await approveOrders(context, right);
    }
  }
  return added;
}

function isCentsOff({ centsOff }: OrderRun, { targetId }: LoadItem<OrderWrite>): boolean {
  return centsOff.has(lowerKey(targetId));
}

/** As they were added, so before a rounding could hide how the primary rounds. */
async function learnFromCopies(context: OrderRun, { primaryGstPercent }: StoreRules): Promise<void> {
  const host = primaryHost(context);
  for (const copy of context.copiesSeen.splice(0)) await context.readings.teach(host, copy, primaryGstPercent);
  await context.readings.save();
}

/** Neither the order nor anything of it shows one. */
function noCurrency(): readonly Finding[] {
  const findings = new Findings(orderFields);
  findings.notShown('currency', 'source');
  return findings.found;
}

/** Of those that were written: what is quarantined or waits is told of by other means. */
async function noteWarnings(
  { lookups, guarded, contacts, compared }: OrderRun,
  store: StoreRun,
  candidates: PreparedOrders['candidates'],
  added: LoadOutcomes,
): Promise<void> {
  const rules = await lookups.rules(store);
  for (const { order, load, currencyNotShown } of candidates) {
    const outcome = added.get(order.id);
    if (outcome === undefined || outcome === 'quarantined') continue;
    if (currencyNotShown) compared.note({ store: rules.store, entity: 'orders', sourceId: order.id }, noCurrency());
    for (const { guard, reason } of load.warnings) guarded.add(rules.store, guard, reason, order.id);
    if (rules.guards.contacts === 'warn') contacts.add(rules, order);
  }
}

/** The commit point: only now can the copies reach Xero. Those that are cents off are set right first. */
export async function approveOrders(context: OrderRun, items: readonly LoadItem<OrderWrite>[]): Promise<LoadOutcomes> {
  const off = items.filter((item) => isCentsOff(context, item));
  const rounded = await loadInBatches(context, context.steps.of(orderSteps.round), off);
  const right = items.filter((item) => !off.includes(item) || rounded.get(item.key.sourceId) === 'done');
  const isFresh = context.freshCopies.areAllUnapproved(right.map(({ targetId }) => targetId));
  const approved = await loadInBatches(context, context.steps.of(orderSteps.approve), right, {
    // All of them were read back a moment ago, and none was approved.
    looked: isFresh === undefined ? undefined : { existing: new Map(), isFresh },
    onWritten: (_item, existing, isFreshThen) => noteFresh(context, 'shownAgain', existing, isFreshThen),
  });
  return new Map([...rounded, ...approved]);
}

function noteFresh(
  { destination, freshCopies }: OrderRun,
  how: 'added' | 'shownAgain',
  existing: unknown,
  isFresh: () => boolean,
): void {
  // In the primary an order's steps find orders; what is not written there is not there.
  if (destination.keeps) freshCopies[how](existing as Order, isFresh);
}
