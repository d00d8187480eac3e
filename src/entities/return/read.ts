import { contentHash } from '../../model/hashes.ts';
import { add, type Decimal, isZero, ZERO } from '../../model/money.ts';
import { type Return, returnSchema } from '../../model/rma.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { rmasMustShow } from '../../neto/must-show.ts';
import type { Passes } from '../../neto/passes.ts';
import { listRmaHeads, listRmas, type RmaHead, readRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import type { Posting } from '../definition/definition.ts';
import { type EntityReads, type KnownRecord, looksChanged, type ShownOfOrders } from '../definition/reads.ts';
import type { ExtractedPage, ExtractedRecord, QuarantinedRecord } from '../reading/extracted-record.ts';
import { type ChangeWindow, inPasses, within } from '../reading/in-passes.ts';
import { holder, quarantinedOf, recordsOf, showing, type Unreadable } from '../reading/unreadable.ts';

const KEYS = 100;

/** The RMAs that changed in a window. @throws ConsolidatorError */
export async function* extractChangedReturns(
  client: NetoClient,
  window: ChangeWindow,
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  const quarantined = new Map<string, QuarantinedRecord>();
  const told = new Set<string>();
  const onUnreadable = (record: Unreadable): void => {
    if (!told.has(record.id)) quarantined.set(record.id, quarantinedOf(record));
    told.add(record.id);
  };
  const range = { updatedFrom: window.from, updatedTo: window.listedTo };
  const list = (passes: Passes) =>
    listRmas(client, range, { ...options, passes, mustShow: rmasMustShow, onUnreadable });
  for await (const returns of inPasses(client.store, list, ({ id }) => id, within(window))) {
    yield { records: returns.map(returnRecord), quarantined: [...quarantined.values()] };
    quarantined.clear();
  }
}

/** The ids and change stamps of all RMAs that were changed or issued in a window. @throws ConsolidatorError */
async function listReturnHeads(
  client: NetoClient,
  window: ChangeWindow,
  options: RequestOptions = {},
): Promise<RmaHead[]> {
  const heads = new Map<string, RmaHead>();
  const { from, listedTo } = window;
  for (const range of [
    { updatedFrom: from, updatedTo: listedTo },
    { issuedFrom: from, issuedTo: listedTo },
  ]) {
    const list = (passes: Passes) => listRmaHeads(client, range, { ...options, passes });
    for await (const page of inPasses(client.store, list, ({ id }) => id, within(window)))
      for (const head of page) heads.set(head.id, head);
  }
  return [...heads.values()];
}

/** All RMAs of these orders. @throws ConsolidatorError */
async function* extractReturnsOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  yield* inChunks(orderIds, (ids, quarantined) =>
    readRmasOfOrders(client, ids, { ...options, mustShow: rmasMustShow, onUnreadable: holder(quarantined) }),
  );
}

/** The RMAs with these ids. @throws ConsolidatorError */
async function* extractReturns(
  client: NetoClient,
  ids: readonly string[],
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  yield* inChunks(ids, (chunk, quarantined) =>
    readRmas(client, chunk, { ...options, mustShow: rmasMustShow, onUnreadable: holder(quarantined) }),
  );
}

async function* inChunks(
  keys: readonly string[],
  read: (keys: readonly string[], quarantined: QuarantinedRecord[]) => Promise<Return[]>,
): AsyncGenerator<ExtractedPage> {
  for (let start = 0; start < keys.length; start += KEYS) {
    const quarantined: QuarantinedRecord[] = [];
    const returns = await read(keys.slice(start, start + KEYS), quarantined);
    yield { records: recordsOf(returns, returnRecord, ({ id }) => id, quarantined), quarantined };
  }
}

export function returnRecord(returned: Return): ExtractedRecord {
  // Copies that were made before the currency and tax codes were read must not look changed by them.
  const { updatedAt, internalNotes, purchaseOrderNumber, username, currency, notShown, ...shown } = returned;
  const lines = shown.lines.map(({ notShown: _, taxCode: __, ...line }) => line);
  // Texts that reach neither the books nor the warehouse: a copy is as right without their change.
  const counting = lines.map(({ name: _, reason: __, outcome: ___, ...line }) => line);
  const { amount, gst, day } = returnPosting(returned);
  return {
    sourceId: returned.id,
    hash: contentHash({ ...shown, lines: counting }),
    formerHash: contentHash({ ...shown, lines }),
    payload: JSON.stringify(returned),
    parent: returned.orderId,
    amount,
    changedAt: returned.updatedAt,
    facts: {
      bookedOn: day,
      tax: gst,
      status: returned.status,
      ...(currency === undefined ? {} : { currency }),
    },
  };
}

export function returnOf(payload: string | null): Return {
  return returnSchema.parse(JSON.parse(payload ?? ''));
}

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

export function returnPosting({ total, tax, issuedOn }: Return): Posting & { readonly gst: Decimal } {
  return { amount: total, gst: tax, day: issuedOn };
}
