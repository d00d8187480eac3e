import { judgeOrder } from '../../entities/order/transform/judge-order.ts';
import type { OrderLoad } from '../../entities/order/transform/order.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { type Order, orderSchema } from '../../model/order.ts';
import { isAsked, type StoreRun } from '../../session/store-run.ts';
import type { GuardStop } from '../../transform/guards/guard-copy.ts';
import { quarantine } from '../../transform/outcome.ts';
import type { OrderRun } from '../context/parts.ts';
import { stageWithUncopied } from '../extract/extract-orders.ts';
import { withoutCopiesElsewhere } from './copies-elsewhere.ts';
import { enteredMeanwhile } from './entered-orders.ts';
import { holdSplits } from './hold-splits.ts';
import { knownOfPrimary } from './known-of-primary.ts';
import { leaveToExports } from './leave-to-exports.ts';
import { propagateChanges } from './load-changes.ts';
import { currenciesSaid, orderCurrencies } from './order-currencies.ts';
import { type OrderRulesInForce, orderRules } from './order-rules.ts';
import { loadReferences, type Referred } from './references.ts';
import { stillRenumbered } from './still-renumbered.ts';
import { wholeWay } from './turns-by-doubt.ts';

interface Candidate {
  readonly key: LedgerRecord;
  readonly order: Order;
  readonly load: OrderLoad;
  /** Nothing tells in what currency it is. */
  readonly currencyNotShown: boolean;
}

/** With what it refers to. */
export type ReadyOrder = Candidate & { readonly reference: Extract<Referred, { kind: 'ready' }> };

/** Orders that were judged and transformed, and what they refer to is in the primary. */
export interface PreparedOrders {
  readonly candidates: readonly Candidate[];
  readonly ready: readonly ReadyOrder[];
  /** What was known of the primary when they were transformed, as a text. */
  readonly known: string;
}

/**
 * All that comes before orders are added themselves: copies that changed follow their orders, the others are judged and
 * transformed, and what they refer to is brought into the primary.
 * @param ordersBefore resolves when the orders before these are where they belong; waited for only where these depend on it
 * @throws ConsolidatorError
 */
export async function prepareOrders(
  context: OrderRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
  ordersBefore: () => Promise<void>,
): Promise<PreparedOrders> {
  // Copies first: a new order may be split off or combined from one.
  // Compared only where there are any.
  const first = records.filter(isFirstOfApi);
  await propagateChanges(context, store, [
    ...records.filter(({ copiedAs }) => copiedAs !== null),
    ...(first.length === 0 ? [] : await (await import('./first-of-api.ts')).compareFirstOfApi(context, store, first)),
  ]);
  const known = (await knownOfPrimary(context))();
  if (await context.canaries.areStopped(store.fixed.store, wholeWay(context)))
    return { candidates: [], ready: [], known };
  const uncopied = records.filter((record) => record.copiedAs === null && !first.includes(record));
  const transformed = await transformAll(context, store, uncopied, ordersBefore);
  const rules = await context.lookups.rules(store);
  const entered = [
    ...(await enteredMeanwhile(context, rules, transformed)),
    ...(await stillRenumbered(context, transformed)),
  ];
  await context.ledger.decide(context.run, entered);
  const free = transformed.filter(({ key }) => !entered.some((one) => one.key === key));
  // Before their accounts and products are made.
  const elsewhere = await withoutCopiesElsewhere(context, store, free);
  // Loaded only for a pipeline that names its books.
  const untaken =
    context.numbersInXero === undefined
      ? elsewhere
      : await (await import('./free-in-xero.ts')).withFreeNumbersInXero(context, store, elsewhere);
  const candidates = await leaveToExports(context, untaken);
  const referred = await loadReferences(
    context,
    store,
    candidates.map(({ order }) => order),
  );
  const ready: ReadyOrder[] = [];
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
  return { candidates, ready, known };
}

/** Whether it is the first that the API shows of an order whose copy was made from a file. */
function isFirstOfApi({ hash, targetId, copiedAs, loadedFirstIn = null }: LedgerRecord): boolean {
  return targetId !== null && copiedAs === null && loadedFirstIn !== null && !hash.startsWith(FROM_FILE);
}

/** By what is known of the primary since. */
export async function transformAnew(
  context: OrderRun,
  transform: OrderRulesInForce['transform'],
  candidates: readonly ReadyOrder[],
): Promise<ReadyOrder[]> {
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

async function transformAll(
  context: OrderRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
  ordersBefore: () => Promise<void>,
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
  const splits = await holdSplits(context, store, wanted, ordersBefore);
  const currencies = await orderCurrencies(context, store, wanted, currenciesSaid(records));
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
