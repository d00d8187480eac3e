import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { rewriteOrderId } from '../model/order-id.ts';
import type { ReasonCode } from '../model/reasons.ts';
import { sameKey, upperKey } from '../model/text-key.ts';
import { enterAs, idsToLink } from '../operations/link/enter-as.ts';
import { acceptancesOf } from './acceptances.ts';
import { compareSides } from './compare-sides.ts';
import { explainKnown } from './explain.ts';
import { lookInXero } from './in-xero.ts';
import type { TraceContext, TraceSource } from './open-trace.ts';
import { lookAt } from './sides.ts';
import type { Trace, TracedCustomer, TracedEvent, TracedOrder, TracedPayment } from './trace.ts';
import { candidateIds, explainUnread } from './unread.ts';

/** Finds the orders that an id may mean, in the ledger or else in the stores. @throws ConsolidatorError `not-found` */
export async function readTrace(context: TraceContext, id: string): Promise<Trace> {
  const orders: TracedOrder[] = [];
  for (const source of context.sources) orders.push(...(await tracesIn(context, source, id)));
  // Where there is no copy yet, another order of the primary may well stand under its number.
  const isCopy = orders.some(
    ({ targetId, copy }) => targetId !== null && sameKey(targetId, id) && copy.kind !== 'not-asked',
  );
  const own = isCopy ? undefined : await lookAt(context.primary, id, context.signal);
  const ownOfPrimary = own?.side.kind === 'there' ? own.side : null;
  if (orders.length === 0 && ownOfPrimary === null) {
    const where = context.primary === undefined ? 'the ledger' : 'the ledger or any store';
    throw new ConsolidatorError(
      'not-found',
      `No order ${id} is in ${where}, neither under that number nor as the source of a copy.`,
      { remedy: 'Check the number, and the prefix before it: it is one of a store, or that of its copy.' },
    );
  }
  return { pipeline: context.pipeline.name, id, orders, ownOfPrimary };
}

async function tracesIn(context: TraceContext, source: TraceSource, id: string): Promise<TracedOrder[]> {
  const records = await recordsFor(context.ledger, source, id);
  if (records.length > 0) return Promise.all(records.map((record) => traceKnown(context, source, record)));
  const unread: TracedOrder[] = [];
  for (const candidate of candidateIds(id, source.rules.prefix)) {
    const trace = await traceUnread(context, source, candidate);
    if (trace !== undefined) unread.push(trace);
  }
  return unread;
}

/** Ids are typed in any letter case. What has no copy yet is known by the number that it would get, or be entered under. */
async function recordsFor(ledger: Ledger, { store, rules }: TraceSource, id: string): Promise<LedgerRecord[]> {
  const bySource = await ledger.known(store, 'orders', [id, upperKey(id)]);
  const byTarget = (await ledger.findByTarget('orders', id)).filter((record) => record.store === store);
  const found = distinct([...bySource.values(), ...byTarget]);
  if (found.length > 0) return found;
  const wouldBeIt = await ledger.known(store, 'orders', candidateIds(id, rules.prefix));
  const near = [
    ...[...wouldBeIt.values()].filter(({ state }) => state === 'quarantined'),
    ...(await inPlaceOf(ledger, store, id)),
    ...(await waitingBeside(ledger, store)),
  ];
  const quarantined = near.filter((record) =>
    idsToLink(enterAs(record, rules.prefix), record).some((one) => sameKey(one, id)),
  );
  return distinct([...[...wouldBeIt.values()].filter(({ targetId }) => targetId === null), ...quarantined]);
}

/** What is entered in a copy's place bears its number with `-r1` behind it, then `-r2`. */
async function inPlaceOf(ledger: Ledger, store: string, id: string): Promise<LedgerRecord[]> {
  const [, copy = '', times = '0'] = /^(.+)-r(\d+)$/i.exec(id) ?? [];
  if (copy === '') return [];
  const before = Number(times) === 1 ? [copy, `${copy}-r0`] : [`${copy}-r${Number(times) - 1}`];
  const found = (await Promise.all(before.map((one) => ledger.findByTarget('orders', one)))).flat();
  return found.filter((record) => record.store === store && record.state === 'quarantined');
}

