import { orderRecord } from '../../extract/orders.ts';
import { paymentRecord } from '../../extract/payments.ts';
import type { Adoption, Ledger, StagedRecord } from '../../ledger/ledger.ts';
import { originOf } from '../../load/origin.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Order } from '../../model/order.ts';
import type { Payment } from '../../model/payment.ts';
import type { NetoClient } from '../../neto/client.ts';
import { listOrders, readOrders } from '../../neto/orders.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import type { StoreRun } from '../run/context.ts';
import { type Candidate, candidateOf, judgeCandidate } from './match-order.ts';
import { matchPayments } from './match-payments.ts';

/** As many orders as one request for details takes (reference, section 1.3). */
const DETAILS = 100;

export interface AdoptionContext {
  readonly ledger: Ledger;
  readonly run: number;
  readonly primary: NetoClient;
  readonly stores: readonly StoreRun[];
  readonly signal?: AbortSignal | undefined;
}

export interface AdoptionEntry {
  readonly store: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly why: string;
}

export interface AdoptionReport {
  /** Copies newly taken into the map, by store. */
  readonly adopted: Readonly<Record<string, { readonly orders: number; readonly payments: number }>>;
  /** Taken, but with something that a person should know. */
  readonly remarks: readonly AdoptionEntry[];
  /** Looked at and left to the next run, which looks before it writes. */
  readonly left: readonly AdoptionEntry[];
  /** Has the number of a copy, but does not agree with the source: not linked. */
  readonly different: readonly AdoptionEntry[];
  /** The installations that the copies name, with how many each. */
  readonly installations: Readonly<Record<string, number>>;
}

/**
 * Takes the copies that stand in the primary already into the map: those that name their source, and those whose number,
 * day and total agree with it. Their payments follow by reference, or by amount and day. Nothing is written to any store.
 * @throws ConsolidatorError
 */
export async function adoptCopies(context: AdoptionContext): Promise<AdoptionReport> {
  const found = new Findings(context.stores);
  for await (const copies of copiesIn(context)) {
    for (const store of context.stores) {
      const candidates = copies.filter((candidate) => candidate.store === store.fixed.store);
      if (candidates.length > 0) await adoptOf(context, store, candidates, found);
    }
  }
  return found;
}

class Findings implements AdoptionReport {
  readonly adopted: Record<string, { orders: number; payments: number }>;
  readonly remarks: AdoptionEntry[] = [];
  readonly left: AdoptionEntry[] = [];
  readonly different: AdoptionEntry[] = [];
  readonly installations: Record<string, number> = {};

  constructor(stores: readonly StoreRun[]) {
    this.adopted = Object.fromEntries(stores.map(({ fixed }) => [fixed.store, { orders: 0, payments: 0 }]));
  }

  count(store: string, entity: 'orders' | 'payments', more: number): void {
    const counts = this.adopted[store];
    if (counts !== undefined) counts[entity] += more;
  }

  noteInstallation({ internalNotes }: Order): void {
    const installation = originOf(internalNotes)?.installation;
    if (installation !== undefined) this.installations[installation] = (this.installations[installation] ?? 0) + 1;
  }
}

/** The orders of the primary that stand in a number range of these stores. */
async function* copiesIn({ primary, stores, signal }: AdoptionContext): AsyncGenerator<Candidate[]> {
  const rules = stores.map(({ fixed }) => fixed);
  const prefixes = rules.flatMap(({ prefix }) => Object.values(prefix).map((target) => target.toLowerCase()));
  for await (const { orders } of listOrders(primary, {}, { signal })) {
    const ids = orders
      .map(({ id }) => id)
      .filter((id) => prefixes.some((prefix) => id.toLowerCase().startsWith(prefix)));
    for (let start = 0; start < ids.length; start += DETAILS) {
      const { orders: copies } = await readOrders(primary, ids.slice(start, start + DETAILS), { signal });
      yield copies.map((copy) => candidateOf(copy, rules)).filter((candidate) => candidate !== undefined);
    }
  }
}

