import { shownReturn } from '../../entities/return/write.ts';
import type { Payment } from '../../model/payment.ts';
import { likelyReferencesIn } from '../../model/payment-reference.ts';
import type { Return } from '../../model/rma.ts';
import { addSeconds, instantOfMilliseconds, startOfDay } from '../../model/time.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import { readRmasBesideListing, readRmasOfOrders } from '../../neto/rmas.ts';
import type { ReadingRun } from '../context/parts.ts';
import type { RunDifference } from '../context/warnings.ts';
import { enteredBeside, referenceOn } from './entered-beside.ts';
import type { CopyLookedAt, MoneyOnCopies } from './money-on-copies.ts';

/** How long a payment that was written a second time is watched for the first one to turn up after all. */
const WATCHED_SECONDS = 7 * 86_400;
const DAY = 86_400;
/** Returns on copies of older orders are asked for by these, so that no listing goes back for years. */
const LISTED_SECONDS = 200 * DAY;

/** Neto books every payment it is sent, and has no way to take one back, so a person has to hear of it. */
export async function doubledPayments(context: ReadingRun, money: MoneyOnCopies): Promise<RunDifference[]> {
  const { ledger, now, primary, signal } = context;
  const since = addSeconds(instantOfMilliseconds(now()), -WATCHED_SECONDS);
  const differences: RunDifference[] = [];
  const beside = await money.writtenBeside('payments');
  const targetIds = new Set([...money.withMorePayments, ...beside.map(({ id }) => id)]);
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

/** What stands somewhere more than once. */
function timesTwo(times: ReadonlyMap<string, readonly unknown[]>): string[] {
  return [...times].flatMap(([reference, places]) => (places.length > 1 ? [reference] : []));
}

/** A return that stands on a copy twice: a second credit note. */
export async function doubledReturns(context: ReadingRun, money: MoneyOnCopies): Promise<RunDifference[]> {
  const { ledger } = context;
  const copies = [...money.withReturns, ...(await money.writtenBeside('rmas'))];
  const shown = await returnsOn(context, [...new Map(copies.map((copy) => [copy.id, copy])).values()]);
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

/** All that stands on these copies. Where many are of the last weeks, a listing of what changed since tells that no answer is cut. */
async function returnsOn(
  { primary, signal, now }: ReadingRun,
  copies: readonly CopyLookedAt[],
): Promise<readonly Return[]> {
  const options = { signal, onUnreadable: () => {} };
  const earliest = addSeconds(instantOfMilliseconds(now()), -LISTED_SECONDS);
  const dated = copies.map(({ id, bookedOn }) => ({
    id,
    // A day earlier, since it is one of another zone.
    placedAt: bookedOn === null ? null : addSeconds(startOfDay(bookedOn, primary.timeZone), -DAY),
  }));
  const recent = dated.filter(({ placedAt }) => placedAt !== null && placedAt >= earliest);
  const others = dated.filter((one) => !recent.includes(one)).map(({ id }) => id);
  return [
    ...(await readRmasBesideListing(primary, recent, options)),
    ...(await readRmasOfOrders(primary, others, options)),
  ];
}
