import { extractChangedCustomers, extractCustomers } from '../../entities/customer/read.ts';
import { extractChangedProducts, extractProducts, productIdOf } from '../../entities/product/read.ts';
import type { HeldRecord } from '../../entities/reading/extracted-record.ts';
import { holder } from '../../entities/reading/unreadable.ts';
import { lowerKey } from '../../model/text-key.ts';
import { stopIfAsked } from '../context/context.ts';
import { stage } from './stage-page.ts';
import { moveMark, readFrom, type StoreWindow } from './store-window.ts';

export type ReferenceEntity = 'customers' | 'products';

/** What a record's key is as a source id. */
const sourceIds = { customers: lowerKey, products: productIdOf } as const;

/** All customers or products that changed, whether an order names them or not (`scope: all`). */
export async function extractReferences(window: StoreWindow, entity: ReferenceEntity): Promise<void> {
  const { context, store, time } = window;
  const { ledger, signal } = context;
  const from = await readFrom(window, entity);
  const extract = entity === 'customers' ? extractChangedCustomers : extractChangedProducts;
  const range = { ...(from === null ? {} : { from }), ...time };
  const held: HeldRecord[] = [];
  const onUnreadable = holder(held, sourceIds[entity]);
  for await (const records of extract(store.client, range, { signal, onUnreadable })) {
    stopIfAsked(context);
    await stage(window, entity, { records, held: held.splice(0) });
  }
  await readReferences(window, entity, await ledger.idsToReadAgain(store.fixed.store, entity, store.rulesHash));
  await moveMark(window, entity);
}

export async function readReferences(
  window: StoreWindow,
  entity: ReferenceEntity,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const byId = entity === 'customers' ? extractCustomers : extractProducts;
  const held: HeldRecord[] = [];
  const onUnreadable = holder(held, sourceIds[entity]);
  const records = await byId(window.store.client, ids, { signal: window.context.signal, onUnreadable });
  await stage(window, entity, { records, held });
}
