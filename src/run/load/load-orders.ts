import { type Finding, Findings } from '../../entities/comparing/finding.ts';
import { expectOrder } from '../../entities/order/compare/expect-order.ts';
import { orderFields } from '../../entities/order/compare/fields.ts';
import { judgeOrder } from '../../entities/order/transform/judge-order.ts';
import { forPrimary, type OrderLoad } from '../../entities/order/transform/order.ts';
import { type OrderWrite, orderSteps } from '../../entities/order/write/steps.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isZero } from '../../model/money.ts';
import { type Order, orderSchema } from '../../model/order.ts';
import { lowerKey } from '../../model/text-key.ts';
import { isAsked, type StoreRun } from '../../session/store-run.ts';
import type { GuardStop } from '../../transform/guards/guard-copy.ts';
import { quarantine } from '../../transform/outcome.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { primaryHost } from '../context/context.ts';
import type { OrderRun } from '../context/parts.ts';
import { stageWithUncopied } from '../extract/extract-orders.ts';
import type { LoadOutcomes } from '../protocol/batch.ts';
import { withoutCopiesElsewhere } from './copies-elsewhere.ts';
import { enteredMeanwhile } from './entered-orders.ts';
import { withFreeIds } from './free-ids.ts';
import { holdSplits } from './hold-splits.ts';
import { leaveToExports } from './leave-to-exports.ts';
import { propagateChanges } from './load-changes.ts';
import { loadInBatches } from './load-in-batches.ts';
import { mayWriteTogether } from './may-write-together.ts';
import { orderCurrencies } from './order-currencies.ts';
import { type OrderRulesInForce, orderRules } from './order-rules.ts';
import { loadReferences, type Referred } from './references.ts';
import { stillRenumbered } from './still-renumbered.ts';
import { inTurns, wholeWay } from './turns-by-doubt.ts';

interface Candidate {
  readonly key: LedgerRecord;
  readonly order: Order;
  readonly load: OrderLoad;
  /** Nothing tells in what currency it is. */
  readonly currencyNotShown: boolean;
}

type ReadyCandidate = Candidate & { readonly reference: Extract<Referred, { kind: 'ready' }> };

/** Takes staged orders all the way: judged, transformed, with what they refer to, added, compared, approved. */
export async function loadOrders(context: OrderRun, store: StoreRun, records: readonly LedgerRecord[]): Promise<void> {
  // Copies first: a new order may be split off or combined from one.
  await propagateChanges(
    context,
    store,
    records.filter(({ copiedAs }) => copiedAs !== null),
  );
  if (await context.canaries.areStopped(store.fixed.store, wholeWay(context))) return;
  const transformed = await transformAll(
    context,
    store,
    records.filter(({ copiedAs }) => copiedAs === null),
  );
  const rules = await context.lookups.rules(store);
  const entered = [
    ...(await enteredMeanwhile(context, rules, transformed)),
    ...(await stillRenumbered(context, transformed)),
  ];
  await context.ledger.decide(context.run, entered);
  const free = transformed.filter(({ key }) => !entered.some((one) => one.key === key));
  // Before their accounts and products are made.
  const candidates = await leaveToExports(context, await withoutCopiesElsewhere(context, store, free));
  const referred = await loadReferences(
    context,
    store,
    candidates.map(({ order }) => order),
  );
  const ready: ReadyCandidate[] = [];
  const waiting: Decision[] = [];
  for (const candidate of candidates) {
    const reference = referred.get(candidate.order.id);
    if (reference?.kind === 'ready') ready.push({ ...candidate, reference });
    else
      waiting.push({
        kind: 'quarantine',
        key: candidate.key,
        reason: 'waits-for',
        message: reference?.message ?? '',
        seen: reference?.seen,
      });
  }
  await context.ledger.decide(context.run, waiting);
  const { transform } = await orderRules(context, store);
  const added = await inTurns(context, store, ready, {
    again: (rest) => transformAnew(context, transform, rest),
    async add(group) {
      const items = group.map((candidate) => itemOf(rules, candidate));
      return addAndApprove(context, rules, await withFreeIds(context, items));
    },
  });
  await noteWarnings(context, store, candidates, added);
}

function itemOf(rules: StoreRules, { key, order, load, reference }: ReadyCandidate): LoadItem<OrderWrite> {
  const { draft, completion, predictedTotal: total, doubt, hidden } = forPrimary(load, reference);
  // What was accepted before anything was written concerns the prediction, not what the primary makes of it.
  const tolerated = key.targetId === null ? undefined : (key.accepted ?? undefined);
  const expected = expectOrder(order, rules, reference, key.accepted ?? undefined);
  const cents = { doubtful: !isZero(doubt), hasHiddenCents: !isZero(hidden) };
  return { key, targetId: draft.orderId, draft: { draft, expected, completion, total, tolerated, ...cents } };
}

