import { add, type Decimal, isZero, ZERO } from '../../model/money.ts';
import type { Rma } from '../../model/rma.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import { type KnownRecord, looksChanged } from '../definition/known-record.ts';
import type { EntityReads, ShownOfOrders } from '../definition/reads.ts';
import type { ExtractedRecord } from '../reading/extracted-record.ts';
import { showing } from '../reading/unreadable.ts';
import { extractChangedRmas, extractRmas, extractRmasOfOrders, listReturnHeads, rmaOf, rmaRecord } from './read.ts';

/** Returns by their own changes, and again those that were too early: not final, or their order not copied yet. */
export const returnReads = {
  list: 'Rma',
  idOf: (key) => key,
  isReadInFull: () => true,
  ofOrder: 'apart',
  windows: { by: 'changes', begins: (beginning) => beginning },
  gone: { reason: 'rma-gone', replacing: 'rma-replaced' },
  asKnown,
  of: (client) => ({
    inWindow: (window, options) => extractChangedRmas(client, window, options),
    byIds: (ids, options) => extractRmas(client, ids, options),
    heads: (window, options) => listReturnHeads(client, window, options),
    ofOrders: (orderIds, options) => extractRmasOfOrders(client, orderIds, options),
    shown: shownBy(client),
  }),
} as const satisfies EntityReads;

function shownBy(client: NetoClient): ShownOfOrders<Rma> {
  return {
    ofOrders: (ids, options) => showing((onUnreadable) => readRmasOfOrders(client, ids, { ...options, onUnreadable })),
    byIds: (ids, options) => showing((onUnreadable) => readRmas(client, ids, { ...options, onUnreadable })),
    recordOf: rmaRecord,
  };
}

function asKnown(record: ExtractedRecord, before: KnownRecord): ExtractedRecord {
  if (!looksChanged(record, before)) return record;
  const rma = rmaOf(record.payload);
  if (!alikes(rma, before).some((one) => one.hash === before.hash || one.formerHash === before.hash)) return record;
  const hidesSome =
    rma.notShown !== undefined || rma.issuedOn === null || (isZero(rma.refunded) && !isZero(paidOutOf(rma)));
  if (!hidesSome) return { ...record, formerHash: before.hash };
  // What is known of it stays known while its store leaves it out.
  const { facts: _, ...rest } = record;
  return { ...rest, hash: before.hash };
}

/** The same return as its store would show it with what it leaves out now, or without what it left out before. */
function alikes(rma: Rma, before: KnownRecord): ExtractedRecord[] {
  const hides = (field: string): boolean => rma.notShown?.includes(field) === true;
  const whole: Rma = {
    ...rma,
    tax: hides('tax') ? (before.tax ?? ZERO) : rma.tax,
    issuedOn: rma.issuedOn ?? before.bookedOn ?? null,
    refunded: isZero(rma.refunded) ? paidOutOf(rma) : rma.refunded,
  };
  const without: Partial<Rma>[] = [{}, { refunded: ZERO }];
  if (before.tax !== null && before.tax !== undefined && isZero(before.tax)) without.push({ tax: ZERO });
  if ((before.bookedOn ?? null) === null) without.push({ issuedOn: null });
  return without.map((fields) => rmaRecord({ ...whole, ...fields }));
}

function paidOutOf({ refunds }: Rma): Decimal {
  return add(ZERO, ...refunds.filter(({ status }) => status.toLowerCase() === 'refunded').map(({ amount }) => amount));
}