/** Orders for which something was found in the primary under a number of its own. All others are found by their own number. */
async function waitingBeside(ledger: Ledger, store: string): Promise<LedgerRecord[]> {
  const found: LedgerRecord[] = [];
  const wanted = { store, entity: 'orders', reason: 'may-be-there' satisfies ReasonCode, limit: 500 };
  for (let after: LedgerRecord | undefined; ; ) {
    const { records, hasMore } = await ledger.quarantinedPage({ ...wanted, after });
    found.push(...records);
    after = records.at(-1);
    if (!hasMore || after === undefined) return found;
  }
}

function distinct(records: readonly LedgerRecord[]): LedgerRecord[] {
  return [...new Map(records.map((record) => [record.sourceId, record])).values()];
}

async function traceKnown(context: TraceContext, source: TraceSource, record: LedgerRecord): Promise<TracedOrder> {
  const { ledger, signal, primary } = context;
  const { client } = source;
  const { store, sourceId, targetId, state, amount, reason } = record;
  const there = await lookAt(client, sourceId, signal);
  const copy = await lookAt(primary, targetId, signal);
  const payments = await ledger.belongingTo(store, 'payments', sourceId);
  const returns = await ledger.belongingTo(store, 'rmas', sourceId);
  const bothThere = there.side.kind === 'there' && copy.side.kind === 'there';
  const comparison =
    bothThere && client !== undefined && primary !== undefined
      ? await compareSides(context, source, record, { source: client, primary })
      : null;
  const accepted = await acceptancesOf(ledger, [record, ...payments, ...returns]);
  const inXero = await lookInXero(context, targetId);
  return {
    store,
    sourceId,
    targetId: targetId ?? wouldBe(sourceId, source),
    state,
    ...{ code: reason, hasCopy: targetId !== null },
    ...explainKnown(record, {
      source: there.side,
      copy: copy.side,
      comparison,
      accepted,
      inXero,
      unconfirmed: context.unconfirmed.get(store),
    }),
    total: amount,
    source: there.side,
    copy: copy.side,
    inXero,
    customer: copy.side.kind === 'there' ? await customerOf(ledger, copy.side.username) : null,
    payments: payments.map(tracedMoney),
    returns: returns.map(tracedMoney),
    accepted,
    comparison,
    history: await historyOf(ledger, [record, ...payments, ...returns]),
  };
}

function tracedMoney(record: LedgerRecord): TracedPayment {
  const { sourceId, targetId, amount, state, reason, message, byHand = [] } = record;
  return { sourceId, targetId, byHand, amount, state, code: reason, reason: message };
}

async function traceUnread(
  context: TraceContext,
  source: TraceSource,
  sourceId: string,
): Promise<TracedOrder | undefined> {
  const { order, side } = await lookAt(source.client, sourceId, context.signal);
  if (order === undefined) return undefined;
  const targetId = wouldBe(sourceId, source);
  const copy = await lookAt(context.primary, targetId, context.signal);
  return {
    store: source.store,
    sourceId: order.id,
    targetId,
    state: 'unread',
    ...{ code: null, hasCopy: false },
    ...explainUnread(order, source.rules, context.unconfirmed.has(source.store)),
    total: order.grandTotal,
    source: side,
    copy: copy.side,
    inXero: { kind: 'not-asked' },
    customer: null,
    payments: [],
    returns: [],
    accepted: [],
    comparison: null,
    history: [],
  };
}

function wouldBe(sourceId: string, { rules }: TraceSource): string | null {
  const rewritten = rewriteOrderId(sourceId, rules.prefix);
  return rewritten.kind === 'rewritten' ? rewritten.id : null;
}

async function customerOf(ledger: Ledger, username: string): Promise<TracedCustomer | null> {
  if (username === '') return null;
  const records = await ledger.findByTarget('customers', username);
  const sources = records.map(({ store, sourceId, state }) => ({ store, sourceId, made: state === 'loaded' }));
  return { username, sources };
}

async function historyOf(ledger: Ledger, records: readonly LedgerRecord[]): Promise<TracedEvent[]> {
  const events: TracedEvent[] = [];
  for (const { store, entity, sourceId } of records) {
    const entries = await ledger.history({ store, entity, sourceId });
    events.push(...entries.map((entry) => ({ ...entry, entity, sourceId })));
  }
  // A stable sort keeps what one record went through within a second in its order.
  return events.sort((a, b) => a.at.localeCompare(b.at));
}