/** By what is known of the primary since. */
async function transformAnew(
  context: OrderRun,
  transform: OrderRulesInForce['transform'],
  candidates: readonly ReadyCandidate[],
): Promise<ReadyCandidate[]> {
  const decisions: Decision[] = [];
  const again = candidates.flatMap((candidate) => {
    const { key, order } = candidate;
    const outcome = transform(key, order);
    if (outcome.kind === 'load') return [{ ...candidate, load: outcome }];
    if (outcome.kind === 'stop') throw guardStopped(outcome, key.store);
    decisions.push({ ...outcome, key, message: withDetail(outcome) });
    return [];
  });
  await context.ledger.decide(context.run, decisions);
  return again;
}

/** While either step's canary is out, one order goes all the way before the next is added. @returns what adding came to */
async function addAndApprove(
  context: OrderRun,
  rules: StoreRules,
  items: readonly LoadItem<OrderWrite>[],
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
    await approveOrders(
      context,
      group.filter(({ key }) => added.get(key.sourceId) === 'done'),
    );
  }
  return added;
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
  candidates: readonly Candidate[],
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
  const off = items.filter(({ targetId }) => context.centsOff.has(lowerKey(targetId)));
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

async function transformAll(
  context: OrderRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<Candidate[]> {
  const { rules, transform } = await orderRules(context, store);
  const candidates: Candidate[] = [];
  const decisions: Decision[] = [];
  const read = records.map((key) => ({ key, order: readable(key) }));
  if (isAsked(store)) {
    // Of what can't be read any more, too: whoever decides about it has to know what else it takes along.
    const wanted = read.filter(({ order }) => order === undefined || judgeOrder(order, store.fixed).kind !== 'skip');
    const ids = wanted.map(({ key }) => key.sourceId);
    await stageWithUncopied(context, store, ids);
  }
  const judged = read.map(({ key, order = orderIn(key) }) => ({ key, order, judgement: judgeOrder(order, rules) }));
  const wanted = judged.filter(({ judgement }) => judgement.kind === 'wanted').map(({ order }) => order);
  // What stands in files was calculated here where they lack a total, and teaches nothing.
  if (isAsked(store)) {
    for (const order of wanted) await context.readings.teach(store.source.arithmetic, order, rules.sourceGstPercent);
    await context.readings.save();
  }
  const splits = await holdSplits(context, store, wanted);
  const currencies = await orderCurrencies(context, store, wanted);
  for (const { key, order, judgement: own } of judged) {
    const judgement = splits.get(order.id) ?? own;
    const currency = currencies.get(order.id);
    const transformed = judgement.kind === 'wanted' ? (currency?.problem ?? transform(key, order)) : judgement;
    const shared = context.existingContacts.get(`${rules.store} ${order.id}`);
    const outcome =
      transformed.kind === 'load' && shared !== undefined ? quarantine('contact-shared', shared) : transformed;
    if (outcome.kind === 'stop') throw guardStopped(outcome, store.fixed.store);
    if (outcome.kind === 'load') {
      context.look.noteDay(rules, 'invoice-date-ahead', { sourceId: order.id, day: order.invoicedOn });
      candidates.push({ key, order, load: outcome, currencyNotShown: currency?.notShown === true });
    } else decisions.push({ ...outcome, key, message: withDetail(outcome) });
  }
  await context.ledger.decide(context.run, decisions);
  return candidates;
}

/** @throws ZodError, SyntaxError where it is none */
function orderIn({ payload }: LedgerRecord): Order {
  return orderSchema.parse(JSON.parse(payload ?? ''));
}

function readable(key: LedgerRecord): Order | undefined {
  try {
    return orderIn(key);
  } catch {
    return undefined;
  }
}

function withDetail(outcome: { readonly message: string; readonly detail?: Readonly<Record<string, string>> }): string {
  const detail = Object.entries(outcome.detail ?? {}).map(([name, value]) => `${name}: ${value}`);
  return detail.length === 0 ? outcome.message : `${outcome.message} (${detail.join('; ')})`;
}

function guardStopped({ guard, message }: GuardStop, store: string): ConsolidatorError {
  const sentence = `${store}: ${message}, and \`guards.${guard}\` is stop. Mend it, or set that key to hold.`;
  return new ConsolidatorError('guard-stopped', sentence, { store });
}