async function adoptOf(
  context: AdoptionContext,
  store: StoreRun,
  candidates: readonly Candidate[],
  found: Findings,
): Promise<void> {
  const { signal, ledger } = context;
  const { store: name } = store.fixed;
  const sourceIds = candidates.map(({ sourceId }) => sourceId);
  const { orders } = await readOrders(store.client, sourceIds, { signal });
  const sources = new Map(orders.map((order) => [order.id, order]));
  const known = await ledger.known(name, 'orders', sourceIds);
  const taken: Candidate[] = [];
  for (const candidate of candidates) {
    const { sourceId, copy } = candidate;
    if (candidate.referenced) found.noteInstallation(copy);
    const verdict = judgeCandidate(candidate, sources.get(sourceId), store.fixed);
    const entry = { store: name, sourceId, targetId: copy.id };
    if (verdict.kind === 'leave') found.left.push({ ...entry, why: verdict.why });
    else if (verdict.kind === 'differs') found.different.push({ ...entry, why: verdict.why });
    else {
      if (verdict.remark !== undefined) found.remarks.push({ ...entry, why: verdict.remark });
      // What has a copy keeps it, and what is being written is a run's business.
      if (hasNoCopy(known.get(sourceId))) taken.push(candidate);
    }
  }
  const records = taken.map((candidate) => recordOf(candidate, sources.get(candidate.sourceId), store));
  const adoptions = taken.map(({ sourceId, copy }) => ({ sourceId, targetId: copy.id }));
  found.count(name, 'orders', await adopt(context, store, 'orders', records, adoptions));
  await adoptPayments(context, store, taken, found);
}

function hasNoCopy(known: { readonly targetId: string | null; readonly state: string } | undefined): boolean {
  return known === undefined || (known.targetId === null && known.state !== 'writing');
}

function recordOf({ sourceId, copy }: Candidate, source: Order | undefined, { fixed }: StoreRun): StagedRecord {
  if (source === undefined) return { sourceId, hash: 'gone', payload: '', amount: copy.grandTotal };
  return orderRecord(source, { followInvoiceDate: fixed.purpose === 'books', timeZone: fixed.timeZone });
}

async function adoptPayments(
  context: AdoptionContext,
  store: StoreRun,
  taken: readonly Candidate[],
  found: Findings,
): Promise<void> {
  if (taken.length === 0 || !store.secondary.entities.includes('payments')) return;
  const { primary, signal } = context;
  const { payments: sources } = await readPaymentsOfOrders(
    store.client,
    taken.map(({ sourceId }) => sourceId),
    { signal },
  );
  const { payments: copies } = await readPaymentsOfOrders(
    primary,
    taken.map(({ copy }) => copy.id),
    { signal },
  );
  const matches = taken.flatMap(({ sourceId, copy }) =>
    matchPayments(ofOrder(sources, sourceId), ofOrder(copies, copy.id), store.fixed.references.payment),
  );
  const records = matches.map(({ source }) => paymentRecord(source));
  const adoptions = matches.map(({ source, targetId }) => ({ sourceId: source.id, targetId }));
  found.count(store.fixed.store, 'payments', await adopt(context, store, 'payments', records, adoptions));
}

function ofOrder(payments: readonly Payment[], orderId: string): Payment[] {
  return payments.filter((payment) => payment.orderId.toLowerCase() === orderId.toLowerCase());
}

async function adopt(
  { ledger, run }: AdoptionContext,
  store: StoreRun,
  entity: EntityName,
  records: readonly StagedRecord[],
  pairs: readonly { readonly sourceId: string; readonly targetId: string }[],
): Promise<number> {
  if (records.length === 0) return 0;
  const { store: name } = store.fixed;
  await ledger.stagePage({ run, store: name, entity, rules: store.rulesHash, records });
  const adoptions = pairs.map(
    ({ sourceId, targetId }): Adoption => ({ key: { store: name, entity, sourceId }, targetId }),
  );
  return ledger.adopt(run, adoptions);
}
