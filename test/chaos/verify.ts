import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeStore, StoredOrder } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { openLedger } from '../support/open-ledger.ts';
import { centsOf, type ExpectedCopy, house, type Truth } from './population.ts';

type Stores = Readonly<Record<'main' | 'west' | 'south', FakeStore>>;

/** All that was in the stores before the first run, as text. */
export interface Snapshot {
  readonly main: ReadonlyMap<string, string>;
  readonly secondaries: ReadonlyMap<string, string>;
}

export function snapshotOf({ main, west, south }: Stores): Snapshot {
  return {
    main: recordsOf(main, ''),
    secondaries: new Map([...recordsOf(west, 'west '), ...recordsOf(south, 'south ')]),
  };
}

function recordsOf(store: FakeStore, prefix: string): Map<string, string> {
  // An order that staff saved again, as the fault `drift` does, is the same but for its time.
  const order = ({ DateUpdated: _, ...rest }: StoredOrder) => JSON.stringify(rest);
  return new Map([
    ...store.orders().map((one) => [`${prefix}order ${one.OrderID}`, order(one)] as const),
    ...store.payments().map((one) => [`${prefix}payment ${one.PaymentID}`, JSON.stringify(one)] as const),
    ...store
      .customers()
      .map((one) => [`${prefix}customer ${one.Username.toLowerCase()}`, JSON.stringify(one)] as const),
    ...store.rmas().map((one) => [`${prefix}return ${one.RmaID}`, JSON.stringify(one)] as const),
    ...store.items().map((one) => [`${prefix}item ${one.SKU.toLowerCase()}`, JSON.stringify(one)] as const),
  ]);
}

/** What was compared, and every sentence about what is not as it should be. */
export interface Verdict {
  readonly compared: Readonly<Record<Comparison, number>>;
  readonly violations: readonly string[];
}

export type Comparison =
  | 'copies'
  | 'lines'
  | 'payments'
  | 'returns'
  | 'accounts'
  | 'articles'
  | 'own records'
  | 'mails'
  | 'requests'
  | 'held';

class Checks implements Verdict {
  readonly compared: Record<Comparison, number> = {
    copies: 0,
    lines: 0,
    payments: 0,
    returns: 0,
    accounts: 0,
    articles: 0,
    'own records': 0,
    mails: 0,
    requests: 0,
    held: 0,
  };
  readonly violations: string[] = [];

  that(what: Comparison, holds: boolean, violation: string): void {
    this.compared[what] += 1;
    if (!holds) this.violations.push(violation);
  }
}

/** What must hold at every moment, however a run ended. */
export function verifyAlways(stores: Stores, before: Snapshot, truth: Truth): Verdict {
  const checks = new Checks();
  checkUntouched(checks, stores, before);
  checkNothingTwice(checks, stores.main, before, truth);
  return checks;
}

/** What must hold once the faults are over and a few runs have gone well. */
export function verifyEnd(
  stores: Stores,
  before: Snapshot,
  truth: Truth,
  last: RunSummary,
  quarantine: readonly string[],
): Verdict {
  const checks = new Checks();
  checkUntouched(checks, stores, before);
  checkNothingTwice(checks, stores.main, before, truth);
  const wanted = wantedNow(stores.main, truth, new Set(quarantine));
  for (const copy of wanted.copies) {
    checkCopy(checks, stores.main, copy, { before, truth });
    checkReturns(checks, stores.main, copy, { before, truth });
  }
  checkAltered(checks, stores.main, truth);
  checkSet(
    checks,
    'accounts',
    made(
      stores.main.customers().map(({ Username }) => Username),
      before,
      'customer',
    ),
    truth.usernames,
  );
  checkSet(
    checks,
    'articles',
    made(
      stores.main.items().map(({ SKU }) => SKU),
      before,
      'item',
    ),
    truth.skus,
  );
  checkSet(checks, 'held', new Set(quarantine), wanted.held);
  for (const { store, entity, sourceId, code, reason } of last.quarantine) {
    const name = `${store} ${entity} ${sourceId}`;
    if (!wanted.held.has(name)) checks.violations.push(`quarantined: ${name} for ${code}: ${reason}`);
  }
  const pending = Object.values(last.stores).flatMap((store) => Object.values(store).map((counts) => counts.pending));
  checks.that(
    'held',
    pending.every((count) => count === 0),
    `pending at the end: ${JSON.stringify(last.stores)}`,
  );
  checks.that('held', last.problems.length === 0, `problems at the end: ${JSON.stringify(last.problems)}`);
  checks.that('held', last.differences.length === 0, `differences: ${JSON.stringify(last.differences)}`);
  return checks;
}

