import { add, type Decimal, isZero, ZERO } from '../../model/money.ts';
import type { Return } from '../../model/rma.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import { type KnownRecord, looksChanged } from '../definition/known-record.ts';
import type { EntityReads, ShownOfOrders } from '../definition/reads.ts';
import type { ExtractedRecord } from '../reading/extracted-record.ts';
import { showing } from '../reading/unreadable.ts';
import {
  extractChangedReturns,
  extractReturns,
  extractReturnsOfOrders,
  listReturnHeads,
  returnOf,
  returnRecord,
} from './read.ts';

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
    inWindow: (window, options) => extractChangedReturns(client, window, options),
    byIds: (ids, options) => extractReturns(client, ids, options),
    heads: (window, options) => listReturnHeads(client, window, options),
    ofOrders: (orderIds, options) => extractReturnsOfOrders(client, orderIds, options),
    shown: shownBy(client),
  }),
} as const satisfies EntityReads;

function shownBy(client: NetoClient): ShownOfOrders<Return> {
  return {
    ofOrders: (ids, options) => showing((onUnreadable) => readRmasOfOrders(client, ids, { ...options, onUnreadable })),
    byIds: (ids, options) => showing((onUnreadable) => readRmas(client, ids, { ...options, onUnreadable })),
    recordOf: returnRecord,
  };
}

function asKnown(record: ExtractedRecord, before: KnownRecord): ExtractedRecord {
  if (!looksChanged(record, before)) return record;
  const returned = returnOf(record.payload);
  if (!alikes(returned, before).some((one) => one.hash === before.hash || one.formerHash === before.hash))
    return record;
  const hidesSome =
    returned.notShown !== undefined ||
    returned.issuedOn === null ||
    (isZero(returned.refunded) && !isZero(paidOutOf(returned)));
  if (!hidesSome) return { ...record, formerHash: before.hash };
  // What is known of it stays known while its store leaves it out.
  const { facts: _, ...rest } = record;
  return { ...rest, hash: before.hash };
}

/** The same return as its store would show it with what it leaves out now, or without what it left out before. */
function alikes(returned: Return, before: KnownRecord): ExtractedRecord[] {
  const hides = (field: string): boolean => returned.notShown?.includes(field) === true;
  const whole: Return = {
    ...returned,
    tax: hides('tax') ? (before.tax ?? ZERO) : returned.tax,
    issuedOn: returned.issuedOn ?? before.bookedOn ?? null,
    refunded: isZero(returned.refunded) ? paidOutOf(returned) : returned.refunded,
  };
  const without: Partial<Return>[] = [{}, { refunded: ZERO }];
  if (before.tax !== null && before.tax !== undefined && isZero(before.tax)) without.push({ tax: ZERO });
  if ((before.bookedOn ?? null) === null) without.push({ issuedOn: null });
  return without.map((fields) => returnRecord({ ...whole, ...fields }));
}

function paidOutOf({ refunds }: Return): Decimal {
  return add(ZERO, ...refunds.filter(({ status }) => status.toLowerCase() === 'refunded').map(({ amount }) => amount));
}
