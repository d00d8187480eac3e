import { contentHash } from '../../model/content-hash.ts';
import { type Rma, rmaSchema } from '../../model/rma.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { rmasMustShow } from '../../neto/must-show.ts';
import { listRmaHeads, listRmas, type RmaHead, readRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import type { ExtractedPage, ExtractedRecord, HeldRecord } from '../reading/extracted-record.ts';
import { type ChangeWindow, inPasses, within } from '../reading/in-passes.ts';
import { heldOf, holder, recordsOf, type Unreadable } from '../reading/unreadable.ts';
import { returnPosting } from './financial.ts';

const KEYS = 100;

/** The RMAs that changed in a window. @throws ConsolidatorError */
export async function* extractChangedRmas(
  client: NetoClient,
  window: ChangeWindow,
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  const held = new Map<string, HeldRecord>();
  const told = new Set<string>();
  const onUnreadable = (record: Unreadable): void => {
    if (!told.has(record.id)) held.set(record.id, heldOf(record));
    told.add(record.id);
  };
  const range = { updatedFrom: window.from, updatedTo: window.listedTo };
  const list = () => listRmas(client, range, { ...options, mustShow: rmasMustShow, onUnreadable });
  for await (const rmas of inPasses(client.store, list, ({ id }) => id, within(window))) {
    yield { records: rmas.map(rmaRecord), held: [...held.values()] };
    held.clear();
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
export async function* extractRmasOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  yield* inChunks(orderIds, (ids, held) =>
    readRmasOfOrders(client, ids, { ...options, mustShow: rmasMustShow, onUnreadable: holder(held) }),
  );
}

/** The RMAs with these ids. @throws ConsolidatorError */
export async function* extractRmas(
  client: NetoClient,
  ids: readonly string[],
  options: RequestOptions = {},
): AsyncGenerator<ExtractedPage> {
  yield* inChunks(ids, (chunk, held) =>
    readRmas(client, chunk, { ...options, mustShow: rmasMustShow, onUnreadable: holder(held) }),
  );
}

async function* inChunks(
  keys: readonly string[],
  read: (keys: readonly string[], held: HeldRecord[]) => Promise<Rma[]>,
): AsyncGenerator<ExtractedPage> {
  for (let start = 0; start < keys.length; start += KEYS) {
    const held: HeldRecord[] = [];
    const rmas = await read(keys.slice(start, start + KEYS), held);
    yield { records: recordsOf(rmas, rmaRecord, ({ id }) => id, held), held };
  }
}

export function rmaRecord(rma: Rma): ExtractedRecord {
  // Copies that were made before the currency and tax codes were read must not look changed by them.
  const { updatedAt, internalNotes, purchaseOrderNumber, username, currency, notShown, ...shown } = rma;
  const lines = shown.lines.map(({ notShown: _, taxCode: __, ...line }) => line);
  // Texts that reach neither the books nor the warehouse: a copy is as right without their change.
  const counting = lines.map(({ name: _, reason: __, outcome: ___, ...line }) => line);
  const { amount, gst, day } = returnPosting(rma);
  return {
    sourceId: rma.id,
    hash: contentHash({ ...shown, lines: counting }),
    formerHash: contentHash({ ...shown, lines }),
    payload: JSON.stringify(rma),
    parent: rma.orderId,
    amount,
    changedAt: rma.updatedAt,
    facts: {
      bookedOn: day,
      tax: gst,
      status: rma.status,
      ...(currency === undefined ? {} : { currency }),
    },
  };
}

export function rmaOf(payload: string | null): Rma {
  return rmaSchema.parse(JSON.parse(payload ?? ''));
}