/** `store entity id`, from the ledger file. */
export async function quarantineOf(folder: string): Promise<string[]> {
  const file = join(folder, 'chaos.db');
  if (!existsSync(file)) return [];
  const ledger = openLedger(file);
  try {
    return (await ledger.quarantined()).map(({ store, entity, sourceId }) => `${store} ${entity} ${sourceId}`);
  } finally {
    await ledger.close();
  }
}

function checkUntouched(checks: Checks, { main, west, south }: Stores, before: Snapshot): void {
  const now = snapshotOf({ main, west, south });
  for (const [name, record] of before.main) {
    checks.that('own records', now.main.get(name) === record, `the primary's own ${name} has changed`);
  }
  checks.that('own records', now.secondaries.size === before.secondaries.size, 'a secondary has more or fewer records');
  for (const [name, record] of before.secondaries) {
    checks.that('own records', now.secondaries.get(name) === record, `${name} has changed`);
  }
  for (const store of [west, south]) {
    for (const { action, write } of store.requests)
      checks.that('requests', !write, `${action} was sent to ${store.name}`);
  }
  for (const { to, reason } of main.mails) checks.that('mails', to === house, `a mail "${reason}" went to a shopper`);
  for (const { sku } of main.stockMoves) checks.that('own records', sku !== 'OWN', 'stock of an own product moved');
}

function checkNothingTwice(checks: Checks, main: FakeStore, before: Snapshot, truth: Truth): void {
  const expected = new Set([...truth.copies.map(({ targetId }) => targetId), ...truth.altered.keys()].map(lower));
  const seen = new Map<string, number>();
  for (const order of main.orders()) {
    const { OrderID } = order;
    if (before.main.has(`order ${OrderID}`)) continue;
    const source = sourceIn(order);
    seen.set(source, (seen.get(source) ?? 0) + 1);
    checks.that('copies', seen.get(source) === 1, `${source} is copied ${seen.get(source)} times`);
    checks.that('copies', expected.has(OrderID.toLowerCase()), `${OrderID} should not be there`);
  }
  const amounts = new Map([
    ...truth.copies.flatMap((copy) => [...copy.payments]),
    ...truth.replaced.map(({ now, nowCents }) => [now, nowCents] as const),
  ]);
  const booked = new Map<string, number>();
  for (const { PaymentID, CardAuthorisation, AmountPaid } of main.payments()) {
    if (before.main.has(`payment ${PaymentID}`)) continue;
    const reference = referenceIn(CardAuthorisation, truth);
    booked.set(reference, (booked.get(reference) ?? 0) + 1);
    checks.that('payments', booked.get(reference) === 1, `${reference} is booked ${booked.get(reference)} times`);
    checks.that('payments', amounts.get(reference) === centsOf(AmountPaid), `${reference} is booked as ${AmountPaid}`);
  }
  const credits = new Map([
    ...truth.copies.flatMap((copy) => [...copy.returns]),
    ...truth.replaced.map(({ now, nowCents }) => [now, nowCents] as const),
  ]);
  const entered = new Map<string, number>();
  for (const { RmaID, PurchaseOrderNumber, RefundTotal } of main.rmas()) {
    if (before.main.has(`return ${RmaID}`)) continue;
    const reference = referenceIn(PurchaseOrderNumber, truth);
    entered.set(reference, (entered.get(reference) ?? 0) + 1);
    checks.that('returns', entered.get(reference) === 1, `RMA ${reference} is entered ${entered.get(reference)} times`);
    checks.that('returns', credits.get(reference) === centsOf(RefundTotal), `RMA ${reference} credits ${RefundTotal}`);
  }
}

