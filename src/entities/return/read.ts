import { contentHash } from '../../model/content-hash.ts';
import { type Return, returnSchema } from '../../model/rma.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { rmasMustShow } from '../../neto/must-show.ts';
import { listRmaHeads, listRmas, type RmaHead, readRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import type { ExtractedPage, ExtractedRecord, QuarantinedRecord } from '../reading/extracted-record.ts';
import { type ChangeWindow, inPasses, within } from '../reading/in-passes.ts';
import { holder, quarantinedOf, recordsOf, type Unreadable } from '../reading/unreadable.ts';
import { returnPosting } from './financial.ts';

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
  const list = () => listRmas(client, range, { ...options, mustShow: rmasMustShow, onUnreadable });
  for await (const returns of inPasses(client.store, list, ({ id }) => id, within(window))) {
    yield { records: returns.map(returnRecord), quarantined: [...quarantined.values()] };
    quarantined.clear();
  }
}

/** The ids and change stamps of all RMAs that were changed or issued in a window. @throws ConsolidatorError */
export async function listReturnHeads(
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
    const list = () => listRmaHeads(client, range, options);
    for await (const page of inPasses(client.store, list, ({ id }) => id, within(window)))
      for (const head of page) heads.set(head.id, head);
  }
  return [...heads.values()];
}

/** All RMAs of these orders. @throws ConsolidatorError */
export async function* extractReturnsOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  yield* inChunks(orderIds, (ids, quarantined) =>
    readRmasOfOrders(client, ids, { ...options, mustShow: rmasMustShow, onUnreadable: holder(quarantined) }),
  );
}

/** The RMAs with these ids. @throws ConsolidatorError */
export async function* extractReturns(
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
