import { searchPrimary } from '../../context/search-primary.ts';
import { readFileEntries } from './file-entries.ts';
import { filePricing } from './file-pricing.ts';
import type { FileWork, ToExtract } from './file-work.ts';
import { OwnOrders } from './own-orders.ts';
import type { RecordState } from './record-states.ts';

/**
 * Reads all records of a file, and keeps of those that may stand in several places in what state they do.
 * @param wanted whether a record may stand in several places, by its key
 * @throws ConsolidatorError of the file as a whole
 */
export async function lookOver(
  work: FileWork,
  file: ToExtract,
  place: number,
  wanted: (key: string) => boolean,
): Promise<void> {
  const { context } = work;
  let looked = await look(work, file, place, wanted);
  // Later orders of the file may have shown what its first ones need; else the primary's own do.
  if (looked.shippingUnknown) looked = await look(work, file, place, wanted);
  if (looked.shippingUnknown) {
    await searchPrimary(context, (await context.lookups.names()).gstPercent);
    looked = await look(work, file, place, wanted);
  }
  looked.orders.refuseOthers(file.feed);
  for (const [key, state] of looked.found) work.states.add(key, state);
}

async function look(
  { context, store, feeds }: FileWork,
  { feed, entity, surveyed }: ToExtract,
  place: number,
  wanted: (key: string) => boolean,
) {
  const found: [string, RecordState][] = [];
  const orders = new OwnOrders(store);
  let shippingUnknown = false;
  let ordinal = -1;
  const pricing = await filePricing(context, store, feeds, entity);
  for await (const entry of readFileEntries({ feed, entity, store, feeds, surveyed, ...pricing })) {
    ordinal += 1;
    const { key, line } = entry;
    if (wanted(key)) {
      const { content, changedAt } = entry;
      const unnamed = entry.kind === 'payment' && entry.unnamed;
      found.push([key, { file: place, ordinal, line, content, changedAt, unnamed }]);
    }
    const id = entry.kind === 'order' ? entry.sourceId : entry.kind === 'payment' ? entry.record.parent : undefined;
    if (id !== undefined) orders.add(id);
    shippingUnknown ||= entry.kind === 'quarantined' && entry.shippingUnknown === true;
  }
  return { found, orders, shippingUnknown };
}
