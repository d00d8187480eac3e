import { orderRecord } from '../../entities/order/read/read.ts';
import { compareFound, followedOf } from '../../entities/order/write/found.ts';
import { paymentRecord } from '../../entities/payment/read.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import type { Adoption } from '../../ledger/decision.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { StagedRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { type BookedDays, inBooksDays } from '../../model/in-books-note.ts';
import type { Order } from '../../model/order.ts';
import { parseSnapshot } from '../../model/order-snapshot.ts';
import { isSameStore, type OrderOrigin, originOf, sourceOf } from '../../model/origin.ts';
import type { Payment } from '../../model/payment.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readCurrenciesOfOrders } from '../../neto/currencies.ts';
import { listOrigins, readOrders } from '../../neto/orders.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { ComparedCopies } from '../../run/context/compared-copies.ts';
import { ReferenceCache } from '../../run/context/reference-cache.ts';
import type { RunWarning } from '../../run/context/warnings.ts';
import { accountsOfBuyer } from '../../run/copies/accounts-of-buyer.ts';
import {
  type Candidate,
  candidateOf,
  type DifferentField,
  inWords,
  judgeCandidate,
} from '../../run/copies/match-order.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
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
  readonly entity: 'orders' | 'payments';
  readonly sourceId: string;
  readonly targetId: string;
  readonly why: string;
}

interface AdoptionDifference extends AdoptionEntry {
  /** Where it is as a whole that it does not belong together, none. */
  readonly fields: readonly DifferentField[];
  readonly remedy: string;
}

/** What was taken all the same: counted by field. */
type AdoptionSaid = Required<Pick<RunWarning, 'store' | 'entity' | 'code' | 'message' | 'count' | 'examples'>>;

export interface AdoptionReport {
  /** Copies newly taken into the map, by store. */
  readonly adopted: Readonly<Record<string, { readonly orders: number; readonly payments: number }>>;
  /** Taken, but with something that a person should know. */
  readonly remarks: readonly AdoptionEntry[];
  /** Looked at and left to the next run, which looks before it writes. */
  readonly left: readonly AdoptionEntry[];
  /** Has the number or the reference of a copy, but does not agree with the source: not linked. */
  readonly different: readonly AdoptionDifference[];
  /** What differs on copies that were taken and need not agree, or is not shown; once for each store and field. */
  readonly said: readonly AdoptionSaid[];
  /** The installations that the copies name, with how many each. */
  readonly installations: Readonly<Record<string, number>>;
}

/** The same with each copy that was taken. */
export interface Adopted extends AdoptionReport {
  readonly pairs: readonly Omit<AdoptionEntry, 'why'>[];
}

/**
 * Takes the copies that stand in the primary already into the map, by their references or their numbers, where all that
 * must agree with their source does. Their payments follow by reference, or by amount and day. Nothing is written to any
 * store.
 * @throws ConsolidatorError
 */
export async function adoptCopies(context: AdoptionContext): Promise<Adopted> {
  const found = new Findings(context.stores);
  const lookups = new ReferenceCache(context.primary, context.signal);
  for await (const copies of copiesIn(context)) {
    for (const store of context.stores) {
      const candidates = copies.filter((candidate) => candidate.store === store.fixed.store);
      if (candidates.length > 0)
        await adoptOf({ context, store, found, rules: await lookups.rules(store) }, candidates);
    }
  }
  await reopenMarkedDays(context, found.marked);
  return found.report();
}

/** The days that the books have: what their copies say of them, since a ledger that was lost can't. */
async function reopenMarkedDays(
  { ledger }: AdoptionContext,
  marked: ReadonlyMap<string, { readonly store: string } & BookedDays>,
): Promise<void> {
  const known = (await ledger.historySlices()).filter(({ alreadyInAccounting }) => alreadyInAccounting);
  for (const { store, from, to } of marked.values()) {
    if (known.some((slice) => slice.store === store && slice.from <= from && slice.to >= to)) continue;
    await ledger.beginSlice({ store, from, to, alreadyInAccounting: true });
  }
}

interface Adopting {
  readonly context: AdoptionContext;
  readonly store: StoreRun;
  readonly rules: StoreRules;
  readonly found: Findings;
}

class Findings {
  readonly #adopted: Record<string, { orders: number; payments: number }>;
  readonly remarks: AdoptionEntry[] = [];
  readonly pairs: Omit<AdoptionEntry, 'why'>[] = [];
  readonly left: AdoptionEntry[] = [];
  readonly different: AdoptionDifference[] = [];
  readonly compared = new ComparedCopies();
  /** Days that copies were made for which the books have already. */
  readonly marked = new Map<string, { readonly store: string } & BookedDays>();
  readonly #installations: Record<string, number> = {};

