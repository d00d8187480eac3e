import type { OfOrder } from '../../entities/definition/reads.ts';
import { shownPayment } from '../../entities/payment/write.ts';
import { shownReturn } from '../../entities/return/write.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { add, equal, ZERO } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import type { Return } from '../../model/rma.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import { paymentCopiesMustShow, rmasMustShow } from '../../neto/must-show.ts';
import { listPayments, readPaymentsOfOrders } from '../../neto/payments.ts';
import { listRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import type { ReadingRun } from '../context/parts.ts';
import { isByHand } from './by-hand.ts';
import { readCopyStates, whyGone } from './copies-in-primary.ts';
import { bears, type ExistingOnCopies } from './moved-copies.ts';

export const existingPayments: ExistingOnCopies<Payment> = {
  entity: 'payments',
  read: async ({ primary, signal }, ids, references) => {
    const until = (authorisations: readonly string[]): boolean =>
      references.every((reference) => authorisations.some((text) => bears([text], reference)));
    return (await readPaymentsOfOrders(primary, ids, { signal, mustShow: paymentCopiesMustShow, until })).payments;
  },
  list: async ({ primary, signal }, booked) => {
    const found: Payment[] = [];
    for await (const { payments } of listPayments(primary, booked, { signal, onUnreadable: () => {} }))
      found.push(...payments);
    return found;
  },
  textsOf: (payment) => shownPayment(payment).texts,
  amountOf: ({ amount }) => amount,
  together: (existing) => ({ ...existing[0], amount: add(ZERO, ...existing.map(({ amount }) => amount)) }),
};

export const existingReturns: ExistingOnCopies<Return> = {
  entity: 'rmas',
  read: ({ primary, signal }, ids) => readRmasOfOrders(primary, ids, { signal, mustShow: rmasMustShow }),
  list: async ({ primary, signal }, { from, to }) => {
    const found: Return[] = [];
    const window = { issuedFrom: from, issuedTo: to };
    for await (const page of listRmas(primary, window, { signal, onUnreadable: () => {} })) found.push(...page);
    return found;
  },
  textsOf: (returned) => shownReturn(returned).texts,
  amountOf: ({ total }) => total,
  together: (existing) => ({
    ...existing[0],
    total: add(ZERO, ...existing.map(({ total }) => total)),
    refunded: add(ZERO, ...existing.map(({ refunded }) => refunded)),
    shippingRefund: add(ZERO, ...existing.map(({ shippingRefund }) => shippingRefund)),
    surchargeRefund: add(ZERO, ...existing.map(({ surchargeRefund }) => surchargeRefund)),
    tax: add(ZERO, ...existing.map(({ tax }) => tax)),
    lines: existing.flatMap(({ lines }) => lines),
    refunds: existing.flatMap(({ refunds }) => refunds),
  }),
};

/** @returns undefined for what no copy is known to hold */
export function quarantinedOf(entity: EntityName): ExistingOnCopies<OfOrder> | undefined {
  return [existingPayments, existingReturns].find((existing: ExistingOnCopies<OfOrder>) => existing.entity === entity);
}

/**
 * - `unreferenced`: the copy has one of the same amount that bears no reference of the ledger's, and may be it.
 * - `absent`: two answers do not show it, and its order's copy is there.
 * - `order-gone`: its order's copy is not there, is cancelled, or is a person's matter already.
 */
export type OnCopyNow<Existing> =
  | { readonly kind: 'there'; readonly existing: Existing }
  | { readonly kind: 'unreferenced'; readonly existing: Existing }
  | { readonly kind: 'absent' }
  | { readonly kind: 'order-gone' };

/** @returns by source id, for copied payments or returns @throws ConsolidatorError where the primary can't be read */
export async function findOnCopies<Existing extends { readonly id: string; readonly orderId: string }>(
  context: ReadingRun,
  of: ExistingOnCopies<Existing>,
  records: readonly LedgerRecord[],
): Promise<Map<string, OnCopyNow<Existing>>> {
  const orders = await copiedOrders(context, records);
  const copyOf = (record: LedgerRecord): string => orders.get(record.parent ?? '') ?? '';
  const found = new Map<string, OnCopyNow<Existing>>();
  for (const record of records) if (copyOf(record) === '') found.set(record.sourceId, { kind: 'order-gone' });
  for (let look = 0; look < 2; look += 1) {
    const missing = records.filter(({ sourceId }) => !found.has(sourceId));
    if (missing.length === 0) return found;
    const references = missing.map(({ targetId }) => targetId ?? '');
    const existing = await of.read(context, [...new Set(missing.map(copyOf))], references);
    for (const record of missing) {
      const onCopy = existing.filter(({ orderId }) => lowerKey(orderId) === lowerKey(copyOf(record)));
      const one = isByHand(record)
        ? linkedTo(record, onCopy, of)
        : onCopy.find((candidate) => bears(of.textsOf(candidate), record.targetId ?? ''));
      if (one !== undefined) found.set(record.sourceId, { kind: 'there', existing: one });
      else if (look > 0 && isByHand(record)) found.set(record.sourceId, { kind: 'absent' });
      else if (look > 0)
        found.set(record.sourceId, await withoutReference(context, of, record, copyOf(record), existing));
    }
  }
  const absent = records.filter(({ sourceId }) => found.get(sourceId)?.kind === 'absent');
  const states = await readCopyStates(context, [...new Set(absent.map(copyOf))]);
  for (const record of absent) {
    const copy = copyOf(record);
    if (whyGone(copy, states.get(upperKey(copy))) !== undefined) found.set(record.sourceId, { kind: 'order-gone' });
  }
  return found;
}

/** All that a person has linked to it, where all of it is there. */
export function linkedTo<Existing extends { readonly id: string }>(
  { byHand = [] }: LedgerRecord,
  existing: readonly Existing[],
  of: Pick<ExistingOnCopies<Existing>, 'together'>,
): Existing | undefined {
  const [first, ...more] = byHand.flatMap((id) => existing.find((one) => one.id === id) ?? []);
  if (first === undefined || 1 + more.length < byHand.length) return undefined;
  return of.together([first, ...more]);
}

async function withoutReference<Existing extends { readonly orderId: string }>(
  { ledger }: ReadingRun,
  of: ExistingOnCopies<Existing>,
  { amount }: LedgerRecord,
  copy: string,
  existing: readonly Existing[],
): Promise<OnCopyNow<Existing>> {
  for (const one of existing) {
    if (lowerKey(one.orderId) !== lowerKey(copy)) continue;
    if (amount === null || !equal(of.amountOf(one), amount)) continue;
    const words = of.textsOf(one).flatMap((text) => text.trim().split(/\s+/, 1));
    const owners: LedgerRecord[] = [];
    for (const word of words.filter(Boolean)) owners.push(...(await ledger.findByTarget(of.entity, word)));
    if (owners.length === 0) return { kind: 'unreferenced', existing: one };
  }
  return { kind: 'absent' };
}

/** Target ids of the copies that stand, by their orders' source ids. */
async function copiedOrders(
  { ledger }: ReadingRun,
  records: readonly LedgerRecord[],
): Promise<ReadonlyMap<string, string>> {
  const [first] = records;
  if (first === undefined) return new Map();
  const parents = [...new Set(records.map(({ parent }) => parent ?? ''))];
  const orders = await ledger.known(first.store, 'orders', parents);
  return new Map(
    [...orders.values()]
      .filter(({ state, targetId }) => state === 'loaded' && targetId !== null)
      .map(({ sourceId, targetId }) => [sourceId, targetId ?? '']),
  );
}
