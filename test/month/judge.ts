import type { Reconciliation } from '../../src/reconcile/result.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import type { Plan } from './plan.ts';
import { centsOf, type Stores, type Truth } from './truth.ts';
import { house } from './world.ts';

export interface KindVerdict {
  readonly kind: string;
  /** Orders, and how many of them are in the primary as they must be. */
  readonly planted: number;
  readonly right: number;
  /** What only a person can resolve: how much must stand in quarantine, and how much of it does. */
  readonly toBeHeld: number;
  readonly held: number;
  /** What `reconcile` must find, and how much of it it does. */
  readonly toDiffer: number;
  readonly differ: number;
}

export interface Verdict {
  /** By kind of order. */
  readonly kinds: readonly KindVerdict[];
  readonly compared: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/** What must hold all the time; empties the stores' logs, which would grow for a month. */
export function watchAlways(stores: Stores): string[] {
  const violations: string[] = [];
  for (const store of [stores.west, stores.south]) {
    const writes = store.requests.filter(({ write }) => write).length;
    if (writes > 0) violations.push(`${store.name} was written to ${writes} times`);
  }
  for (const { to, reason, orderId } of stores.main.mails) {
    if (to !== house) violations.push(`a mail (${reason}) of ${orderId} went to ${to}`);
  }
  for (const store of Object.values(stores)) store.clearLogs();
  return violations;
}

/**
 * Compares what the stores hold in the end, what is quarantined and what `reconcile` finds, with what was planted.
 * @param alsoEnds how the last run may end besides, where something is wrong that is judged elsewhere
 */
export function judge(
  plan: Plan,
  stores: Stores,
  last: RunSummary | undefined,
  reconciliation: Reconciliation,
  alsoEnds: readonly string[] = [],
): Verdict {
  const violations: string[] = [];
  const right = new Set<Truth>();
  for (const truth of plan.truths) {
    const wrong = wrongWith(truth, stores);
    if (wrong.length === 0) right.add(truth);
    violations.push(...wrong.map((what) => `${truth.store} ${truth.sourceId} (${truth.kind}): ${what}`));
  }
  const copies = plan.truths.filter(({ copyCents }) => copyCents !== null).length;
  const gone = plan.truths.filter(({ copyGone }) => copyGone).length;
  const inMain = stores.main.orders().length;
  const entered = plan.truths.reduce((sum, truth) => sum + truth.entered, 0);
  const ownOrders = plan.ownOrders + entered;
  if (inMain !== copies - gone + ownOrders) {
    violations.push(`the primary has ${inMain} orders, not ${copies - gone} copies and ${ownOrders} of its own`);
  }
  const own = stores.main.orders().filter(({ Username }) => Username === 'ann');
  for (const { OrderID, OrderStatus } of own) {
    if (OrderStatus !== 'Dispatched') violations.push(`the primary's own ${OrderID} is ${OrderStatus}`);
  }
  const quarantine = new Set(
    (last?.quarantine ?? []).map((one) => `${one.store} ${one.entity} ${one.sourceId} ${one.code}`),
  );
  sameSet('quarantine', plan.truths.flatMap(heldOf), quarantine, violations);
  const found = new Set(
    reconciliation.differences.map(
      ({ store, kind, entity, sourceId, targetId }) => `${store} ${kind} ${entity} ${sourceId ?? targetId}`,
    ),
  );
  sameSet('reconcile', plan.truths.flatMap(differencesOf), found, violations);
  for (const truth of plan.truths) {
    if (truth.differences.length > 0 && truth.held.length === 0 && !truth.linked) {
      violations.push(`${truth.sourceId} differs, and nothing about it is in quarantine`);
    }
  }
  if (last === undefined || !['good', 'open', ...alsoEnds].includes(last.status)) {
    violations.push(
      `the last run ended ${last?.status}: ${JSON.stringify([last?.problems, last?.differences, last?.stores])}`,
    );
  }
  return {
    kinds: kindsOf(plan, { right, quarantine, found }),
    compared: {
      orders: plan.truths.length,
      copies,
      payments: stores.main.payments().length,
      returns: stores.main.rmas().length,
      'own orders': own.length,
      'quarantined records': quarantine.size,
      'differences of reconcile': found.size,
    },
    violations,
  };
}

function wrongWith(truth: Truth, { main }: Stores): string[] {
  const copy = main.order(truth.targetId);
  if (truth.copyCents === null || truth.copyGone) return copy === undefined ? [] : ['has a copy, and must have none'];
  if (copy === undefined) return ['has no copy'];
  const wrong: string[] = [];
  const same = (what: string, is: unknown, must: unknown): void => {
    if (is !== must) wrong.push(`${what} is ${is}, not ${must}`);
  };
  same('total', centsOf(copy.GrandTotal), truth.copyCents);
  if (truth.copyApproved) same('status', copy.OrderStatus, truth.copyCancelled ? 'Cancelled' : 'Dispatched');
  if (!truth.copyCancelled) same('approved', copy.CompleteStatus === 'Approved', truth.copyApproved);
  const paid = main.payments(truth.targetId).reduce((sum, { AmountPaid }) => sum + centsOf(AmountPaid), 0);
  same('paid', paid, truth.paidCents);
  const returned = main.rmas().filter(({ OrderID }) => OrderID === truth.targetId);
  same(
    'credit',
    returned.reduce((sum, { RefundTotal }) => sum + centsOf(RefundTotal), 0),
    truth.creditCents,
  );
  if (truth.notes !== undefined && !copy.InternalOrderNotes.includes(truth.notes))
    wrong.push(`lacks the note ${truth.notes}`);
  if (truth.tracking !== undefined) same('tracking', copy.OrderLine[0]?.ShippingTracking, truth.tracking);
  return wrong;
}

function heldOf({ store, held }: Truth): string[] {
  return held.map(({ entity, sourceId, code }) => `${store} ${entity} ${sourceId} ${code}`);
}

function differencesOf({ store, differences }: Truth): string[] {
  return differences.map(({ kind, entity, sourceId }) => `${store} ${kind} ${entity} ${sourceId}`);
}

function sameSet(what: string, must: readonly string[], is: ReadonlySet<string>, violations: string[]): void {
  const expected = new Set(must);
  for (const one of expected) if (!is.has(one)) violations.push(`${what} lacks ${one}`);
  for (const one of is) if (!expected.has(one)) violations.push(`${what} has ${one}, which was not planted`);
}

interface Found {
  readonly right: ReadonlySet<Truth>;
  readonly quarantine: ReadonlySet<string>;
  readonly found: ReadonlySet<string>;
}

function kindsOf(plan: Plan, { right, quarantine, found }: Found): KindVerdict[] {
  const groups = Map.groupBy(plan.truths, ({ kind }) => kind);
  return [...groups].map(([kind, truths]) => {
    const held = truths.flatMap(heldOf);
    const differences = truths.flatMap(differencesOf);
    return {
      kind,
      planted: truths.length,
      right: truths.filter((truth) => right.has(truth)).length,
      toBeHeld: held.length,
      held: held.filter((one) => quarantine.has(one)).length,
      toDiffer: differences.length,
      differ: differences.filter((one) => found.has(one)).length,
    };
  });
}
