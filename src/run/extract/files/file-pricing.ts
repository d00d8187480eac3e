import type { FeedEntity } from '../../../feeds/read/read-feed.ts';
import { decimal } from '../../../model/money.ts';
import type { StoreFeeds } from '../../../session/store-feeds.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import type { KnownReadings } from '../../../transform/known-readings.ts';
import { primaryHost } from '../../context/context.ts';
import type { OrderRun } from '../../context/parts.ts';
import type { FeedPricing } from './price-feed-order.ts';

type FilePricing = Required<Pick<FeedPricing, 'gstPercent' | 'likely' | 'taught'>>;

/**
 * By what the orders of a file are priced where it names no total: as their own store reads its fields, where its API or
 * other orders of its files have shown it, else as the primary does, since both are the same software.
 */
export async function filePricing(
  context: OrderRun,
  { secondary }: StoreRun,
  { readings: shown }: StoreFeeds,
  entity: FeedEntity,
): Promise<FilePricing> {
  if (entity !== 'orders') return { gstPercent: decimal('0'), likely: () => undefined, taught: () => {} };
  const { gstPercent } = await context.lookups.names();
  const own = await context.readings.of(new URL(secondary.url).host);
  const primary = await context.readings.of(primaryHost(context));
  return {
    gstPercent,
    taught: (dimensions, fits) => shown.teach(dimensions, fits),
    likely(dimensions) {
      const decides = dimensions.has('shippingTax');
      const known = decides ? [own, shown, primary].find(knowsShipping) : own;
      return known?.in(dimensions)[0];
    },
  };
}

function knowsShipping(readings: KnownReadings): boolean {
  return readings.in(new Set(['shippingTax'])).length === 1;
}
