import type { Payment } from '../../model/payment.ts';
import { referenceIn } from '../../model/payment-reference.ts';
import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, instantOfMilliseconds } from '../../model/time.ts';
import { readPaymentsOfOrders } from '../../neto/payments.ts';
import type { RunContext } from './context.ts';
import type { RunDifference } from './difference.ts';

/** How long a payment that was written a second time is watched for the first one to turn up after all. */
const WATCHED_SECONDS = 7 * 86_400;

/** Neto books every payment it is sent, and has no way to take one back, so a person has to hear of it. */
export async function doubledPayments(context: RunContext, copies: readonly string[]): Promise<RunDifference[]> {
  const { ledger, now, primary, signal } = context;
  const since = addSeconds(instantOfMilliseconds(now()), -WATCHED_SECONDS);
  const differences: RunDifference[] = [];
  const targetIds = new Set(copies.filter((id) => !context.copied.has(lowerKey(id))));
  for (const { fixed } of context.stores) {
    const again = await ledger.writtenAgain(fixed.store, 'payments', since);
    const orders = await ledger.known(fixed.store, 'orders', [...new Set(again.map(({ parent }) => parent ?? ''))]);
    for (const { targetId } of orders.values()) if (targetId !== null) targetIds.add(targetId);
  }
  const { payments } = await readPaymentsOfOrders(primary, [...targetIds], { signal, onUnreadable: () => {} });
  const marks = context.stores.flatMap(({ fixed }) => [fixed.references.payment, fixed.references.overpayment]);
  const times = new Map<string, Payment[]>();
  for (const payment of payments) {
    const reference = referenceOn(payment, marks);
    if (reference !== undefined) times.set(reference, [...(times.get(reference) ?? []), payment]);
  }
  for (const [reference, [first, ...more]] of times) {
    if (first === undefined || more.length === 0) continue;
    const [record] = await ledger.findByTarget('payments', reference);
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
  return differences;
}

/** Whatever the primary has put around it. Marks of two stores never begin alike. */
function referenceOn({ authorisation }: Payment, marks: readonly string[]): string | undefined {
  return marks.map((mark) => referenceIn(authorisation, mark)).find((reference) => reference !== undefined);
}