/** `west N100`: by the references of its lines, or of what came by a file by its notes. */
export function sourceIn({ OrderLine: [line], InternalOrderNotes }: StoredOrder): string {
  if (line?.ExternalOrderReference) return `${line.ExternalSystemIdentifier} ${line.ExternalOrderReference}`;
  return /^Copied from (\S+ \S+)/.exec(InternalOrderNotes)?.[1] ?? '';
}

/**
 * Our own reference within what the primary has made of it; of what was keyed anew alike in its store, the one under
 * which it was there first, since one of the two may stand there, and not both.
 */
export function referenceIn(text: string, { aliases }: Pick<Truth, 'aliases'>): string {
  const reference = lower(/(west|south):\d+/i.exec(text)?.[0] ?? text);
  return aliases.get(reference) ?? reference;
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** What must be there, and what in quarantine, where that depends on what had been written before something was planted. */
function wantedNow(
  main: FakeStore,
  truth: Truth,
  quarantine: ReadonlySet<string>,
): { readonly copies: readonly ExpectedCopy[]; readonly held: ReadonlySet<string> } {
  const held = new Set(truth.held);
  const texts = {
    payments: main.payments().map(({ CardAuthorisation }) => CardAuthorisation),
    rmas: main.rmas().map(({ PurchaseOrderNumber }) => PurchaseOrderNumber),
  };
  const waits = (entity: 'payments' | 'rmas', reference: string): boolean => {
    const name = `${reference.replace(':', ` ${entity} `)}`;
    // One that stood there when staff changed it, or deleted its source, waits for that: a ledger that was put back knows
    // of no refusal, and has looked and added it since.
    if (!truth.refused.has(name) || !quarantine.has(name) || truth.held.has(name)) return false;
    held.add(name);
    // Keyed anew alike since, it is there under its new id; the refused one still waits for a person.
    const isThere = texts[entity].some((text) => referenceIn(text, truth) === reference);
    return !(isThere && [...truth.aliases.values()].includes(reference));
  };
  const now = (entity: 'payments' | 'rmas', all: ReadonlyMap<string, number>): Map<string, number> => {
    const wanted = new Map<string, number>();
    const isThere = (reference: string) => texts[entity].some((text) => referenceIn(text, truth) === reference);
    const replacedOf = (reference: string) =>
      truth.replaced.find((each) => each.entity === entity && each.old === reference);
    // While a person is asked which one was keyed in place of what stands there, no other one of that order is added.
    const isAsked = [...all.keys()].some((reference) => replacedOf(reference) !== undefined && isThere(reference));
    for (const [reference, cents] of all) {
      const one = replacedOf(reference);
      const stands = one === undefined || isThere(one.old);
      if (one !== undefined && stands) held.add(`${one.store} ${entity} ${one.nowId}`);
      // Refused, and keyed anew otherwise since: the daily look leaves the old one out, on the day after.
      if (one !== undefined && !stands) waits(entity, one.old);
      const name = reference.replace(':', ` ${entity} `);
      if (one === undefined && isAsked && !isThere(reference) && quarantine.has(name)) {
        held.add(name);
        continue;
      }
      const [is, amount] = one === undefined || stands ? [reference, cents] : [one.now, one.nowCents];
      if (!waits(entity, is)) wanted.set(is, amount);
    }
    return wanted;
  };
  const copies = truth.copies.map((copy) => {
    return { ...copy, payments: now('payments', copy.payments), returns: now('rmas', copy.returns) };
  });
  return { copies, held };
}

/** The primary has altered them: no money may follow, and what was altered before approval may not be approved. */
function checkAltered(checks: Checks, main: FakeStore, { altered }: Truth): void {
  for (const [targetId, { approved }] of altered) {
    const copy = main.order(targetId);
    const is = copy?.CompleteStatus === 'Approved';
    checks.that('copies', approved || !is, `${targetId} was altered by the primary, and is approved`);
    checks.that('payments', main.payments(targetId).length === 0, `${targetId} was altered, and is paid`);
  }
}

/** What staff of the primary entered there themselves is no copy's. */
interface Known {
  readonly before: Snapshot;
  readonly truth: Truth;
}

function checkCopy(checks: Checks, main: FakeStore, copy: ExpectedCopy, { before, truth }: Known): void {
  const held = main.order(copy.targetId);
  const name = `${copy.store} ${copy.sourceId}`;
  checks.that('copies', held !== undefined, `${name} is lost: there is no ${copy.targetId}`);
  if (held === undefined) return;
  checks.that(
    'copies',
    centsOf(held.GrandTotal) === copy.cents,
    `${name}: ${held.GrandTotal} instead of ${copy.cents} cents`,
  );
  checks.that(
    'copies',
    held.CompleteStatus === 'Approved' && held.OrderStatus === 'Dispatched',
    `${name} is ${held.CompleteStatus}, ${held.OrderStatus}`,
  );
  const lines = held.OrderLine.map((line) => `${line.SKU} ${Number(line.Quantity)} ${centsOf(line.UnitPrice)}`);
  const wanted = copy.lines.map(({ sku, quantity, cents }) => `${sku} ${quantity} ${cents}`);
  checks.that('lines', JSON.stringify(lines) === JSON.stringify(wanted), `${name} has the lines ${lines.join('; ')}`);
  const payments = main
    .payments(copy.targetId)
    .filter(({ PaymentID }) => !before.main.has(`payment ${PaymentID}`))
    .map(({ CardAuthorisation, AmountPaid }) => `${referenceIn(CardAuthorisation, truth)} ${centsOf(AmountPaid)}`);
  const expected = [...copy.payments].map(([reference, cents]) => `${reference} ${cents}`);
  checks.that(
    'payments',
    JSON.stringify(payments.sort()) === JSON.stringify(expected.sort()),
    `${name} has the payments ${payments.join('; ') || 'none'} instead of ${expected.join('; ') || 'none'}`,
  );
}

/** Those of the copy, and each paid out. */
function checkReturns(checks: Checks, main: FakeStore, copy: ExpectedCopy, { before, truth }: Known): void {
  const found = main
    .rmas()
    .filter(({ RmaID, OrderID }) => OrderID === copy.targetId && !before.main.has(`return ${RmaID}`))
    .map(
      ({ PurchaseOrderNumber, RefundedTotal }) =>
        `${referenceIn(PurchaseOrderNumber, truth)} ${centsOf(RefundedTotal)}`,
    );
  const wanted = [...copy.returns].map(([reference, cents]) => `${reference} ${cents}`);
  const name = `${copy.store} ${copy.sourceId}`;
  checks.that(
    'returns',
    JSON.stringify(found) === JSON.stringify(wanted),
    `${name} has the returns ${found.join('; ') || 'none'} instead of ${wanted.join('; ') || 'none'}`,
  );
}

function made(names: readonly string[], before: Snapshot, kind: string): Set<string> {
  return new Set(names.map((name) => name.toLowerCase()).filter((name) => !before.main.has(`${kind} ${name}`)));
}

function checkSet(checks: Checks, what: Comparison, found: ReadonlySet<string>, wanted: ReadonlySet<string>): void {
  for (const name of wanted) checks.that(what, found.has(name), `${what}: ${name} is missing`);
  for (const name of found) checks.that(what, wanted.has(name), `${what}: ${name} should not be there`);
}
