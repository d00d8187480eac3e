import { shownReturn } from '../../entities/return/write.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { Payment } from '../../model/payment.ts';
import { likelyReferencesIn } from '../../model/payment-reference.ts';
import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, instantOfMilliseconds } from '../../model/time.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { readRmasOfOrders } from '../../neto/rmas.ts';
import type { ReadingRun } from '../context/parts.ts';
import type { RunDifference } from '../context/warnings.ts';
import { enteredBeside, referenceOn } from './entered-beside.ts';

/** How long a payment that was written a second time is watched for the first one to turn up after all. */
const WATCHED_SECONDS = 7 * 86_400;
/** Copies that are asked about at once. */
const AT_ONCE = 500;

/** Of copies that changed since the last close: how many payments each shows, by target id. */
export type ChangedCopies = ReadonlyMap<string, number>;

/** Neto books every payment it is sent, and has no way to take one back, so a person has to hear of it. */
export async function doubledPayments(context: ReadingRun, copies: ChangedCopies): Promise<RunDifference[]> {
  const { ledger, now, primary, signal } = context;
  const since = addSeconds(instantOfMilliseconds(now()), -WATCHED_SECONDS);
  const differences: RunDifference[] = [];
  const targetIds = new Set(await withMoreThanKnown(context, copies));
  for (const id of await ordersWrittenTo(context, 'payments')) if (!copies.has(id)) targetIds.add(id);
  for (const { fixed } of context.stores) {
    const again = await ledger.writtenAgain(fixed.store, 'payments', since);
    const orders = await ledger.known(fixed.store, 'orders', [...new Set(again.map(({ parent }) => parent ?? ''))]);
    for (const { targetId } of orders.values()) if (targetId !== null) targetIds.add(targetId);
  }
  const { payments } = await readPaymentsOfOrders(primary, [...targetIds], { signal, onUnreadable: () => {} });
  const referencePrefixes = context.stores.flatMap(({ fixed }) => [
    fixed.references.payment,
    fixed.references.overpayment,
  ]);
  const times = new Map<string, Payment[]>();
  for (const payment of payments) {
    const reference = referenceOn(payment, referencePrefixes);
    if (reference !== undefined) times.set(reference, [...(times.get(reference) ?? []), payment]);
  }
  const owners = await ledger.findByTargets('payments', timesTwo(times));
  for (const [reference, [first, ...more]] of times) {
    if (first === undefined || more.length === 0) continue;
    const [record] = owners.get(reference) ?? [];
    if (record === undefined) continue;
    differences.push({
      kind: 'doubled',
      entity: 'payments',
      store: record.store,
      sourceId: record.sourceId,
      targetId: record.targetId ?? reference,
      message: `The payment ${record.targetId} is booked ${more.length + 1} times in the primary (on ${[first, ...more].map(({ orderId }) => orderId).join(', ')}). Take the surplus back in its control panel.`,
    });
  }
  return [...differences, ...(await enteredBeside(context, payments, referencePrefixes))];
}

/** Those that show more payments than the map has for them; also those that show none, as where a primary shows none at all. */
async function withMoreThanKnown(context: ReadingRun, copies: ChangedCopies): Promise<string[]> {
  const more: string[] = [];
  for await (const [id, payments] of moneyOn(context, copies, 'payments')) {
    const known = new Set(payments.flatMap(({ targetId }) => (targetId === null ? [] : lowerKey(targetId))));
    const shown = copies.get(id) ?? 0;
    if (known.size > 0 && (shown > known.size || shown === 0)) more.push(id);
  }
  return more;
}

/** What the map has for each of these copies, some at a time. */
async function* moneyOn(
  { ledger }: ReadingRun,
  copies: ChangedCopies,
  entity: 'payments' | 'rmas',
): AsyncGenerator<readonly [targetId: string, records: readonly LedgerRecord[]]> {
  const ids = [...copies.keys()];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const owners = await ledger.findByTargets('orders', ids.slice(start, start + AT_ONCE));
    const belonging = new Map<string, ReadonlyMap<string, readonly LedgerRecord[]>>();
    for (const [store, orders] of Map.groupBy([...owners.values()].flat(), (order) => order.store)) {
      const parents = orders.map(({ sourceId }) => sourceId);
      belonging.set(store, await ledger.belongingToEach(store, entity, parents));
    }
    for (const [id, orders] of owners)
      yield [id, orders.flatMap(({ store, sourceId }) => belonging.get(store)?.get(sourceId) ?? [])];
  }
}

/** What stands somewhere more than once. */
function timesTwo(times: ReadonlyMap<string, readonly unknown[]>): string[] {
  return [...times].flatMap(([reference, places]) => (places.length > 1 ? [reference] : []));
}

/**
 * The copies on which this run has put something: what another ledger puts there in the same minute is seen by none of the
 * looks before. @returns target ids
 */
async function ordersWrittenTo({ ledger, run, stores }: ReadingRun, entity: 'payments' | 'rmas'): Promise<string[]> {
  const targetIds: string[] = [];
  for (const { fixed } of stores) {
    const part = { store: fixed.store, entity, outcome: 'created' } as const;
    const written = await ledger.recordsOfRun(run, part, Number.MAX_SAFE_INTEGER);
    const parents = [...new Set(written.map(({ parent }) => parent ?? ''))];
    // What the ledger keeps of an order is more than its number.
    for (let start = 0; start < parents.length; start += AT_ONCE) {
      const orders = await ledger.known(fixed.store, 'orders', parents.slice(start, start + AT_ONCE));
      for (const { targetId } of orders.values()) if (targetId !== null) targetIds.push(targetId);
    }
  }
  return targetIds;
}

/** A return that stands on a copy twice: a second credit note. */
export async function doubledReturns(context: ReadingRun, copies: ChangedCopies): Promise<RunDifference[]> {
  const { ledger, primary, signal } = context;
  const targetIds = new Set(await ordersWrittenTo(context, 'rmas'));
  for await (const [id, returns] of moneyOn(context, copies, 'rmas'))
    if (returns.some(({ targetId }) => targetId !== null)) targetIds.add(id);
  const shown = await readRmasOfOrders(primary, [...targetIds], { signal, onUnreadable: () => {} });
  const times = new Map<string, string[]>();
  for (const returned of shown) {
    const { texts } = shownReturn(returned);
    const borne = context.stores.flatMap(({ fixed }) => likelyReferencesIn(texts, fixed.references.creditNote));
    for (const reference of new Set(borne)) times.set(reference, [...(times.get(reference) ?? []), returned.orderId]);
  }
  const differences: RunDifference[] = [];
  const owners = await ledger.findByTargets('rmas', timesTwo(times));
  for (const [reference, on] of times) {
    const [record] = owners.get(reference) ?? [];
    if (record === undefined) continue;
    const message = `The return ${record.targetId} is entered ${on.length} times in the primary (on ${on.join(', ')}). Remove the surplus in its control panel.`;
    const { store, sourceId, targetId } = record;
    differences.push({ kind: 'doubled', entity: 'rmas', store, sourceId, targetId: targetId ?? reference, message });
  }
  return differences;
}
