import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import type { FeedEntity } from '../../../feeds/read/read-feed.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { rewriteOrderId } from '../../../model/order-id.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import { selected } from '../../context/context.ts';
import type { OrderRun } from '../../context/parts.ts';
import { searchPrimary } from '../../context/search-primary.ts';
import { type FileEntry, readFileEntries } from './file-entries.ts';
import { filePricing } from './file-pricing.ts';
import { type FileWork, isBesideOrders, type ToExtract } from './file-work.ts';
import { knowTaxes } from './know-taxes.ts';
import type { RecordState } from './record-states.ts';

/**
 * Looks over files of one entity before anything of them is staged: which records stand in several places.
 * @returns the files that can be read, with their places among those given
 */
export async function survey(
  work: FileWork,
  files: readonly ToExtract[],
  troubles: unknown[],
): Promise<(readonly [number, ToExtract])[]> {
  const { context, store, feeds, states } = work;
  const readable: [number, ToExtract][] = [];
  for (const [place, file] of files.entries()) {
    const { feed, entity } = file;
    try {
      if (!isRead(context, store, entity)) continue;
      if (entity === 'orders') await knowTaxes(context, store, feeds, feed);
      let looked = await lookOver(work, file, place);
      // Later orders of the file may have shown what its first ones need; else the primary's own do.
      if (looked.shippingUnknown) looked = await lookOver(work, file, place);
      if (looked.shippingUnknown) {
        await searchPrimary(context, (await context.lookups.names()).gstPercent);
        looked = await lookOver(work, file, place);
      }
      const { orders, found } = looked;
      if (orders.known === 0 && orders.others > 0) throw ofAnotherStore(feed, store, orders.example);
      for (const [key, state] of found) states.add(key, state);
      readable.push([place, file]);
    } catch (error) {
      if (error instanceof ConsolidatorError && error.code === 'stopped') throw error;
      troubles.push(error);
    }
  }
  return readable;
}

async function lookOver({ context, store, feeds }: FileWork, { feed, entity }: ToExtract, place: number) {
  const found: [string, RecordState][] = [];
  const orders = { known: 0, others: 0, example: '' };
  let shippingUnknown = false;
  const pricing = await filePricing(context, store, feeds, entity);
  for await (const entry of readFileEntries({ feed, entity, store, feeds, ...pricing })) {
    const { key, line, content, changedAt } = entry;
    const unnamed = entry.kind === 'payment' && entry.unnamed;
    found.push([key, { file: place, ordinal: found.length, line, content, changedAt, unnamed }]);
    countOrder(orders, entry, store);
    shippingUnknown ||= entry.kind === 'quarantined' && entry.shippingUnknown === true;
  }
  return { found, orders, shippingUnknown };
}

function isRead(context: OrderRun, store: StoreRun, entity: FeedEntity): boolean {
  // Customers and products are also read for what orders refer to.
  return isBesideOrders(entity) || selected(context, store, entity);
}

function countOrder(
  orders: { known: number; others: number; example: string },
  entry: FileEntry,
  { fixed }: StoreRun,
): void {
  const id = entry.kind === 'order' ? entry.sourceId : entry.kind === 'payment' ? entry.record.parent : undefined;
  if (id === undefined) return;
  if (rewriteOrderId(id, fixed.prefix).kind === 'rewritten') orders.known += 1;
  else {
    orders.others += 1;
    if (orders.example === '') orders.example = id;
  }
}

function ofAnotherStore({ file }: FeedFile, { fixed }: StoreRun, example: string): ConsolidatorError {
  const prefixes = Object.keys(fixed.prefix).map((prefix) => JSON.stringify(prefix));
  return new ConsolidatorError(
    'feed-of-another-store',
    `${file}: no order in it has an id with a prefix that ${fixed.store} is known for: found ${example} and the like; expected ${prefixes.join(' or ')} and digits. Nothing of it was taken. Look whether it is another store's file; if ${fixed.store} uses that prefix, add it to its \`prefix\` with a target of its own.`,
    { store: fixed.store },
  );
}