  constructor(stores: readonly StoreRun[]) {
    this.#adopted = Object.fromEntries(stores.map(({ fixed }) => [fixed.store, { orders: 0, payments: 0 }]));
  }

  count(store: string, entity: 'orders' | 'payments', more: number): void {
    const counts = this.#adopted[store];
    if (counts !== undefined) counts[entity] += more;
  }

  noteOrigin({ internalNotes }: Order): void {
    const origin = originOf(internalNotes);
    if (origin === undefined) return;
    const { store, installation } = origin;
    const days = inBooksDays(internalNotes);
    if (days !== undefined) this.marked.set(`${store} ${days.from} ${days.to}`, { store, ...days });
    this.#installations[installation] = (this.#installations[installation] ?? 0) + 1;
  }

  report(): Adopted {
    const { remarks, pairs, left, different, compared } = this;
    const said = compared.warnings().map(({ store, entity, code, message, count = 0, examples = [] }) => {
      return { store, entity, code, message, count, examples };
    });
    return { adopted: this.#adopted, remarks, pairs, left, different, said, installations: this.#installations };
  }
}

/** The orders of the primary that stand in a number range of these stores, or name one of them. */
async function* copiesIn({ primary, stores, signal }: AdoptionContext): AsyncGenerator<Candidate[]> {
  const rules = stores.map(({ fixed }) => fixed);
  const prefixes = rules.flatMap(({ prefix }) => Object.values(prefix).map((target) => lowerKey(target)));
  const isCandidate = (order: OrderOrigin): boolean => {
    const source = sourceOf(order);
    if (source !== undefined && rules.some((one) => isSameStore(source, one))) return true;
    return prefixes.some((prefix) => lowerKey(order.id).startsWith(prefix));
  };
  for await (const orders of listOrigins(primary, {}, { signal, onUnreadable: () => {} })) {
    const ids = orders.filter(isCandidate).map(({ id }) => id);
    for (let start = 0; start < ids.length; start += DETAILS) {
      const { orders: copies } = await readOrders(primary, ids.slice(start, start + DETAILS), { signal });
      yield copies.map((copy) => candidateOf(copy, rules)).filter((candidate) => candidate !== undefined);
    }
  }
}

async function adoptOf(adopting: Adopting, candidates: readonly Candidate[]): Promise<void> {
  const { context, store, found, rules } = adopting;
  const { signal, ledger } = context;
  const { store: name } = store.fixed;
  for (const { referenced, copy } of candidates) if (referenced) found.noteOrigin(copy);
  const known = await ledger.known(
    name,
    'orders',
    candidates.map(({ sourceId }) => sourceId),
  );
  // What has a copy keeps it, which the daily look sees to; and what is being written is a run's business.
  const open = candidates.filter(({ sourceId }) => hasNoCopy(known.get(sourceId)));
  if (open.length === 0) return;
  const sourceIds = open.map(({ sourceId }) => sourceId);
  const { orders } = await readOrders(store.client, sourceIds, { signal });
  const sources = new Map(orders.map((order) => [order.id, order]));
  const currencies = Map.groupBy(await readCurrenciesOfOrders(store.client, sourceIds, { signal }), ({ orderId }) =>
    upperKey(orderId),
  );
  const taken: Candidate[] = [];
  for (const candidate of open) {
    const { sourceId, copy } = candidate;
    const source = sources.get(sourceId);
    const verdict = judgeCandidate(candidate, source, {
      rules,
      accounts: source === undefined ? [] : await accountsOfBuyer(adopting.context.ledger, source, rules),
      currencies: (currencies.get(upperKey(sourceId)) ?? []).map(({ currency }) => currency),
    });
    const entry = { store: name, entity: 'orders', sourceId, targetId: copy.id } as const;
    if (verdict.kind === 'leave') found.left.push({ ...entry, why: verdict.why });
    else if (verdict.kind === 'differs') {
      const { why, fields, remedy } = verdict;
      found.different.push({ ...entry, why, fields, remedy });
    } else {
      if (verdict.remark !== undefined) found.remarks.push({ ...entry, why: verdict.remark });
      found.compared.note({ store: name, entity: 'orders', sourceId }, verdict.findings);
      taken.push(candidate);
    }
  }
  const records = taken.map((candidate) => {
    const source = sources.get(candidate.sourceId);
    const record = recordOf(candidate, source, store);
    return source === undefined ? { record, isLess: false } : asShown(adopting, { candidate, source, record });
  });
  const adoptions = taken.map(({ sourceId, copy }, place) => ({
    sourceId,
    targetId: copy.id,
    isLess: records[place]?.isLess === true,
  }));
  const staged = records.map(({ record }) => record);
  found.count(name, 'orders', await adopt(context, store, 'orders', staged, adoptions));
  found.pairs.push(
    ...adoptions.map(({ sourceId, targetId }) => ({ store: name, entity: 'orders' as const, sourceId, targetId })),
  );
  await adoptPayments(adopting, taken);
}

function hasNoCopy(known: { readonly targetId: string | null; readonly state: string } | undefined): boolean {
  return known === undefined || (known.targetId === null && known.state !== 'writing');
}

function recordOf({ sourceId, copy }: Candidate, source: Order | undefined, { fixed }: StoreRun): StagedRecord {
  if (source === undefined) return { sourceId, hash: 'gone', payload: '', amount: copy.grandTotal };
  const { purpose, store, timeZone } = fixed;
  return orderRecord(source, { followInvoiceDate: purpose === 'books', store, timeZone });
}

/**
 * With what its copy shows, so that what it lacks goes over when its store is read next. Only to a copy that this program made:
 * what another recipe left out is told, and stays.
 */
function asShown(
  { store, rules, found }: Adopting,
  { candidate: { sourceId, copy }, source, record }: { candidate: Candidate; source: Order; record: StagedRecord },
): { readonly record: StagedRecord; readonly isLess: boolean } {
  if (record.snapshot === undefined) return { record, isLess: false };
  const isFilled = originOf(copy.internalNotes) !== undefined;
  const { shows, findings } = compareFound(
    followedOf(source, copy, rules),
    copy,
    parseSnapshot(record.snapshot),
    isFilled,
  );
  found.compared.note({ store: store.fixed.store, entity: 'orders', sourceId }, findings);
  if (shows === undefined) return { record, isLess: false };
  return { record: { ...record, snapshot: JSON.stringify(shows) }, isLess: true };
}

async function adoptPayments({ context, store, rules, found }: Adopting, taken: readonly Candidate[]): Promise<void> {
  if (taken.length === 0 || !store.secondary.entities.includes('payments')) return;
  const { primary, signal } = context;
  const { store: name, references } = store.fixed;
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
  const all = taken.flatMap(({ sourceId, copy: { id: orderId } }) => {
    const both = { sources: ofOrder(sources, sourceId), copies: ofOrder(copies, orderId), orderId };
    return matchPayments(both, references.payment, rules);
  });
  const matches = all.filter(({ source, copy, targetId, referenced, findings }) => {
    const fields = findings.filter(mustAgree).map(({ field, meant, held }) => ({ field, meant, held }));
    const key = { store: name, entity: 'payments', sourceId: source.id } as const;
    if (fields.length === 0) found.compared.note(key, findings);
    else {
      const why = inWords(`payment of ${copy.orderId}`, `${source.id} of ${source.orderId}`, fields);
      found.different.push({ ...key, targetId, why, fields, remedy: remedyOfPayment(referenced) });
    }
    return fields.length === 0;
  });
  const records = matches.map(({ source }) => paymentRecord(source));
  const adoptions = matches.map(({ source, targetId }) => ({ sourceId: source.id, targetId }));
  found.count(name, 'payments', await adopt(context, store, 'payments', records, adoptions));
  found.pairs.push(...adoptions.map((one) => ({ store: name, entity: 'payments' as const, ...one })));
}

function remedyOfPayment(referenced: boolean): string {
  const code = referenced ? 'read-back-differs' : 'may-be-there';
  return `Set it right in the primary. The next run quarantines the payment as \`${code}\`: \`retry\` it then, or \`accept\` it if it is right as it is.`;
}

function ofOrder(payments: readonly Payment[], orderId: string): Payment[] {
  return payments.filter((payment) => lowerKey(payment.orderId) === lowerKey(orderId));
}

async function adopt(
  { ledger, run }: AdoptionContext,
  store: StoreRun,
  entity: EntityName,
  records: readonly StagedRecord[],
  pairs: readonly { readonly sourceId: string; readonly targetId: string; readonly isLess?: boolean }[],
): Promise<number> {
  if (records.length === 0) return 0;
  const { store: name } = store.fixed;
  await ledger.stagePage({ run, store: name, entity, rules: store.rulesHash, records });
  const adoptions = pairs.map(
    ({ sourceId, targetId, isLess }): Adoption => ({ key: { store: name, entity, sourceId }, targetId, isLess }),
  );
  return ledger.adopt(run, adoptions);
}
